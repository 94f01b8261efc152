"""The sentences of the dispatcher’s room."""

from typing import Final

from cloud.web.texts.text import Text

ROUNDS: Final[dict[str, Text]] = {
    # The head
    "title": ("Tournées du {day}", "Rounds of {day}"),
    "title.none": ("État des conteneurs", "State of the containers"),
    "issued": ("plan établi le {moment}", "plan issued {moment}"),
    "skip": ("Aller à la liste des conteneurs", "Skip to the list of containers"),
    "file.gpx": ("GPX, tous les camions", "GPX, all trucks"),
    "file.geojson": ("GeoJSON", "GeoJSON"),
    "file.truck": ("GPX de {truck}", "GPX of {truck}"),
    # What must be known before the figures are believed
    "crow": (
        (
            "Distances à vol d’oiseau × {factor}, durées estimées : les traits de la carte ne sont"
            " pas des routes."
        ),
        (
            "Distances are crow flight × {factor}, durations estimated: the lines on the map are"
            " not roads."
        ),
    ),
    "crow.speed": (
        (
            "Distances à vol d’oiseau × {factor}, durées à {speed} km/h : les traits de la carte"
            " ne sont pas des routes."
        ),
        (
            "Distances are crow flight × {factor}, durations at {speed} km/h: the lines on the map"
            " are not roads."
        ),
    ),
    "crow.bare": (
        (
            "Distances estimées, sans réseau routier ({travel}) : les traits de la carte ne sont"
            " pas des routes."
        ),
        (
            "Distances are estimated without a road network ({travel}): the lines on the map are"
            " not roads."
        ),
    ),
    "roads": ("Distances par la route ({travel}).", "Distances by road ({travel})."),
    "no.plan": (
        "Pas encore de plan. Les conteneurs sont affichés tels qu’ils ont été mesurés.",
        "No plan yet. The containers are shown as they were measured.",
    ),
    "note.store-down": (
        "La base des mesures ne répond pas{since} : les remplissages affichés peuvent dater.",
        "The store of readings does not answer{since}: the fills shown may be old.",
    ),
    "note.readings-old": (
        "Aucune mesure récente{since} : les remplissages affichés datent.",
        "No recent reading{since}: the fills shown are old.",
    ),
    "note.forecast-old": (
        "La prévision n’est pas à jour{since}.",
        "The forecast is not up to date{since}.",
    ),
    "note.plan-marked": (
        "Des mesures arrivées ou corrigées après coup{since} auraient changé ce plan.",
        "Readings that came or were corrected afterwards{since} would have changed this plan.",
    ),
    "note.plan-old": ("Ce plan est celui d’un jour passé.", "This plan is for a day gone by."),
    "invented.why": (
        "« inventé » : lieu ou camion imaginé pour la démonstration.",
        "“invented”: a place or truck made up for the demonstration.",
    ),
    # The verdict
    "all.served": (
        "Tous les conteneurs qui risquent de déborder seront vidés.",
        "Every container likely to overflow will be emptied.",
    ),
    "none.likely": (
        "Aucun débordement attendu avant le passage suivant.",
        "No overflow expected before the next chance.",
    ),
    "unserved": (
        (
            "{n} conteneur risque de déborder sans être vidé : {names}."
            "|{n} conteneurs risquent de déborder sans être vidés : {names}."
        ),
        (
            "{n} container is likely to overflow and is not emptied: {names}."
            "|{n} containers are likely to overflow and are not emptied: {names}."
        ),
    ),
    "figure.overflows": ("Débordements attendus", "Expected overflows"),
    "figure.overflows.of": (
        "dont {n} évité par la tournée|dont {n} évités par la tournée",
        "{n} of them avoided by the round|{n} of them avoided by the round",
    ),
    "figure.served": ("Conteneurs à vider", "Containers to empty"),
    "figure.served.of": ("sur {n} suivi|sur {n} suivis", "of {n} watched|of {n} watched"),
    "figure.weight": ("Poids prévu", "Expected weight"),
    "figure.weight.of": ("{n} vidage|{n} vidages", "{n} unloading|{n} unloadings"),
    "figure.distance": ("Distance", "Distance"),
    "figure.distance.of": ("{n} camion|{n} camions", "{n} truck|{n} trucks"),
    "figure.back": ("Dernier retour", "Last one back"),
    "figure.back.of": ("premier départ {clock}", "first out {clock}"),
    # The map
    "map": ("Carte des conteneurs", "Map of the containers"),
    "map.about": (
        "Chaque disque est un conteneur ; le nombre est son remplissage en pour cent.",
        "Each disc is a container; the number is its fill in per cent.",
    ),
    "map.keys": (
        "Flèches pour déplacer, + et − pour zoomer, 0 pour tout voir ; molette après un clic.",
        "Arrows to pan, + and − to zoom, 0 for the whole; wheel after a click.",
    ),
    "zoom.in": ("Agrandir", "Zoom in"),
    "zoom.out": ("Réduire", "Zoom out"),
    "zoom.all": ("Tout voir", "Whole map"),
    "filter": ("Montrer", "Show"),
    "filter.all": ("Tout", "All"),
    "filter.left": ("Non vidés", "Not emptied"),
    "legend": ("Légende", "Legend"),
    "legend.fill": ("Remplissage", "Fill"),
    "legend.unknown": ("non mesuré", "not measured"),
    "legend.likely": ("débordement attendu", "overflow expected"),
    "legend.trouble": ("mesure douteuse", "doubtful reading"),
    "legend.stop": ("4ᵉ arrêt du camion A", "4th stop of truck A"),
    "site.depot": ("dépôt", "depot"),
    "site.tip": ("vidage", "tip"),
    "site.outlet": ("exutoire", "outlet"),
    # The list
    "list": ("Conteneurs", "Containers"),
    "list.about": ("Du plus plein au moins plein", "From fullest to emptiest"),
    "col.fill": ("Rempli", "Fill"),
    "col.container": ("Conteneur", "Container"),
    "col.decision": ("Décision", "Decision"),
    "read.at": ("mesuré {moment}", "read {moment}"),
    "read.never": ("jamais mesuré", "never read"),
    "full.percent": ("rempli à {fill}", "{fill} full"),
    "full.unknown": ("remplissage non connu", "fill not known"),
    "visit": ("{badge}, {truck} à {clock}", "{badge}, {truck} at {clock}"),
    "no.decision": ("sans décision", "no decision"),
    "reason.can-wait": ("peut attendre", "can wait"),
    "reason.no-room": ("plus de place dans les camions", "no room in the trucks"),
    "reason.no-time": ("plus de temps dans la journée", "no time left in the shift"),
    "reason.no-truck": ("aucun camion adapté", "no suitable truck"),
    "reason.no-tip": ("aucun site de vidage ouvert", "no tip open"),
    "reason.no-access": ("rue interdite aux camions adaptés", "place too small for the trucks"),
    "reason.no-road": ("aucune route n’y mène", "no road leads there"),
    "reason.no-place": ("coordonnées impossibles", "impossible coordinates"),
    "reason.too-many": ("trop de conteneurs à la fois", "too many containers at once"),
    "reason.silent": ("capteur muet", "sensor silent"),
    "trouble.silent": ("capteur muet", "sensor silent"),
    "trouble.stuck": ("capteur figé", "sensor stuck"),
    "trouble.short": ("historique trop court", "history too short"),
    "stream.residual": ("Ordures ménagères", "Residual waste"),
    "stream.biowaste": ("Biodéchets", "Food waste"),
    "stream.glass": ("Verre", "Glass"),
    "stream.paper": ("Papier", "Paper"),
    "stream.packaging": ("Emballages", "Packaging"),
    # Expected overflows
    "overflows": ("Débordements attendus", "Expected overflows"),
    "overflows.about": (
        "Probabilité qu’un conteneur déborde avant le passage suivant si personne ne vient.",
        "Probability that a container overflows before the next chance if nobody comes.",
    ),
    "col.risk": ("Risque", "Risk"),
    "col.when": ("Déborde vers", "Overflows about"),
    "col.now": ("Maintenant", "Now"),
    "already": ("déjà plein", "already full"),
    "served": ("Vidé", "Emptied"),
    "left": ("Laissé", "Left"),
    "others": (
        (
            "{n} autre conteneur a moins de {least} de risque."
            "|{n} autres conteneurs ont moins de {least} de risque."
        ),
        (
            "{n} other container has less than {least} risk."
            "|{n} other containers have less than {least} risk."
        ),
    ),
    "no.risk": (
        "Aucun conteneur n’a plus de {least} de risque de déborder.",
        "No container has more than {least} risk of overflowing.",
    ),
    # Trucks
    "rounds": ("Tournées", "Rounds"),
    "truck": ("Camion {letter}", "Truck {letter}"),
    "idle": ("Reste au dépôt.", "Stays in the depot."),
    "stops": ("{n} arrêt|{n} arrêts", "{n} stop|{n} stops"),
    "sides": ("{n} côté de rue|{n} côtés de rue", "{n} street side|{n} street sides"),
    "capacity": ("charge utile {kg}, {litres} non compactés", "carries {kg}, {litres} uncompacted"),
    "round.caption": (
        (
            "Arrêts de {truck}, dans l’ordre. Barres : poids, puis volume non compacté, en part"
            " de ce que porte le camion."
        ),
        (
            "Stops of {truck}, in order. Bars: weight, then uncompacted volume, as a share"
            " of what the truck carries."
        ),
    ),
    "col.stop": ("Arrêt", "Stop"),
    "col.arrival": ("Arrivée", "Arrival"),
    "col.place": ("Lieu", "Place"),
    "col.leg": ("Trajet", "Leg"),
    "col.load": ("À bord", "On board"),
    "depart": ("Départ du dépôt", "Leaves the depot"),
    "return": ("Retour au dépôt", "Back at the depot"),
    "unload": ("Vidage", "Unloads"),
    "here": ("Part d’ici", "Goes on from here"),
    "side": ("Tournée fixe", "Fixed round"),
    "break.at": ("Pause de {length}", "Break of {length}"),
    "risk": ("risque {chance}", "risk {chance}"),
    "must": ("obligatoire", "must"),
    "bar.kg": ("poids à bord", "weight on board"),
    "bar.l": (
        "volume non compacté, en part de ce que porte le camion",
        "uncompacted volume, as a share of what the truck carries",
    ),
    "shares": ("{kg} du poids, {litres} du volume", "{kg} of weight, {litres} of volume"),
}
