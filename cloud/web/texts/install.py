"""The sentences of the installer's page; blanks are filled on the phone."""

from typing import Final

from cloud.web.texts.text import Text

_LIST: Final[dict[str, Text]] = {
    "install.title": ("Pose des nœuds", "Mounting nodes"),
    "install.short": ("Pose", "Mounting"),
    "install.script": (
        "Cette page a besoin de JavaScript : sans lui elle ne peut rien garder hors ligne.",
        "This page needs JavaScript: without it nothing can be kept offline.",
    ),
    "install.loaded": ("Liste chargée le {moment}", "List loaded {moment}"),
    "install.reload": ("Recharger la liste", "Load the list again"),
    "install.ready": ("Prêt hors ligne", "Ready offline"),
    "install.not.ready": (
        "Pas encore prêt hors ligne : restez connecté un instant.",
        "Not yet ready offline: stay connected for a moment.",
    ),
    "install.offline": ("Hors ligne : tout est gardé ici.", "Offline: everything is kept here."),
    "install.none": ("Aucun emplacement sur la liste.", "There is no place on the list."),
    "install.unsent": (
        "{n} pose attend du réseau|{n} poses attendent du réseau",
        "{n} visit waits for coverage|{n} visits wait for coverage",
    ),
    "install.scanned": ("Étiquette lue :", "Label read:"),
    "install.scanned.none.n": (
        "Ce nœud n’est prévu nulle part : choisissez où il se pose, son nom y sera déjà.",
        "This node is meant for no place: choose where it is mounted, its name will be there.",
    ),
    "install.scanned.none.c": (
        "Rien à faire à cet emplacement d’après votre liste.",
        "There is nothing to do at this place by your list.",
    ),
    "install.scanned.all": ("Voir toute la liste", "Show the whole list"),
    "install.send": ("Envoyer maintenant", "Send now"),
    "install.group.todo": ("À poser", "To mount"),
    "install.group.doing": ("Commencé", "Begun"),
    "install.group.refused": ("À corriger", "To correct"),
    "install.group.kept": ("Posé, pas encore envoyé", "Mounted, not yet sent"),
    "install.group.mounted": ("Posé", "Mounted"),
    "install.group.proven": ("Prouvé", "Proven"),
    "install.keys": ("Clés", "Keys"),
    "install.permit": ("Autorisation", "Permit"),
    "install.node": ("Nœud", "Node"),
    "install.node.any": ("n’importe quel nœud en stock", "any node in stock"),
    "install.swap": ("remplace {node}", "replaces {node}"),
    "install.missing": ("Il manque : {what}", "Still missing: {what}"),
    "install.record": ("Procès-verbal (PDF)", "Record (PDF)"),
    "install.rivals": (
        (
            "Un autre téléphone a envoyé une pose pour ce nœud ou cet emplacement : les deux sont "
            "gardées, le bureau tranche."
        ),
        (
            "Another phone sent a visit for this node or this place: both are kept, the office "
            "decides."
        ),
    ),
    "install.rival": ("{who}, {moment} : {node} à {place}", "{who}, {moment}: {node} at {place}"),
    "install.do.swap": ("Échanger le nœud", "Swap the node"),
    "install.start": ("Poser ici", "Mount here"),
    "install.again": ("Reprendre", "Continue"),
    "install.correct": ("Corriger", "Correct"),
    "install.drop": ("Abandonner ce brouillon", "Give this draft up"),
    "install.drop.sure": ("Oui, l’effacer", "Yes, erase it"),
    "install.sign.out": ("Se déconnecter", "Sign out"),
    "install.sign.out.warn": (
        (
            "{n} pose n’est pas envoyée et serait perdue.|"
            "{n} poses ne sont pas envoyées et seraient perdues."
        ),
        "{n} visit is not sent and would be lost.|{n} visits are not sent and would be lost.",
    ),
    "install.sign.out.sure": ("Me déconnecter et les perdre", "Sign out and lose them"),
    "install.sign.out.offline": (
        (
            "Hors ligne : ce téléphone est vidé, mais le serveur vous croit encore connecté. "
            "Déconnectez-vous de nouveau avec du réseau."
        ),
        (
            "Offline: this phone is emptied, but the server still thinks you signed in. Sign out "
            "again where there is coverage."
        ),
    ),
    "install.signed.out": ("Vous êtes déconnecté.", "You are signed out."),
    "install.sign.in": (
        "Ouvrez le lien reçu par courriel pour revenir. Ce qui n’est pas envoyé vous attend.",
        "Open the link from your e-mail to come back. What is not sent waits for you.",
    ),
    "install.not.yours": (
        "Ce compte n’est pas celui d’un installateur.",
        "This account is not that of an installer.",
    ),
    "install.down": (
        "Le serveur ne répond pas comme il faut ; nouvel essai dans un moment.",
        "The server does not answer as it should; another try follows.",
    ),
    "install.no.list": (
        "Pas de liste sur ce téléphone. Ouvrez cette page une fois avec du réseau.",
        "No list on this phone. Open this page once where there is coverage.",
    ),
}

_STEPS: Final[dict[str, Text]] = {
    "install.step": ("{at} sur {of}", "{at} of {of}"),
    "install.back": ("Retour", "Back"),
    "install.next": ("Continuer", "Continue"),
    "install.next.anyway": ("Continuer sans corriger", "Continue without correcting"),
    "install.to.list": ("La liste", "The list"),
    "install.scan": ("Scanner l’étiquette", "Scan the label"),
    "install.scan.stop": ("Arrêter la caméra", "Stop the camera"),
    "install.scan.cannot": (
        "Ce navigateur ne lit pas les codes QR : tapez le nom imprimé en gros sur l’étiquette.",
        "This browser reads no QR codes: type the name printed large on the label.",
    ),
    "install.scan.refused": (
        "La caméra ne s’ouvre pas : autorisez-la, ou tapez le nom imprimé sur l’étiquette.",
        "The camera does not open: allow it, or type the name printed on the label.",
    ),
    "install.typed": ("Nom imprimé sur l’étiquette", "Name printed on the label"),
    "install.target.container": ("Scannez le conteneur", "Scan the container"),
    "install.target.lamp-post": ("Scannez le mât", "Scan the lamp post"),
    "install.target.why": ("Attendu ici : {name}", "Expected here: {name}"),
    "install.node.title": ("Scannez le nœud", "Scan the node"),
    "install.node.why": ("À poser ici : {name}", "To be mounted here: {name}"),
    "install.swap.title": ("Scannez le nœud déposé", "Scan the node you took down"),
    "install.swap.why": ("Posé ici jusqu’à présent : {name}", "Mounted here until now: {name}"),
    "install.position": ("Où êtes-vous ?", "Where are you?"),
    "install.position.gps": ("Prendre la position", "Take the position"),
    "install.position.wait": ("Recherche des satellites…", "Looking for satellites…"),
    "install.position.got": ("Précision : {accuracy} m", "Accuracy: {accuracy} m"),
    "install.position.failed": (
        "Pas de position : sortez de dessous les arbres, ou glissez le point sur le plan.",
        "No position: step out from under the trees, or drag the point on the plan.",
    ),
    "install.position.plan": (
        (
            "Plan de 200 m, le nord en haut : le carré est l’emplacement prévu, le point est vous. "
            "Flèches : 1 m."
        ),
        (
            "Plan of 200 m, north is up: the square is the planned place, the point is you. Arrow "
            "keys: 1 m."
        ),
    ),
    "install.position.away": (
        "À {metres} m de l’emplacement prévu",
        "{metres} m from the planned place",
    ),
    "install.lat": ("Latitude", "Latitude"),
    "install.lon": ("Longitude", "Longitude"),
    "install.accuracy": ("Précision (m)", "Accuracy (m)"),
    "install.photo": ("Photographiez le nœud posé", "Photograph the mounted node"),
    "install.photo.why": (
        "Sans personne ni plaque. Date et lieu de l’appareil sont retirés de la photo.",
        "No person, no number plate. The camera’s date and place are taken out of the photo.",
    ),
    "install.photo.take": ("Prendre la photo", "Take the photo"),
    "install.photo.retake": ("Reprendre la photo", "Take it again"),
    "install.photo.size": ("{kb} ko", "{kb} kB"),
    "install.photo.alt": ("Le nœud posé", "The mounted node"),
    "install.photo.bad": (
        "Cette image ne se lit pas : prenez la photo avec l’appareil du téléphone.",
        "This image cannot be read: take the photo with the phone’s camera.",
    ),
    "install.supply": ("Comment est-il alimenté ?", "How is it supplied?"),
    "install.supply.permanent": ("Permanent", "Permanent"),
    "install.supply.permanent.why": ("jour et nuit", "day and night"),
    "install.supply.lighting": ("Éclairage public", "Street lighting"),
    "install.supply.lighting.why": ("coupé le jour", "cut by day"),
    "install.supply.solar": ("Solaire", "Solar"),
    "install.supply.solar.why": ("panneau et batterie", "panel and battery"),
    "install.link": ("Radio et réseau", "Radio and network"),
    "install.link.why": (
        "Ce que le nœud montre, lu à son pied avec le portable.",
        "What the node shows, read at its foot with the laptop.",
    ),
    "install.link.go": ("Bon", "Go"),
    "install.link.no": ("Pas bon", "No-go"),
    "install.radio": ("Liaison du nœud", "Link of the node"),
    "install.radio.none": ("câble, ou pas mesuré", "cable, or not measured"),
    "install.radio.wifi": ("Wi-Fi", "Wi-Fi"),
    "install.radio.lte": ("4G", "4G"),
    "install.radio.lora": ("LoRa", "LoRa"),
    "install.radio_dbm": ("Signal (dBm, sous zéro)", "Signal (dBm, below zero)"),
    "install.rtt_ms": (
        "Aller-retour au serveur (ms), vide sans réseau",
        "Round trip to the server (ms), empty without network",
    ),
    "install.empty": ("Le conteneur est-il vide ?", "Is the container empty?"),
    "install.empty.why": (
        (
            "Vide : la distance que lit le capteur jusqu’au fond. Pas vide : laissez en blanc, la "
            "géométrie sert jusqu’au premier vidage."
        ),
        (
            "Empty: the distance that the sensor reads to the floor. Not empty: leave it blank, "
            "the geometry serves until it is first emptied."
        ),
    ),
    "install.empty_mm": ("Distance au fond (mm)", "Distance to the floor (mm)"),
    "install.empty.expected": (
        "D’après la géométrie : {mm} mm",
        "By the geometry: {mm} mm",
    ),
    "install.cone": ("Le cône est-il libre ?", "Is the cone clear?"),
    "install.cone.why": (
        "Couvercle fermé, main retirée : des lectures de suite. 0 : pas d’écho.",
        "Lid closed, hand away: readings in a row. 0: no echo.",
    ),
    "install.cone_mm": ("Lecture {n} (mm)", "Reading {n} (mm)"),
    "install.verdict": ("Verdict", "Verdict"),
    "install.verdict.ok": ("Tout est bon.", "All is well."),
    "install.verdict.no": (
        "{n} chose à corriger avant de partir|{n} choses à corriger avant de partir",
        "{n} thing to correct before you leave|{n} things to correct before you leave",
    ),
    "install.note": ("Remarque (facultatif)", "Note (optional)"),
    "install.finish": ("Posé", "Mounted"),
    "install.finished": (
        "Posé. C’est gardé ici et part dès qu’il y a du réseau.",
        "Mounted. It is kept here and leaves as soon as there is coverage.",
    ),
    "install.bad.target": ("L’étiquette n’est pas lue.", "The label is not read."),
    "install.mend.target": (
        "Scannez-la ou tapez le nom qui y est imprimé.",
        "Scan it or type the name printed on it.",
    ),
    "install.bad.node": ("Le nœud n’est pas lu.", "The node is not read."),
    "install.mend.node": (
        "Scannez son étiquette ou tapez le nom qui y est imprimé.",
        "Scan its label or type the name printed on it.",
    ),
    "install.bad.swap": ("Le nœud déposé n’est pas lu.", "The node taken down is not read."),
    "install.mend.swap": (
        "Scannez son étiquette : l’échange garde l’histoire du conteneur.",
        "Scan its label: the swap keeps the container’s history.",
    ),
    "install.bad.position": ("La position manque.", "The position is missing."),
    "install.mend.position": (
        "Prenez-la, glissez le point ou tapez-la.",
        "Take it, drag the point or type it.",
    ),
    "install.bad.photo": ("La photo manque.", "The photo is missing."),
    "install.mend.photo": (
        "Photographiez le nœud posé, le couvercle fermé.",
        "Photograph the mounted node, the lid closed.",
    ),
    "install.bad.supply": ("L’alimentation manque.", "The supply is missing."),
    "install.mend.supply": ("Choisissez l’une des trois.", "Choose one of the three."),
    "install.bad.cone": ("Il manque des lectures.", "Readings are missing."),
    "install.mend.cone": ("Notez chaque lecture, une par case.", "Note each reading, one a box."),
    "install.bad.number": (
        "« {typed} » n’est pas un nombre qui convient ici.",
        "“{typed}” is not a number that fits here.",
    ),
    "install.mend.number": (
        "Écrivez un nombre entre {low} et {high}.",
        "Write a number between {low} and {high}.",
    ),
}

INSTALL: Final[dict[str, Text]] = {**_LIST, **_STEPS}
