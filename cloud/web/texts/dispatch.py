"""The sentences of the dispatchers’ desk."""

from typing import Final

from cloud.web.texts.text import Text

DISPATCH: Final[dict[str, Text]] = {
    # Where one is
    "desk.near": ("Bureau des tournées", "The desk"),
    "desk.rooms": ("Bureau", "Desk"),
    "desk.plan": ("Plan", "Plan"),
    "desk.followed": ("Suivi", "Follow"),
    "desk.again": ("Refaire", "Plan again"),
    "desk.street": ("Ma rue", "My street"),
    "desk.calendar": ("Calendrier", "Calendar"),
    "desk.me": ("Mon compte", "My account"),
    "desk.skip": ("Aller au contenu", "Skip to the content"),
    "desk.day": ("Jour", "Day"),
    "desk.show": ("Afficher", "Show"),
    "desk.before": ("Jour précédent", "Day before"),
    "desk.after": ("Jour suivant", "Day after"),
    # The plan
    "desk.title": ("Plan du {day}", "Plan of {day}"),
    "desk.none": (
        "Aucun plan n’a été publié pour ce jour. Faites-en un :",
        "No plan of this day was issued. Make one:",
    ),
    "desk.under-way": (
        "Ce plan a été refait en cours de journée : il se change par « Refaire ».",
        "This plan was made again during the day: change it by “Plan again”.",
    ),
    "desk.no-forecast": (
        "La prévision de ce jour n’est plus là : le plan se lit, il ne se change plus.",
        "The forecast of this day is gone: the plan can be read, not changed.",
    ),
    "desk.issued": ("publié le {moment}", "issued {moment}"),
    "desk.version": ("version {n}", "version {n}"),
    "desk.pending": (
        "{n} changement n’est pas encore publié.|{n} changements ne sont pas encore publiés.",
        "{n} change is not published yet.|{n} changes are not published yet.",
    ),
    "desk.settled": (
        "Le plan affiché est celui qui est publié.",
        "The plan shown is the one that is issued.",
    ),
    "desk.publish": ("Publier et envoyer aux camions", "Publish and send to the trucks"),
    "desk.publish.again": ("Publier de nouveau", "Publish once more"),
    "desk.give-up": ("Abandonner les changements", "Give the changes up"),
    "desk.send": ("Envoyer aux camions", "Send to the trucks"),
    "desk.unsent": (
        "Le plan est publié, mais il n’a pas encore été envoyé à tous les camions.",
        "The plan is issued, but it was not sent to every truck yet.",
    ),
    "desk.lawful": ("Le contrôle n’a rien à redire.", "The checker finds nothing wrong."),
    "desk.unlawful": (
        "Le contrôle refuse ce plan : il ne peut pas être publié.",
        "The checker refuses this plan: it cannot be published.",
    ),
    "desk.list": ("Liste des arrêts", "List of stops"),
    "desk.list.about": (
        "par camion, dans l’ordre ; la charge est celle au départ de l’arrêt",
        "by truck, in order; the load is that on leaving the stop",
    ),
    "desk.on.board": ("à bord {kg}", "{kg} on board"),
    "desk.share": ("{kg} du poids, {litres} du volume", "{kg} of weight, {litres} of volume"),
    "desk.fill.word": ("remplissage", "fill"),
    "desk.must": ("obligatoire", "must be done"),
    "desk.sides": ("{n} côté de rue|{n} côtés de rue", "{n} street side|{n} street sides"),
    "desk.sides.range": ("{first} … {last}", "{first} … {last}"),
    "desk.lock": ("Verrouiller", "Lock"),
    "desk.lock.one": ("Verrouiller {name}", "Lock {name}"),
    "desk.unlock": ("Libérer", "Unlock"),
    "desk.unlock.one": ("Libérer {name}", "Unlock {name}"),
    "desk.locked": ("Verrouillé", "Locked"),
    "desk.move": ("Déplacer", "Move"),
    "desk.drag": ("Glisser vers un camion ou un jour", "Drag to a truck or a day"),
    "desk.move.one": ("Déplacer {name}", "Move {name}"),
    "desk.move.title": ("Déplacer un conteneur", "Move a container"),
    "desk.move.what": ("Conteneur", "Container"),
    "desk.move.where": ("Vers", "To"),
    "desk.move.try": ("Vérifier", "Check"),
    "desk.move.trucks": ("Un camion", "A truck"),
    "desk.move.days": ("Un autre jour", "Another day"),
    "desk.move.leave": ("Ne pas collecter", "Do not collect"),
    "desk.move.none": ("Non collectés", "Not collected"),
    "desk.move.choose": ("Choisir…", "Choose…"),
    "desk.left": ("Laissés ce jour", "Left that day"),
    "desk.left.by-hand": ("laissé à la main", "left by hand"),
    "desk.left.skipped": ("laissé par l’équipage", "left by its crew"),
    "desk.left.new": ("pas connu quand le plan a été fait", "not known when the plan was made"),
    "desk.left.none": ("Aucun.", "None."),
    # The checker's answer
    "desk.refused": ("Refusé : {name}, {there}.", "Refused: {name}, {there}."),
    "desk.possible": ("Possible : {name}, {there}.", "Possible: {name}, {there}."),
    "desk.there.truck": ("vers {truck}", "to {truck}"),
    "desk.there.day": ("au {day}", "to {day}"),
    "desk.there.left": ("non collecté", "not collected"),
    "desk.cost": ("Ce que cela change : {extra}.", "What that changes: {extra}."),
    "desk.nothing": ("Rien n’a été changé.", "Nothing was changed."),
    "desk.due": (
        "À noter : il est obligatoire ce jour-là (débordement attendu ou délai).",
        "Note that it must be lifted on that day (an overflow is expected, or it is its turn).",
    ),
    "desk.other.unplanned": (
        "le plan n’est pas encore fait ; il devra le collecter.",
        "the plan is not made yet; it will have to lift it.",
    ),
    "desk.other.lifts": ("{truck} le collecte déjà.", "{truck} lifts it already."),
    "desk.other.fits": (
        "{truck} peut le prendre ; ajoutez-le au plan de ce jour-là.",
        "{truck} can take it; add it to the plan of that day.",
    ),
    "desk.other.full": (
        "aucun camion ne peut le prendre dans le plan déjà publié, qui serait à refaire.",
        "no truck can take it in the plan that is issued; that would have to be made anew.",
    ),
    "desk.other.open": ("Ouvrir ce jour", "Open that day"),
    "desk.do": ("Déplacer maintenant", "Move it now"),
    "desk.is-locked": (
        "{name} est verrouillé : libérez-le d’abord.",
        "{name} is locked: unlock it first.",
    ),
    "desk.unable": ("Cela n’est pas possible :", "That is not possible:"),
    "desk.done.moved": ("Déplacé.", "Moved."),
    "desk.done.locked": ("Verrouillé.", "Locked."),
    "desk.done.unlocked": ("Libéré.", "Unlocked."),
    "desk.done.given-up": (
        "Changements abandonnés : c’est de nouveau le plan publié.",
        "Changes given up: this is the issued plan again.",
    ),
    "desk.done.published": (
        "Publié et envoyé aux camions.",
        "Published and sent to the trucks.",
    ),
    "desk.done.unsent": (
        (
            "Publié, mais le courtier ne répond pas : les camions n’ont rien reçu. Envoyez de"
            " nouveau plus tard."
        ),
        "Published, but the broker does not answer: the trucks were told nothing. Send later.",
    ),
    "desk.done.sent": ("Envoyé aux camions.", "Sent to the trucks."),
    "desk.done.opened": (
        "Incident ouvert. L’équipage en voit la raison.",
        "Incident opened. The crew sees its reason.",
    ),
    "desk.done.closed": ("Incident clos.", "Incident closed."),
    # Two dispatchers
    "desk.meanwhile": (
        "Le plan a changé depuis que vous l’avez ouvert. Rien n’a été fait de votre demande.",
        "The plan has changed since you opened it. Nothing was done of what you asked.",
    ),
    "desk.meanwhile.replaced": (
        "Un autre plan a été publié entre-temps.",
        "Another plan was issued meanwhile.",
    ),
    "desk.meanwhile.new": (
        "La page montre maintenant la dernière version : relisez, puis recommencez.",
        "The page shows the newest version now: read it, then do it again.",
    ),
    "desk.history": ("Ce qui n’est pas publié", "What is not published"),
    "desk.by": ("{clock}, {who} :", "{clock}, {who}:"),
    "desk.erased": ("compte effacé", "erased account"),
    "desk.did.moved": ("{name} déplacé vers {truck}", "{name} moved to {truck}"),
    "desk.did.moved.day": ("{name} reporté au {day}", "{name} put off to {day}"),
    "desk.did.left": ("{name} laissé", "{name} left"),
    "desk.did.locked": ("{name} verrouillé", "{name} locked"),
    "desk.did.unlocked": ("{name} libéré", "{name} unlocked"),
    "desk.did.given-up": ("changements abandonnés", "changes given up"),
    "desk.did.published": ("plan publié", "plan published"),
    # What a plan changes of another
    "desk.changes": ("Ce qui change", "What changes"),
    "desk.changes.none": ("Aucun arrêt ne change.", "No stop changes."),
    "desk.change.what": ("Changement", "Change"),
    "desk.change.moved": ("de {was} à {now}", "from {was} to {now}"),
    "desk.change.added": ("ajouté à {now}", "added to {now}"),
    "desk.change.dropped": ("retiré de {was}", "taken from {was}"),
    "desk.change.earlier": ("{truck}, {length} plus tôt", "{truck}, {length} earlier"),
    "desk.change.later": ("{truck}, {length} plus tard", "{truck}, {length} later"),
    "desk.change.kept": (
        (
            "{n} autre arrêt garde son camion, à cinq minutes près."
            "|{n} autres arrêts gardent leur camion, à cinq minutes près."
        ),
        (
            "{n} other stop keeps its truck, within five minutes."
            "|{n} other stops keep their truck, within five minutes."
        ),
    ),
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
    # Planning again
    "desk.again.title": ("Refaire le plan du {day}", "Plan {day} again"),
    "desk.again.about": (
        (
            "Le plan repart de ce que les équipages ont déjà clos. Rien n’est envoyé avant que vous"
            " publiiez."
        ),
        "The plan starts from what crews have closed. Nothing is sent before you publish.",
    ),
    "desk.again.trucks": ("Camions", "Trucks"),
    "desk.again.broken": ("{truck} est en panne", "{truck} has broken down"),
    "desk.again.late": ("Retard de {truck}, en minutes", "Delay of {truck}, in minutes"),
    "desk.again.alarms": ("À collecter aujourd’hui sans faute", "To be lifted today by all means"),
    "desk.again.closed": ("Route fermée", "Road closed"),
    "desk.again.make": ("Calculer", "Calculate"),
    "desk.again.found": ("Proposition", "Proposal"),
    "desk.again.publish": ("Publier ce plan", "Publish this plan"),
    "desk.again.unable": (
        "Aucun plan n’a été trouvé. Le planificateur dit :",
        "No plan was found. The planner says:",
    ),
    "desk.again.gone": (
        (
            "Cette proposition n’est plus valable : les camions ont avancé ou un autre plan a été"
            " publié. Calculez de nouveau."
        ),
        (
            "This proposal does not hold any more: the trucks have driven on or another plan was"
            " issued. Calculate again."
        ),
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
    # Downloads and the sheet
    "desk.publishing": ("Publication", "Publication"),
    "desk.files": ("Le plan publié", "The issued plan"),
    "desk.sheets": ("Feuilles de route (PDF)", "Round sheets (PDF)"),
    "desk.sheet.one": ("Feuille", "Sheet"),
    "desk.sheet.of": ("Feuille de route de {truck} (PDF)", "Round sheet of {truck} (PDF)"),
    "desk.sheet.title": ("Feuille de route", "Round sheet"),
    "desk.sheet.sum": (
        "Départ {out} · retour {back} · {stops} · {km} · {tonnes}",
        "Out {out} · back {back} · {stops} · {km} · {tonnes}",
    ),
    "desk.sheet.sides": ("{n} côté|{n} côtés", "{n} side|{n} sides"),
    "desk.sheet.weight": ("pesée ________ kg", "scale ________ kg"),
    "desk.sheet.remarks": ("Remarques", "Remarks"),
    "desk.sheet.qr": ("L’application, après connexion", "The app, after signing in"),
    "desk.sheet.page": ("{truck} · {day} · page {n} / {of}", "{truck} · {day} · page {n} / {of}"),
    "desk.sheet.depart": ("Départ", "Departure"),
    "desk.sheet.return": ("Retour", "Return"),
    "desk.sheet.here": ("Reprise", "Go on from"),
    "desk.sheet.tip": ("VIDER", "UNLOAD"),
    "desk.sheet.break": ("PAUSE {length}", "BREAK {length}"),
    "desk.sheet.board": ("{kg} à bord", "{kg} on board"),
    "desk.sheet.must": ("OBLIGATOIRE", "MUST BE DONE"),
    "desk.sheet.open": ("ouvert {opens} – {closes}", "open {opens} – {closes}"),
    "desk.sheet.kg": ("camion de {tonnes} au plus", "trucks up to {tonnes}"),
    "desk.sheet.cm": ("{metres} m de haut au plus", "up to {metres} m high"),
}
