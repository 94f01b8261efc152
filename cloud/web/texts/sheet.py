"""The sentences that every room shares."""

from typing import Final

from cloud.web.texts.text import Text

SHEET: Final[dict[str, Text]] = {
    "tomorrow": ("Demain", "Tomorrow"),
    "today": ("Aujourd’hui", "Today"),
    "as.of": ("État au {moment}", "As of {moment}"),
    "zones": ("Zones d’activité", "Business zones"),
    "zones.one": ("Passages : {zone}", "Passages: {zone}"),
    "language": ("Langue", "Language"),
    "files": ("Téléchargements", "Downloads"),
    "print": ("Imprimer", "Print"),
    "sources": ("Sources : {names}", "Sources: {names}"),
    "offline": (
        "Cette page tient en un fichier : enregistrée, elle s’ouvre sans réseau.",
        "This page is one file: saved, it opens with no network.",
    ),
    "since": (" depuis le {moment}", " since {moment}"),
    "figures": ("En bref", "In short"),
    "invented": ("inventé", "invented"),
    "gone.title": ("Page introuvable", "Page not found"),
    "gone": (
        "Il n’y a rien à cette adresse. Ce qui est demandé n’existe peut-être plus.",
        "There is nothing at this address. What is asked for may no longer exist.",
    ),
    "wrong.title": ("Demande refusée", "Request refused"),
    "wrong": ("Le serveur ne peut pas répondre à cela.", "The server cannot answer that."),
    "down.title": ("Momentanément indisponible", "Unavailable for the moment"),
    "down": (
        "La base de données ne répond pas. Rechargez la page dans une minute.",
        "The database does not answer. Reload the page in a minute.",
    ),
    "back": ("Revenir à la page des tournées", "Back to the rounds"),
}
