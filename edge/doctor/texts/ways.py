"""What is said of the way to the cloud: identity and broker."""

from typing import Final

from edge.doctor.texts.text import Text

IDENTITY: Final = {
    "identity.good": Text(
        "{name} jusqu’au {until}, encore {days} jours", "{name} until {until}, {days} days more"
    ),
    "identity.ending": Text(
        "{name} jusqu’au {until}, plus que {days} jours : le renouvellement n’aboutit pas",
        "{name} until {until}, only {days} days more: renewal does not succeed",
    ),
    "identity.expired": Text(
        "le certificat a expiré le {until}", "the certificate expired {until}"
    ),
    "identity.not_yet": Text(
        "le certificat ne vaut qu’à partir du {from} selon cette horloge",
        "the certificate is good only from {from} by this clock",
    ),
    "identity.another": Text(
        "le certificat est celui de {name}, le nœud est {node}",
        "the certificate is that of {name}, the node is {node}",
    ),
    "identity.open_key": Text(
        "d’autres peuvent lire la clé (mode {key_mode})",
        "others can read the key (mode {key_mode})",
    ),
    "identity.missing": Text(
        "le certificat ou la clé n’est pas là", "the certificate or the key is not there"
    ),
    "identity.none": Text(
        "aucun certificat dans les réglages", "no certificate is named in the settings"
    ),
    "identity.claim_mend": Text(
        "Demandez une nouvelle carte : vallee-cloud nodes card {node}.",
        "Ask for a new claim: vallee-cloud nodes card {node}.",
    ),
    "identity.another_mend": Text(
        "Cette carte est celle d’un autre nœud : prenez la bonne.",
        "This card belongs to another node: take the right one.",
    ),
    "identity.open_key_mend": Text(
        "Lancez « chmod 600 » sur la clé, et demandez une nouvelle carte.",
        "Run 'chmod 600' on the key, and ask for a new claim.",
    ),
    "identity.not_yet_mend": Text("Mettez le nœud à l’heure.", "Set the node's clock."),
    "identity.ending_mend": Text(
        "Lancez « vallee-edge claim » et lisez ce qu’il dit.",
        "Run 'vallee-edge claim' and read what it says.",
    ),
    "identity.none_mend": Text(
        "Nommez cert_file et key_file dans [mqtt].", "Name cert_file and key_file in [mqtt]."
    ),
}

BROKER: Final = {
    "broker.good": Text("{host}:{port} répond", "{host}:{port} answers"),
    "broker.good_tls": Text(
        "{host}:{port} répond, TLS et certificat acceptés",
        "{host}:{port} answers, TLS and certificate accepted",
    ),
    "broker.unknown": Text("{host}:{port} : pas essayé", "{host}:{port}: not tried"),
    "broker.nobody": Text(
        "{host}:{port} ne répond pas : {reason}", "{host}:{port} does not answer: {reason}"
    ),
    "broker.refused": Text(
        "{host}:{port} refuse ce nœud : {reason}", "{host}:{port} refuses this node: {reason}"
    ),
    "broker.not_believed": Text(
        "{host}:{port} n’est pas le bon serveur : {reason}",
        "{host}:{port} is not the right server: {reason}",
    ),
    "broker.no_files": Text(
        "les fichiers d’identité sont inutilisables : {reason}",
        "the identity's files cannot be used: {reason}",
    ),
    "broker.stranger": Text(
        "{host}:{port} ne parle pas MQTT : {reason}", "{host}:{port} speaks no MQTT: {reason}"
    ),
    "broker.nobody_mend": Text(
        "Vérifiez le réseau, l’antenne et l’adresse dans [mqtt].",
        "Check the network, the antenna and the address in [mqtt].",
    ),
    "broker.refused_mend": Text(
        "Demandez au bureau si ce nœud est révoqué ou inconnu.",
        "Ask the office whether this node is revoked or unknown.",
    ),
    "broker.not_believed_mend": Text(
        "Vérifiez l’heure, puis « host » et « ca_file » dans [mqtt].",
        "Check the time, then 'host' and 'ca_file' in [mqtt].",
    ),
    "broker.no_files_mend": Text("Lancez « vallee-edge claim ».", "Run 'vallee-edge claim'."),
    "broker.stranger_mend": Text(
        "Vérifiez « port » et « ca_file » dans [mqtt].", "Check 'port' and 'ca_file' in [mqtt]."
    ),
}
