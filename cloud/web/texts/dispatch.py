"""The sentences of the desk where a day is planned, changed, and sent."""

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
