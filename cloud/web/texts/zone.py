"""The sentences of the zone manager's room."""

from typing import Final

from cloud.web.texts.text import Text

ZONE: Final[dict[str, Text]] = {
    # The head
    "zone.title": ("Passages", "Passages"),
    "zone.skip": ("Aller aux passages par jour", "Skip to passages per day"),
    "zone.csv.day": ("CSV, jours", "CSV, days"),
    "zone.csv.hour": ("CSV, heures", "CSV, hours"),
    "zone.rounds": ("Page des tournées", "Page of the rounds"),
    "zone.all": ("Toutes les zones", "All zones"),
    # What must be known before the figures are believed
    "zone.note.store-down": (
        "La base des mesures ne répond pas : aucun chiffre ne peut être affiché pour l’instant.",
        "The store of readings does not answer: no figure can be shown for now.",
    ),
    "zone.note.unpublished": (
        "Aucun chiffre n’est publié{since}.",
        "No figure is published{since}.",
    ),
    "zone.note.stopped": (
        "Rien n’est compté{since} : les radios des entrées se taisent.",
        "Nothing is counted{since}: the radios at the gates are silent.",
    ),
    "zone.until": ("chiffres jusqu’au {moment}", "figures until {moment}"),
    "zone.note.by-hand": (
        (
            "Comptages à la main : {n} personne, il en faut une centaine. D’ici là, les chiffres"
            " montrent l’évolution plus que le niveau."
            "|Comptages à la main : {n} personnes, il en faut une centaine. D’ici là, les chiffres"
            " montrent l’évolution plus que le niveau."
        ),
        (
            "Counted by hand: {n} person, about a hundred are needed. Until then the figures"
            " show the trend rather than the level."
            "|Counted by hand: {n} people, about a hundred are needed. Until then the figures"
            " show the trend rather than the level."
        ),
    ),
    "zone.empty": (
        (
            "Aucun chiffre n’est encore publié pour cette zone. Ils le sont par la commande"
            " {command}, qui part des comptages reçus des entrées."
        ),
        (
            "No figure of this zone is published yet. They are made by the command {command},"
            " from what its gates have counted."
        ),
    ),
    # What a figure can be
    "zone.withheld": ("masqué (<\u00a0{small})", "withheld (<\u00a0{small})"),
    "zone.absent": ("pas de chiffre", "no figure"),
    "zone.ahead": ("pas encore publié", "not published yet"),
    "zone.running": ("jusqu’ici", "so far"),
    "zone.said": ("{when} : {figure}", "{when}: {figure}"),
    "zone.passages": ("{figure} passages", "{figure} passages"),
    "zone.before": ("semaine d’avant {figure}", "week before {figure}"),
    "zone.heard": ("écoute {share}", "listened {share}"),
    # In short
    "zone.so-far": ("Aujourd’hui, jusqu’à {clock}", "Today until {clock}"),
    "zone.small-hours": (
        "sans {n} heure masquée (<\u00a0{small})|sans {n} heures masquées (<\u00a0{small})",
        "without {n} withheld hour (<\u00a0{small})|without {n} withheld hours (<\u00a0{small})",
    ),
    "zone.yesterday": ("Hier", "Yesterday"),
    "zone.week": ("7 derniers jours", "Last 7 days"),
    "zone.weeks": ("{n} derniers jours", "Last {n} days"),
    "zone.mean": ("{figure} par jour en moyenne", "{figure} a day on average"),
    "zone.of": ("{counted} jours comptés sur {asked}", "{counted} of {asked} days counted"),
    "zone.versus": (
        "{change} sur la semaine d’avant ({before})",
        "{change} on the week before ({before})",
    ),
    "zone.versus.hours": (
        "{change} sur les mêmes heures d’il y a une semaine ({before})",
        "{change} on the same hours a week ago ({before})",
    ),
    "zone.versus.unclear": ("écart dans la marge", "a difference within the interval"),
    "zone.versus.none": ("rien à comparer une semaine avant", "nothing to compare a week before"),
    # Days
    "zone.days": ("Passages par jour", "Passages per day"),
    "zone.days.about": (
        "{n} jours et aujourd’hui ; choisir un jour pour en voir les heures.",
        "{n} days and today; choose one to see its hours.",
    ),
    "zone.key.counted": ("passages", "passages"),
    "zone.key.interval": ("intervalle à 95 %", "95% interval"),
    "zone.key.before": ("semaine d’avant", "week before"),
    "zone.key.running": ("aujourd’hui, jusqu’ici", "today so far"),
    "zone.key.partial": ("écoute incomplète", "listened in part"),
    "zone.numbers": ("Voir les chiffres", "Show the figures"),
    "zone.col.day": ("Jour", "Day"),
    "zone.col.hour": ("Heure", "Hour"),
    "zone.col.passages": ("Passages", "Passages"),
    "zone.col.before": ("Semaine d’avant", "Week before"),
    "zone.col.heard": ("Écoute", "Listened"),
    # The chosen day
    "zone.day.hour": ("Heures du {day}", "Hours of {day}"),
    "zone.day.quarter": ("Quarts d’heure du {day}", "Quarter-hours of {day}"),
    "zone.day.before": ("Jour précédent", "Day before"),
    "zone.day.after": ("Jour suivant", "Day after"),
    "zone.hour": ("Heures", "Hours"),
    "zone.quarter": ("Quarts d’heure", "Quarter-hours"),
    "zone.cut": ("Découpage", "Cut into"),
    # The usual week
    "zone.usual": ("Semaine habituelle", "Usual week"),
    "zone.usual.about": (
        "Passages moyens de chaque heure, jour par jour.",
        "Mean passages of each hour, day by day.",
    ),
    "zone.usual.none": (
        "Pas encore assez de semaines pour une semaine habituelle.",
        "Not enough weeks yet for a usual week.",
    ),
    "zone.unknown": ("masqué ou non compté", "withheld or not counted"),
    "zone.peak": ("Heure de pointe", "Peak hour"),
    "zone.peak.when": ("{day}, {begin}–{end}", "{day}, {begin}–{end}"),
    "zone.peak.mean": ("{figure} passages en moyenne", "{figure} passages on average"),
    "zone.midday": ("Entre 12 h et 14 h", "From 12:00 to 14:00"),
    "zone.daytime": ("Entre 9 h et 19 h", "From 09:00 to 19:00"),
    "zone.weekend": ("Le week-end", "At weekends"),
    "zone.share": ("des passages", "of passages"),
    "zone.an-hour": ("passages par heure", "passages an hour"),
    # Gates
    "zone.gates": ("Entrées", "Gates"),
    "zone.gates.about": ("7 derniers jours, de la plus passante", "Last 7 days, the busiest first"),
    "zone.col.gate": ("Entrée", "Gate"),
    "zone.col.share": ("Part", "Share"),
    "zone.gates.none": ("Aucune entrée n’est équipée.", "No gate is equipped."),
    # Beacons
    "zone.beacons": ("Balises de la zone", "Beacons of the zone"),
    "zone.beacons.about": (
        "{n} balise entendue sur {all}|{n} balises entendues sur {all}",
        "{n} of {all} beacons heard|{n} of {all} beacons heard",
    ),
    "zone.col.beacon": ("Balise", "Beacon"),
    "zone.col.last": ("Entendue", "Heard"),
    "zone.col.battery": ("Pile", "Battery"),
    "zone.missing": ("manquante", "missing"),
    "zone.never": ("jamais", "never"),
    "zone.signal": ("{dbm} dBm", "{dbm} dBm"),
    "zone.volts": ("{volts} V", "{volts} V"),
    "zone.beacons.none": ("La zone n’a pas de balise.", "The zone has no beacon."),
    # Quality and privacy
    "zone.quality": ("Qualité des données", "Quality of the data"),
    "zone.coverage": ("Écoute, 7 derniers jours", "Listened, last 7 days"),
    "zone.last": ("Dernier comptage", "Counted last"),
    "zone.lost": ("Jours sans chiffre", "Days without a figure"),
    "zone.lost.of": ("{n} sur {all}", "{n} of {all}"),
    "zone.by-hand": ("Comptages à la main", "Counted by hand"),
    "zone.by-hand.people": ("{n} personne|{n} personnes", "{n} person|{n} people"),
    "zone.privacy": ("Vie privée", "Privacy"),
    "zone.privacy.text": (
        (
            "Seuls des nombres de passages sont gardés : aucune adresse d’appareil n’est"
            " conservée, personne n’est suivi, et un nombre inférieur à {small} est masqué. Chaque"
            " chiffre est une estimation, donnée avec l’intervalle où le vrai nombre se trouve"
            " 95 fois sur 100."
        ),
        (
            "Only numbers of passages are kept: no address of a device is, nobody is followed,"
            " and a number below {small} is withheld. Each figure is an estimate, given with"
            " the interval that holds the true number 95 times in 100."
        ),
    ),
    "zone.invented.why": (
        "« inventé » : lieu imaginé pour la démonstration.",
        "“invented”: a place made up for the demonstration.",
    ),
    # The table that is taken away
    "zone.csv.zone": ("zone", "zone"),
    "zone.csv.local": ("début (heure locale)", "begin (local time)"),
    "zone.csv.utc": ("début (UTC)", "begin (UTC)"),
    "zone.csv.passages": ("passages", "passages"),
    "zone.csv.low": ("bas 95 %", "low 95%"),
    "zone.csv.high": ("haut 95 %", "high 95%"),
    "zone.csv.heard": ("part écoutée", "share listened"),
    "zone.csv.state": ("état", "state"),
    "zone.csv.before": ("passages semaine d’avant", "passages week before"),
    "zone.state.counted": ("compté", "counted"),
    "zone.state.partial": ("compté en partie", "counted in part"),
}
