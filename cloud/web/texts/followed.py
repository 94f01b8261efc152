"""The sentences of the desk where rounds are followed: what was driven, and when it is due."""

from typing import Final

from cloud.web.texts.text import Text

FOLLOWED: Final[dict[str, Text]] = {
    # Deliveries
    "desk.delivery": ("Remise aux camions", "Delivery to the trucks"),
    "desk.delivery.truck": ("Camion", "Truck"),
    "desk.delivery.plan": ("Plan", "Plan"),
    "desk.delivery.state": ("État", "State"),
    "desk.delivery.stops": ("Tournée", "Round"),
    "desk.delivery.of": ("{n} arrêt|{n} arrêts", "{n} stop|{n} stops"),
    "desk.delivery.when": ("Quand", "When"),
    "desk.delivery.old": ("remplacé", "replaced"),
    "desk.delivery.conflict": (
        "deux appareils ont répondu autrement : appelez l’équipage",
        "two devices gave different answers: call the crew",
    ),
    "desk.delivery.none": ("Aucune tournée ce jour.", "No round on this day."),
    "desk.state.issued": ("pas encore envoyée", "not sent yet"),
    "desk.state.sent": ("envoyée", "sent"),
    "desk.state.received": ("reçue", "received"),
    "desk.state.accepted": ("acceptée", "accepted"),
    "desk.state.refused": ("refusée", "refused"),
    # Plan against actual
    "desk.followed.title": ("Suivi du {day}", "Rounds of {day} as driven"),
    "desk.followed.now": ("Actualiser", "Refresh"),
    "desk.actual": ("Prévu et réalisé, par tournée", "Plan against actual, by round"),
    "desk.actual.about": (
        "ni classement, ni vitesse, ni temps d’arrêt, ni personne",
        "no ranking, no speed, no idle time, no person",
    ),
    "desk.planned": ("Prévus", "Planned"),
    "desk.did": ("Faits", "Done"),
    "desk.skipped": ("Laissés", "Left"),
    "desk.open": ("Restants", "Open"),
    "desk.tonnage": ("Tonnage", "Tonnage"),
    "desk.tonnage.of": ("{told} sur {planned} prévus", "{told} of {planned} expected"),
    "desk.tonnage.none": (
        "aucun vidage déclaré, {planned} prévus",
        "no unloading told, {planned} expected",
    ),
    "desk.tonnage.unread": (
        "{n} vidage sans pesée|{n} vidages sans pesée",
        "{n} unloading not weighed|{n} unloadings not weighed",
    ),
    "desk.last": ("Dernier arrêt clos", "Last closed stop"),
    "desk.last.none": ("aucun encore", "none yet"),
    "desk.problems": ("Signalements", "Reports"),
    "desk.photo": ("photo", "photo"),
    "desk.photo.of": ("photo : {what}, {name}", "photo: {what}, {name}"),
    "desk.problem.between": ("entre deux arrêts", "between two stops"),
    "desk.stop.by.stop": ("Arrêt par arrêt", "Stop by stop"),
    "desk.stop.by.stop.about": (
        "L’heure est celle du plan ; l’heure réelle n’est pas listée.",
        "The time is that of the plan; when it was done is not listed.",
    ),
    "desk.extra": (
        "{n} arrêt hors plan|{n} arrêts hors plan",
        "{n} stop that was not planned|{n} stops that were not planned",
    ),
    "desk.conflicts": ("Deux appareils se contredisent", "Two devices disagree"),
    "desk.word.collected": ("collecté", "collected"),
    "desk.word.skipped": ("laissé", "left"),
    "desk.word.passed": ("passé", "passed"),
    "desk.word.open": ("à faire", "open"),
    "desk.reason.empty": ("vide", "empty"),
    "desk.reason.blocked": ("accès bloqué", "blocked"),
    "desk.reason.closed-road": ("route fermée", "road closed"),
    "desk.reason.not-found": ("introuvable", "not found"),
    "desk.reason.full-truck": ("camion plein", "truck full"),
    "desk.reason.no-time": ("plus le temps", "no time"),
    "desk.reason.other": ("autre raison", "another reason"),
    "desk.problem.not-out": ("pas sorti", "not out"),
    "desk.problem.sorting-refused": ("tri refusé", "sorting refused"),
    "desk.problem.blocked-by-car": ("bloqué par une voiture", "blocked by a car"),
    "desk.problem.works": ("travaux", "works"),
    "desk.problem.broken": ("cassé", "broken"),
    "desk.problem.jammed": ("coincé", "jammed"),
    "desk.problem.dumped-beside": ("dépôt au pied", "dumped beside"),
    "desk.problem.unsafe": ("dangereux", "unsafe"),
    # Incidents and positions
    "desk.incidents": ("Incidents", "Incidents"),
    "desk.incidents.about": (
        (
            "La position d’un camion ne se voit que pendant un incident. Chaque consultation est"
            " notée et montrée à l’équipage."
        ),
        (
            "A truck’s position is shown only during an incident. Each look is noted and shown to"
            " the crew."
        ),
    ),
    "desk.incident.truck": ("Camion", "Truck"),
    "desk.incident.why": ("Raison, que l’équipage lira", "Reason, which the crew will read"),
    "desk.incident.open": ("Ouvrir un incident", "Open an incident"),
    "desk.incident.since": ("ouvert le {moment}", "opened {moment}"),
    "desk.incident.close": ("Clore", "Close"),
    "desk.incident.close.one": ("Clore l’incident de {truck}", "Close the incident of {truck}"),
    "desk.incident.look": ("Voir la position", "See the position"),
    "desk.incident.look.one": ("Voir la position de {truck}", "See where {truck} is"),
    "desk.incident.none": ("Aucun incident ouvert.", "No incident is open."),
    "desk.incident.no-why": (
        "Dites pourquoi : de 1 à 300 signes.",
        "Say why: 1 to 300 characters.",
    ),
    "desk.position": ("Position de {truck}", "Where {truck} is"),
    "desk.position.at": (
        "{clock} : {lat}, {lon}, à {accuracy} m près.",
        "{clock}: {lat}, {lon}, within {accuracy} m.",
    ),
    "desk.position.near": (
        "L’arrêt le plus proche : {name}, à {metres}.",
        "The nearest stop: {name}, {metres} away.",
    ),
    "desk.position.unshared": (
        (
            "L’équipage ne partage pas sa position en ce moment : pause, fin de service ou pas de"
            " réseau."
        ),
        "The crew shares no position at the moment: a pause, the end of a shift or no coverage.",
    ),
    "desk.position.refused": (
        "Aucun incident de {truck} n’est ouvert : la position n’est pas montrée.",
        "No incident of {truck} is open: the position is not shown.",
    ),
    "desk.position.logged": (
        "Cette consultation est notée ; l’équipage la voit.",
        "This look is noted; the crew sees it.",
    ),
    "desk.looks": ("Consultations notées", "Looks noted"),
    "desk.looks.at": ("{moment}, {truck} : {why}", "{moment}, {truck}: {why}"),
    "desk.mine.title": ("Qui a consulté la position de mon camion", "Looks at where my truck was"),
    "desk.mine.about": (
        (
            "Le bureau ne voit la position d’un camion que pendant un incident ouvert. Chaque"
            " consultation pendant vos tournées est ici, avec sa raison."
        ),
        (
            "The desk sees where a truck is only while an incident is open. Each look during your"
            " rounds is here, with its reason."
        ),
    ),
    "desk.mine.why": ("Raison", "Reason"),
    "desk.mine.none": (
        "Personne n’a regardé où était votre camion.",
        "Nobody looked where your truck was.",
    ),
    # Streets
    "desk.street.title": ("Ma rue a-t-elle été faite ?", "Was my street done?"),
    "desk.street.about": (
        "Par rue et par date. Ni camion ni personne n’est nommé.",
        "By street and date. No truck and no person is named.",
    ),
    "desk.street.name": ("Rue ou lieu", "Street or place"),
    "desk.street.ask": ("Chercher", "Look up"),
    "desk.street.none": ("Aucune rue de ce nom.", "No street of that name."),
    "desk.street.short": ("Deux lettres au moins.", "Two letters at least."),
    "desk.street.where": ("Lieu", "Place"),
    "desk.street.answer": ("Réponse", "Answer"),
    "desk.street.done": ("oui, fait", "yes, done"),
    "desk.street.done.at": ("oui, à {clock}", "yes, at {clock}"),
    "desk.street.left": ("non, laissé", "no, left"),
    "desk.street.planned": ("prévu entre {begin} et {end}", "planned between {begin} and {end}"),
    "desk.street.unknown": ("prévu, rien n’a été dit", "planned, nothing was told"),
    "desk.street.not-planned": ("pas prévu ce jour-là", "not planned that day"),
    "desk.street.next": ("prochain passage : {day}", "next round: {day}"),
    # Calendar
    "desk.calendar.title": ("Tournées, {month}", "Rounds, {month}"),
    "desk.calendar.month": ("Mois", "Month"),
    "desk.calendar.before": ("Mois précédent", "Month before"),
    "desk.calendar.after": ("Mois suivant", "Month after"),
    "desk.calendar.due": ("Tournées prévues", "Rounds due"),
    "desk.calendar.today": ("Ce mois-ci", "This month"),
    "desk.calendar.week": ("semaine {n}", "week {n}"),
    "desk.calendar.week.short": ("S{n}", "W{n}"),
    "desk.calendar.holiday": ("férié : {name}", "holiday: {name}"),
    "desk.calendar.moved": ("déplacée (férié)", "moved (holiday)"),
    "desk.calendar.not-driven": ("repère, non roulée", "for comparison, not driven"),
    "desk.calendar.about": (
        (
            "Les tournées en italique sont des repères : ce qui roulerait sans les capteurs."
            " Personne ne les roule."
        ),
        (
            "Rounds in italics are for comparison: what would be driven without sensors. Nobody"
            " drives them."
        ),
    ),
    "desk.calendar.none": (
        "Le territoire n’a aucune tournée fixe.",
        "The territory has no fixed round.",
    ),
    "desk.calendar.rules": ("Les tournées et leurs jours", "The rounds and their days"),
    "desk.calendar.round": ("Tournée", "Round"),
    "desk.calendar.when": ("Quand", "When"),
    "desk.calendar.holidays": ("Jours fériés", "Holidays"),
    "desk.calendar.weekly": ("chaque semaine", "every week"),
    "desk.calendar.weeks": (
        "une semaine sur {n}, depuis celle du {first}",
        "one week in {n}, from that of {first}",
    ),
    "desk.calendar.season": ("du {first} au {last}", "{first} to {last}"),
    "desk.calendar.until": ("jusqu’au {day}", "until {day}"),
    "desk.calendar.keep": ("roulée quand même", "driven all the same"),
    "desk.calendar.skip": ("supprimée", "not driven"),
    "desk.calendar.day-after": ("le jour ouvré suivant", "the next working day"),
    "desk.calendar.day-before": ("le jour ouvré précédent", "the working day before"),
    "desk.calendar.shift-week": (
        "décalée d’un jour, et celles d’après de la semaine aussi",
        "a day later, and so are all later ones of the week",
    ),
    "desk.holiday.new-year": ("jour de l’an", "New Year’s Day"),
    "desk.holiday.easter-monday": ("lundi de Pâques", "Easter Monday"),
    "desk.holiday.labour-day": ("fête du Travail", "Labour Day"),
    "desk.holiday.victory-day": ("Victoire 1945", "Victory Day"),
    "desk.holiday.ascension": ("Ascension", "Ascension Day"),
    "desk.holiday.whit-monday": ("lundi de Pentecôte", "Whit Monday"),
    "desk.holiday.bastille-day": ("fête nationale", "Bastille Day"),
    "desk.holiday.assumption": ("Assomption", "Assumption Day"),
    "desk.holiday.all-saints": ("Toussaint", "All Saints’ Day"),
    "desk.holiday.armistice": ("Armistice 1918", "Armistice Day"),
    "desk.holiday.christmas": ("Noël", "Christmas Day"),
}
