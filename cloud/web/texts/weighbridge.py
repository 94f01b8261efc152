"""The sentences of the page of weighings."""

from typing import Final

from cloud.web.texts.text import Text

WEIGHBRIDGE: Final[dict[str, Text]] = {
    "weighings.title": ("Pesées de {month}", "Weighings of {month}"),
    "weighings.link": ("Pesées", "Weighings"),
    "weighings.near": ("Pont-bascule", "Weighbridge"),
    "weighings.none": (
        "Aucun ticket ce mois-ci. Importez-les :",
        "No tickets this month. Import them:",
    ),
    "weighings.sum": (
        "{tonnes} pesées, dont {share} rapprochées d’un vidage.",
        "{tonnes} weighed, of which {share} are matched to an unloading.",
    ),
    "weighings.month": ("Mois", "Month"),
    "weighings.before": ("Mois précédent", "Month before"),
    "weighings.after": ("Mois suivant", "Month after"),
    "weighings.streams": ("Par flux", "By stream"),
    "weighings.stream": ("Flux", "Stream"),
    "weighings.tickets": ("Tickets", "Tickets"),
    "weighings.tonnes": ("Tonnage", "Tonnage"),
    "weighings.matched": ("Rapproché", "Matched"),
    "weighings.split": ("Réparti par commune", "Split by commune"),
    "weighings.told": ("dont {share} pointés", "of which {share} as told"),
    "weighings.communes": ("Par commune", "By commune"),
    "weighings.commune": ("Commune", "Commune"),
    "weighings.unknown": ("commune inconnue", "commune not known"),
    "weighings.how": (
        (
            "Une estimation : le poids net de chaque ticket est réparti selon le poids attendu des"
            " conteneurs que le camion a collectés depuis son dernier vidage : ceux que l’équipage"
            " a pointés ; s’il n’a rien pointé ce jour-là, ceux du plan."
        ),
        (
            "An estimate: the net of each ticket is split by the expected weight of the containers"
            " that the truck lifted since its last unloading: those that its crew told of; where it"
            " told nothing that day, those of the plan."
        ),
    ),
    "weighings.orphans": ("Tickets orphelins", "Orphan tickets"),
    "weighings.missing": ("Tickets manquants", "Missing tickets"),
    "weighings.twins": ("Doublons possibles", "Possible duplicates"),
    "weighings.ticket": ("Ticket", "Ticket"),
    "weighings.site": ("Site", "Site"),
    "weighings.plate": ("Immatriculation", "Number plate"),
    "weighings.truck": ("Camion", "Truck"),
    "weighings.at": ("Heure", "Time"),
    "weighings.net": ("Net", "Net"),
    "weighings.why": ("Pourquoi", "Why"),
    "weighings.why.unloading": ("aucun vidage à cette heure", "nobody unloaded then"),
    "weighings.why.plate": ("plaque inconnue", "plate not known"),
    "weighings.twin": ("même poids que {number}", "same weight as {number}"),
    "weighings.clean": ("Rien à signaler.", "Nothing to report."),
    "weighings.shown": (
        "{n} sur {total}, le reste dans le CSV",
        "{n} of {total}, the rest in the CSV",
    ),
    "weighings.csv.tonnage": ("Tonnage (CSV)", "Tonnage (CSV)"),
    "weighings.csv.matching": ("Rapprochement (CSV)", "Matching (CSV)"),
}
