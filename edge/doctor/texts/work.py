"""What is said of the node's work: outbox and sensors."""

from typing import Final

from edge.doctor.texts.text import Text

OUTBOX: Final = {
    "outbox.good": Text(
        "{rows} mesures en attente, {size_mb:.1f} Mo sur {bound_mb:.0f}",
        "{rows} rows wait, {size_mb:.1f} of {bound_mb:.0f} MB",
    ),
    "outbox.full": Text(
        "pleine à {full_percent} %, {rows} mesures en attente",
        "{full_percent} % full, {rows} rows wait",
    ),
    "outbox.damaged": Text(
        "{damaged} mesures mises de côté, {rows} en attente",
        "{damaged} rows were set aside, {rows} wait",
    ),
    "outbox.fault": Text("ne s’ouvre pas : {reason}", "does not open: {reason}"),
    "outbox.none": Text("l’agent n’a pas encore tourné", "the agent has not run yet"),
    "outbox.full_mend": Text(
        "Voyez pourquoi le bureau ne reçoit rien : serveur MQTT, réseau, ingestion.",
        "See why the cloud takes nothing: broker, network, ingester.",
    ),
    "outbox.damaged_mend": Text(
        "Changez la carte ; le bureau sait ce qui manque.",
        "Change the memory card; the cloud knows what is missing.",
    ),
    "outbox.fault_mend": Text(
        "Relancez l’agent : il ouvre un nouveau fichier et le dit au bureau.",
        "Restart the agent: it begins a new file and tells the cloud.",
    ),
    "outbox.none_mend": Text("Lancez l’agent.", "Start the agent."),
}

SENSORS: Final = {
    "sensor.good": Text(
        "{distance_mm} mm, {echoes} échos sur {pings}",
        "{distance_mm} mm, {echoes} of {pings} echoes",
    ),
    "sensor.missing": Text("le port {port} n’est pas là", "there is no port {port}"),
    "sensor.denied": Text("le port {port} est interdit", "the port {port} is not allowed"),
    "sensor.held": Text(
        "le port {port} est déjà lu par {holders}", "the port {port} is read by {holders} already"
    ),
    "sensor.silent": Text(
        "rien sur {port} en {seconds:.0f} s", "nothing on {port} in {seconds:.0f} s"
    ),
    "sensor.gibberish": Text(
        "{bytes} octets sur {port}, aucun d’un {model}",
        "{bytes} bytes on {port}, none of a {model}",
    ),
    "sensor.no_echo": Text(
        "{echoes} échos sur {pings} seulement", "only {echoes} of {pings} pings came back"
    ),
    "sensor.blocked": Text(
        "{distance_mm} mm : quelque chose est juste devant le capteur",
        "{distance_mm} mm: something stands right before the sensor",
    ),
    "sensor.beyond": Text(
        "{distance_mm} mm, mais le fond est à {floor_mm} mm",
        "{distance_mm} mm, but the floor is at {floor_mm} mm",
    ),
    "sensor.missing_mend": Text(
        "Branchez le capteur, ou corrigez « port » dans [[sensors]].",
        "Plug the sensor in, or mend 'port' in [[sensors]].",
    ),
    "sensor.denied_mend": Text(
        "Ajoutez l’utilisateur de l’agent au groupe dialout.",
        "Add the agent's user to the group dialout.",
    ),
    "sensor.held_mend": Text(
        "Arrêtez l’agent (systemctl stop vallee-edge) et recommencez.",
        "Stop the agent (systemctl stop vallee-edge) and try again.",
    ),
    "sensor.silent_mend": Text(
        "Vérifiez l’alimentation et le fil TX du capteur.",
        "Check the sensor's supply and its TX wire.",
    ),
    "sensor.gibberish_mend": Text(
        "Vérifiez « model » dans [[sensors]], puis la masse.",
        "Check 'model' in [[sensors]], then the ground wire.",
    ),
    "sensor.no_echo_mend": Text(
        "Nettoyez le capteur et tournez-le droit vers le fond.",
        "Clean the sensor and turn it straight to the floor.",
    ),
    "sensor.blocked_mend": Text(
        "Dégagez le cône du capteur : bord, sangle, toile d’araignée.",
        "Clear the sensor's cone: rim, strap, cobweb.",
    ),
    "sensor.beyond_mend": Text(
        "Vérifiez les dimensions du conteneur, et que le capteur vise dedans.",
        "Check the container's dimensions, and that the sensor looks into it.",
    ),
}
