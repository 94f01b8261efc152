"""The sentences of the messages, French and English side by side: who is called out reads both."""

from typing import Final

Said = tuple[str, str]
"""French, English."""

WHAT: Final[dict[str, Said]] = {
    "fire": (
        "Incendie : {figure:.0f} °C dans un conteneur",
        "Fire: {figure:.0f} °C in a container",
    ),
    "overflow": (
        "Débordement : conteneur plein à {percent} %",
        "Overflow: container {percent} % full",
    ),
    "lost": ("Boîtier muet : {subject}", "Node lost: {subject}"),
    "reception": (
        "Réception en panne : {figure:.0f} boîtiers muets à la fois",
        "Reception down: {figure:.0f} nodes silent at once",
    ),
}

DO: Final[dict[str, Said]] = {
    "fire": (
        (
            "Appelez le 18 ou le 112 et donnez l’adresse. N’ouvrez pas le conteneur ; éloignez le"
            " public et les véhicules. Puis prenez l’alarme en charge."
        ),
        (
            "Call 18 or 112 and give the address. Do not open the container; keep people and"
            " vehicles away. Then acknowledge."
        ),
    ),
    "overflow": (
        "Faites-le collecter par la prochaine tournée, ou signalez les dépôts au sol.",
        "Have the next round collect it, or report what lies beside it.",
    ),
    "lost": (
        "Vérifiez l’alimentation et la radio sur place ; la visite est due.",
        "Check supply and radio on the spot; the visit is due.",
    ),
    "reception": (
        (
            "Vérifiez le courtier MQTT et vallee-cloud ingest : ce ne sont pas les boîtiers. Les"
            " mesures y attendent, rien n’est perdu."
        ),
        (
            "Check the MQTT broker and vallee-cloud ingest: it is not the nodes. Their readings"
            " wait, nothing is lost."
        ),
    ),
}

EVENT: Final[dict[str, Said]] = {
    "opened": ("ALARME", "ALARM"),
    "escalated": ("ALARME sans réponse", "ALARM unanswered"),
    "closed": ("FIN D’ALARME", "ALARM OVER"),
    "test": ("ESSAI", "TEST"),
}

WHERE: Final[Said] = ("Où : {where}", "Where: {where}")
SINCE: Final[Said] = ("Depuis : {since}", "Since: {since}")
UNTIL: Final[Said] = ("Terminée : {until}", "Ended: {until}")
TIMES: Final[Said] = ("Revenue {n} fois.", "Came back {n} times.")
LINK: Final[Said] = ("Prendre en charge : {link}", "Acknowledge: {link}")
COMMAND: Final[Said] = (
    "Prendre en charge : vallee-cloud alarms acknowledge {number}",
    "Acknowledge: vallee-cloud alarms acknowledge {number}",
)
TODO: Final[Said] = ("Que faire : {todo}", "What to do: {todo}")
NOWHERE: Final[Said] = ("lieu inconnu", "place unknown")

TEST: Final[Said] = (
    "Ceci est un essai de la liste d’astreinte. Rien n’est arrivé ; il n’y a rien à faire.",
    "This is a test of the on-call list. Nothing happened; there is nothing to do.",
)
