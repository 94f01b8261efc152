"""The sentences of the crew's app; blanks are filled on the phone."""

from typing import Final

from cloud.web.texts.text import Text

_AROUND: Final[dict[str, Text]] = {
    "cab.title": ("Tournée", "Round"),
    "cab.nav": ("Écrans", "Screens"),
    "cab.script": (
        "Cette page a besoin de JavaScript : sans lui elle ne peut rien garder hors ligne.",
        "This page needs JavaScript: without it nothing can be kept offline.",
    ),
    "cab.now": ("Maintenant", "Now"),
    "cab.round": ("Tournée", "Round"),
    "cab.more": ("Plus", "More"),
    "cab.back": ("Retour", "Back"),
    "cab.again": ("Recharger", "Load again"),
    "cab.unsent": ("{n} à envoyer|{n} à envoyer", "{n} to send|{n} to send"),
    "cab.all.sent": ("Tout est envoyé", "Everything is sent"),
    "cab.offline": ("Hors ligne", "Offline"),
    "cab.position.on": ("Position partagée", "Position shared"),
    "cab.position.off": ("Position non partagée", "Position not shared"),
    "cab.not.ready": ("Pas encore prêt hors ligne", "Not yet ready offline"),
    "cab.not.kept": (
        "Le téléphone n’a pas pu garder ce geste : rien n’est noté. Recommencez.",
        "The phone could not keep this: nothing is noted. Try again.",
    ),
    "cab.down": (
        "Le serveur ne répond pas comme il faut ; nouvel essai dans un moment.",
        "The server does not answer as it should; another try follows.",
    ),
    "cab.no.truck": (
        "Aucun camion ne vous est confié : appelez le bureau.",
        "No truck is yours: call the office.",
    ),
    "cab.no.plan": ("Pas de tournée", "No round"),
    "cab.no.plan.why": (
        "Aucune tournée n’est publiée aujourd’hui pour votre camion. Elle s’affichera ici.",
        "No round is published for your truck today. It will show here.",
    ),
    "cab.no.round": (
        "Pas de tournée sur ce téléphone. Ouvrez cette page une fois avec du réseau.",
        "No round on this phone. Open this page once where there is coverage.",
    ),
    "cab.not.yours": (
        "Ce compte n’est pas celui d’un équipage.",
        "This account is not that of a crew.",
    ),
    "cab.signed.out": ("Vous êtes déconnecté.", "You are signed out."),
    "cab.sign.in": (
        "Ouvrez votre lien de connexion, ou scannez son QR code. Le reste à envoyer vous attend.",
        "Open your sign-in link, or scan its QR code. What is not sent waits for you.",
    ),
    "cab.sign.out": ("Se déconnecter", "Sign out"),
    "cab.sign.out.warn": (
        (
            "{n} geste n’est pas envoyé. Il reste sur ce téléphone et ne part que lorsque {name} "
            "se reconnecte ici ; personne d’autre ne le voit.|"
            "{n} gestes ne sont pas envoyés. Ils restent sur ce téléphone et ne partent que "
            "lorsque {name} se reconnecte ici ; personne d’autre ne les voit."
        ),
        (
            "{n} deed is not sent. It stays on this phone and leaves only when {name} signs in "
            "here again; nobody else sees it.|"
            "{n} deeds are not sent. They stay on this phone and leave only when {name} signs in "
            "here again; nobody else sees them."
        ),
    ),
    "cab.sign.out.sure": ("Me déconnecter quand même", "Sign out all the same"),
    "cab.sign.out.offline": (
        (
            "Hors ligne : ce téléphone est vidé, mais le serveur vous croit encore connecté. "
            "Déconnectez-vous de nouveau avec du réseau."
        ),
        (
            "Offline: this phone is emptied, but the server still thinks you signed in. Sign out "
            "again where there is coverage."
        ),
    ),
}

_SHIFT: Final[dict[str, Text]] = {
    "cab.today": ("La tournée du jour", "Today’s round"),
    "cab.stops": ("{n} arrêt|{n} arrêts", "{n} stop|{n} stops"),
    "cab.today.times": (
        "Départ vers {from}, retour vers {to}",
        "Out at about {from}, back at about {to}",
    ),
    "cab.today.why": (
        "La position du camion est partagée du départ jusqu’à la pause ou la fin de service.",
        "From the start the truck’s position is shared, until a pause or the end of the shift.",
    ),
    "cab.start": ("Commencer la tournée", "Start the round"),
    "cab.start.again": ("Reprendre le service", "Go on with the shift"),
    "cab.pause": ("Pause (position coupée)", "Pause (position off)"),
    "cab.paused": ("En pause", "Paused"),
    "cab.paused.why": (
        "Aucune position n’est prise pendant la pause.",
        "No position is taken during the pause.",
    ),
    "cab.resume": ("Reprendre la tournée", "Resume the round"),
    "cab.end": ("Fin de service", "End of shift"),
    "cab.to.end": ("Finir le service", "End the shift"),
    "cab.ended": ("Service terminé", "The shift is over"),
    "cab.ended.unsent": (
        (
            "{n} geste part dès qu’il y a du réseau : gardez le téléphone allumé.|"
            "{n} gestes partent dès qu’il y a du réseau : gardez le téléphone allumé."
        ),
        (
            "{n} deed leaves as soon as there is coverage: keep the phone on.|"
            "{n} deeds leave as soon as there is coverage: keep the phone on."
        ),
    ),
    "cab.ended.sent": (
        "Tout est envoyé. La position n’est plus prise.",
        "Everything is sent. No position is taken any more.",
    ),
    "cab.all.done": ("Tous les arrêts sont faits", "All stops are done"),
    "cab.gpx": ("Tournée pour navigateur (GPX)", "Round for a navigator (GPX)"),
    "cab.about.me": ("Ce qu’on sait de moi", "What is known about me"),
    "cab.look.auto": ("Couleurs : comme le téléphone", "Colours: as the phone"),
    "cab.look.night": ("Couleurs : nuit", "Colours: night"),
    "cab.look.day": ("Couleurs : jour", "Colours: day"),
    "cab.reload": ("Demander la tournée au serveur", "Ask the server for the round"),
}

_STOP: Final[dict[str, Text]] = {
    "cab.next": ("Prochain arrêt", "Next stop"),
    "cab.next.of": ("Prochain arrêt, {at} sur {of}", "Next stop, {at} of {of}"),
    "cab.chosen": ("Arrêt choisi", "Chosen stop"),
    "cab.chosen.of": ("Arrêt {at} sur {of}", "Stop {at} of {of}"),
    "cab.is.behind": ("derrière nous", "behind us"),
    "cab.is.next": ("prochain arrêt", "next stop"),
    "cab.fact.kind": ("Quoi", "What"),
    "cab.fact.stream": ("Flux", "Stream"),
    "cab.fact.distance": ("Par la route", "By road"),
    "cab.fact.crow": ("À vol d’oiseau", "As the crow flies"),
    "cab.fact.by": ("Par", "By"),
    "cab.fact.expected": ("Prévu vers", "Expected at"),
    "cab.fact.open": ("Ouvert", "Open"),
    "cab.access": ("Accès", "Access"),
    "cab.of": ("{what} : {about}", "{what}: {about}"),
    "cab.fact.must": ("Priorité", "Priority"),
    "cab.fact.told": ("État", "State"),
    "cab.fact.problems": ("Problèmes", "Problems"),
    "cab.distance.leg": ("{far} depuis l’arrêt d’avant", "{far} from the stop before"),
    "cab.window": ("de {from} à {to}", "from {from} to {to}"),
    "cab.must.why": ("à collecter dans tous les cas", "to be collected in any case"),
    "cab.kind.container": ("Conteneur", "Container"),
    "cab.kind.side": ("Côté de rue", "Street side"),
    "cab.kind.tip": ("Vidage", "Tip"),
    "cab.kind.depot": ("Dépôt", "Depot"),
    "cab.kind.here": ("Départ d’ici", "From here"),
    "cab.kind.break": ("Pause prévue", "Planned break"),
    "cab.sign.tip": ("V", "T"),
    "cab.sign.depot": ("D", "D"),
    "cab.sign.here": ("•", "•"),
    "cab.side.why": (
        "Rien à toucher ici : seulement si quelque chose ne va pas.",
        "Nothing to press here: only if something is wrong.",
    ),
    "cab.depot.why": ("Retour au dépôt.", "Back to the depot."),
    "cab.break.why": ("La suite vient d’elle-même.", "What follows comes by itself."),
    "cab.collect": ("Collecté", "Collected"),
    "cab.skip": ("Passé", "Skipped"),
    "cab.problem": ("Problème", "Problem"),
    "cab.unload": ("Vidé", "Unloaded"),
    "cab.undo": ("Annuler", "Undo"),
    "cab.conflict": (
        "Deux téléphones ne disent pas la même chose. Les deux sont gardés :",
        "Two phones do not say the same. Both are kept:",
    ),
    "cab.round.done": ("{n} fait sur {of}|{n} faits sur {of}", "{n} of {of} done|{n} of {of} done"),
    "cab.map.about": (
        "Carte de la tournée ; flèches pour la déplacer, + et − pour l’échelle",
        "Map of the round; arrows move it, + and − change its scale",
    ),
    "cab.map.in": ("Agrandir", "Nearer"),
    "cab.map.out": ("Réduire", "Further"),
    "cab.map.all": ("Tout", "All"),
    "cab.map.next": ("Prochain", "Next"),
    "cab.map.straight": (
        "Traits droits : aucune carte routière n’est construite.",
        "Straight lines: no road map is built.",
    ),
}

_TOLD: Final[dict[str, Text]] = {
    "cab.skip.why": ("Pourquoi ?", "Why?"),
    "cab.reason.empty": ("Vide", "Empty"),
    "cab.reason.blocked": ("Bloqué", "Blocked"),
    "cab.reason.closed-road": ("Route barrée", "Road closed"),
    "cab.reason.not-found": ("Introuvable", "Not found"),
    "cab.reason.full-truck": ("Camion plein", "Truck full"),
    "cab.reason.no-time": ("Plus le temps", "No time left"),
    "cab.reason.other": ("Autre raison", "Other reason"),
    "cab.problem.what": ("Quel problème ?", "What is wrong?"),
    "cab.problem.on.the.way": ("Problème en chemin", "Problem on the way"),
    "cab.problem.not-out": ("Bac non sorti", "Not out"),
    "cab.problem.sorting-refused": ("Tri refusé", "Sorting refused"),
    "cab.problem.blocked-by-car": ("Voiture gênante", "Blocked by a car"),
    "cab.problem.works": ("Travaux", "Works"),
    "cab.problem.broken": ("Cassé", "Broken"),
    "cab.problem.jammed": ("Coincé", "Jammed"),
    "cab.problem.dumped-beside": ("Dépôt à côté", "Dumped beside"),
    "cab.problem.unsafe": ("Dangereux", "Unsafe"),
    "cab.photo": ("Prendre une photo", "Take a photo"),
    "cab.photo.wait": ("Un instant…", "One moment…"),
    "cab.photo.taken": ("La photo prise", "The photo that was taken"),
    "cab.photo.failed": (
        "Cette photo ne se lit pas : reprenez-la.",
        "This photo cannot be read: take it again.",
    ),
    "cab.note": ("Remarque, si utile", "Note, if of use"),
    "cab.tell": ("Signaler", "Report"),
    "cab.unload.title": ("Vidage du camion", "Emptying the truck"),
    "cab.unload.unweighed": ("Vidé, sans pesée", "Emptied, not weighed"),
    "cab.unload.tell": ("Vidé, avec ce poids", "Emptied, with this weight"),
    "cab.weight": ("Poids net en kg", "Net weight in kg"),
    "cab.weight.wrong": (
        "Un poids est un nombre entre 0 et {most} kg.",
        "A weight is a number between 0 and {most} kg.",
    ),
    "cab.standstill": (
        "Le camion roule : cela se fait à l’arrêt.",
        "The truck is moving: this is done at standstill.",
    ),
    "cab.offer": ("Nouvelle tournée : voir ce qui change", "New round: see what changes"),
    "cab.offer.moving": (
        "Nouvelle tournée reçue. La réponse se donne à l’arrêt.",
        "A new round is here. It is answered at standstill.",
    ),
    "cab.offer.sounds": ("Nouvelle tournée reçue.", "A new round is here."),
    "cab.change": ("Ce qui change", "What changes"),
    "cab.change.end": (
        "Fin prévue : {before} avant, {after} maintenant",
        "Expected end: {before} before, {after} now",
    ),
    "cab.change.added": ("{n} arrêt ajouté|{n} arrêts ajoutés", "{n} stop added|{n} stops added"),
    "cab.change.gone": ("{n} arrêt retiré|{n} arrêts retirés", "{n} stop gone|{n} stops gone"),
    "cab.change.moved": (
        "{n} arrêt à un autre moment|{n} arrêts à un autre moment",
        "{n} stop in another place|{n} stops in another place",
    ),
    "cab.change.times": ("Seules les heures changent.", "Only times change."),
    "cab.accept": ("Accepter", "Accept"),
    "cab.refuse": ("Refuser, garder l’ancienne", "Refuse, keep the old one"),
    "cab.state.open": ("à faire", "to do"),
    "cab.state.collected": ("collecté", "collected"),
    "cab.state.passed": ("passage fait", "driven past"),
    "cab.state.unloaded": ("vidé", "unloaded"),
    "cab.state.skipped": ("passé", "skipped"),
    "cab.state.conflict": ("deux avis contraires", "two phones disagree"),
    "cab.told": ("Ce que j’ai noté", "What I noted"),
    "cab.told.nothing": ("Rien encore aujourd’hui.", "Nothing yet today."),
    "cab.told.received": ("tournée reçue", "round received"),
    "cab.told.accepted": ("tournée acceptée", "round accepted"),
    "cab.told.refused": ("tournée refusée", "round refused"),
    "cab.told.started": ("début de service", "shift begun"),
    "cab.told.collected": ("collecté", "collected"),
    "cab.told.skipped": ("passé", "skipped"),
    "cab.told.problem": ("problème", "problem"),
    "cab.told.unloaded": ("vidé", "unloaded"),
    "cab.told.withdrawn": ("annulation", "taken back"),
    "cab.told.paused": ("pause", "paused"),
    "cab.told.resumed": ("reprise", "resumed"),
    "cab.told.ended": ("fin de service", "shift over"),
    "cab.deed.kept": ("pas encore envoyé", "not sent yet"),
    "cab.deed.sent": ("envoyé", "sent"),
    "cab.deed.gone": ("annulé", "taken back"),
    "cab.deed.refused": ("refusé par le serveur", "refused by the server"),
}

CAB: Final[dict[str, Text]] = {**_AROUND, **_SHIFT, **_STOP, **_TOLD}
"""By key; the key without "cab." is how the scripts call it."""
