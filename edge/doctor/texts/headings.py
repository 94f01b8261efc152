"""What the checks and their verdicts are called."""

from typing import Final

from edge.doctor.texts.text import Text

CHECKS: Final = {
    "supply": Text("Alimentation", "Supply"),
    "temperature": Text("Température", "Temperature"),
    "disk": Text("Place sur le disque", "Disk space"),
    "writing": Text("Écriture", "Writing"),
    "time": Text("Heure", "Time"),
    "bluetooth": Text("Bluetooth", "Bluetooth"),
    "privacy": Text("Vie privée", "Privacy"),
    "signal": Text("Signal", "Signal"),
    "identity": Text("Identité", "Identity"),
    "distance": Text("Trajet réseau", "Network"),
    "broker": Text("Serveur MQTT", "Broker"),
    "outbox": Text("Boîte d’envoi", "Outbox"),
    "sensor": Text("Capteur", "Sensor"),
}

VERDICTS: Final = {
    "go": Text("bon", "go"),
    "no-go": Text("à corriger", "no-go"),
    "unknown": Text("non vérifié", "unknown"),
}

WHOLE: Final = {
    "go": Text("{node} peut travailler.", "{node} can do its work."),
    "no-go": Text("{node} ne peut pas travailler ainsi.", "{node} cannot do its work like this."),
}
