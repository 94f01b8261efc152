"""The sentences of the ledger's room."""

from typing import Final

from cloud.web.texts.text import Text

LEDGER: Final[dict[str, Text]] = {
    "ledger": ("Registre des mesures", "Ledger of readings"),
    "ledger.near": ("Supervision", "Watch"),
    "ledger.good": (
        "Chaque mesure produite par les capteurs est à sa place.",
        "Every reading that the sensors produced has its place.",
    ),
    "ledger.open": (
        "{n} mesure est introuvable.|{n} mesures sont introuvables.",
        "{n} reading is nowhere.|{n} readings are nowhere.",
    ),
    "ledger.overdue": (
        "{n} depuis plus d’une heure.|{n} depuis plus d’une heure.",
        "{n} for longer than an hour.|{n} for longer than an hour.",
    ),
    "ledger.none": (
        "Aucun boîtier ne s’est encore annoncé.",
        "No node has said anything yet.",
    ),
    "ledger.about": (
        "Produites = stockées + refusées + abandonnées + en attente, depuis {days} jours.",
        "Produced = stored + refused + dropped + pending, over the last {days} days.",
    ),
    "ledger.node": ("Boîtier", "Node"),
    "ledger.nodes": ("Boîtiers", "Nodes"),
    "ledger.produced": ("Produites", "Produced"),
    "ledger.stored": ("Stockées", "Stored"),
    "ledger.refused": ("Refusées", "Refused"),
    "ledger.dropped": ("Abandonnées", "Dropped"),
    "ledger.pending": ("En attente", "Pending"),
    "ledger.unknown": ("Perdues", "Lost"),
    "ledger.open.column": ("Introuvables", "Nowhere"),
    "ledger.all": ("Tous les boîtiers", "All nodes"),
    "ledger.epochs": ("{n} démarrage|{n} démarrages", "{n} start|{n} starts"),
    "ledger.told": ("dernier message {moment}", "last word {moment}"),
    "ledger.newer": (
        "{n} plus récente que ce message|{n} plus récentes que ce message",
        "{n} newer than that|{n} newer than that",
    ),
    "ledger.unbalanced": ("écart", "gap"),
    "ledger.why": (
        (
            "« Abandonnées » : le boîtier dit lui-même les avoir perdues, et pourquoi. « Perdues »"
            " : emportées par une mémoire endommagée ou remplacée. « Introuvables » : personne n’en"
            " répond ; c’est une panne du logiciel, à signaler. Détail d’un boîtier :"
        ),
        (
            "“Dropped”: the node itself says that it lost them, and why. “Lost”: taken by a damaged"
            " or replaced memory. “Nowhere”: nobody answers for them; that is a fault of the"
            " software, to be reported. More on a node:"
        ),
    ),
    "ledger.rounds": ("Revenir à la page des tournées", "Back to the rounds"),
}
