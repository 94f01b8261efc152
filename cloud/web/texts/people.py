"""The sentences of signing in, of what is known of me, and of the accounts."""

from typing import Final

from cloud.web.texts.text import Text

PEOPLE: Final[dict[str, Text]] = {
    "people.enter": ("Entrer", "Sign in"),
    "people.enter.otherwise": ("Entrer par mot de passe", "Sign in by password"),
    "people.enter.near": ("Service de collecte", "Collection service"),
    "people.enter.name": ("Nom court", "Short name"),
    "people.enter.password": ("Mot de passe", "Password"),
    "people.enter.code": (
        "Code à 6 chiffres (si vous en avez un)",
        "6-digit code (if you have one)",
    ),
    "people.enter.link": (
        "Vous avez reçu un lien ou un QR ? Ouvrez-le : il n’y a rien à taper.",
        "You were given a link or a QR? Open it: there is nothing to type.",
    ),
    "people.enter.lost": (
        "Mot de passe perdu : demandez un lien à votre administrateur.",
        "Password lost: ask your administrator for a link.",
    ),
    "people.wrong": (
        "Le nom, le mot de passe ou le code ne va pas. Vérifiez les trois.",
        "The name, the password or the code is wrong. Check all three.",
    ),
    "people.slowed": (
        "Trop d’essais. Attendez {wait}, ou demandez un lien : il marche tout de suite.",
        "Too many tries. Wait {wait}, or ask for a link: it works at once.",
    ),
    "people.slowed.link": (
        "Trop d’essais depuis cet endroit. Attendez {wait}.",
        "Too many tries from this place. Wait {wait}.",
    ),
    "people.codes.needed": (
        (
            "Un administrateur entre avec un code à 6 chiffres, et ce compte n’en a pas encore. "
            "Entrez par un lien et mettez-les en place, ou sur le serveur : "
            "vallee-cloud people totp NOM"
        ),
        (
            "An administrator signs in with a 6-digit code, and this account has none yet. "
            "Come in by a link and set them up, or on the server: vallee-cloud people totp NAME"
        ),
    ),
    "people.codes": ("Codes à 6 chiffres", "6-digit codes"),
    "people.codes.are.on": (
        "Ils sont en place : vous entrez par mot de passe et code.",
        "They are on: you sign in by password and code.",
    ),
    "people.codes.must": (
        "Un administrateur n’entre par mot de passe qu’avec ces codes. Mettez-les en place.",
        "An administrator signs in by password only with these codes. Set them up.",
    ),
    "people.codes.may": (
        "Avec eux, un mot de passe volé n’ouvre rien. Il faut une application d’authentification.",
        "With them a stolen password opens nothing. They need an authenticator app.",
    ),
    "people.codes.old": ("Code actuel", "Current code"),
    "people.codes.set": ("Mettre en place", "Set up"),
    "people.codes.anew": ("Changer de téléphone", "Change phones"),
    "people.codes.once": (
        "Cette page ne s’affiche qu’une fois. Rien n’est changé avant un premier code juste.",
        "This page is shown once. Nothing is changed before a first code is right.",
    ),
    "people.codes.scan": (
        "Scannez avec l’application d’authentification",
        "Scan with the authenticator app",
    ),
    "people.codes.secret": ("Ou tapez cette clé", "Or type this key"),
    "people.codes.prove": ("Tapez le code qu’elle affiche", "Type the code that it shows"),
    "people.codes.code": ("Code à 6 chiffres", "6-digit code"),
    "people.codes.on": ("Activer", "Switch on"),
    "people.codes.not.now": ("Pas maintenant : ne rien changer", "Not now: change nothing"),
    "people.codes.wrong": (
        "Ce n’est pas le code de maintenant. Attendez le prochain ; vérifiez l’heure du téléphone.",
        "This is not the code of now. Wait for the next one, and check the phone’s clock.",
    ),
    "people.codes.refused": (
        (
            "Les codes ne sont pas changés : le mot de passe ou le code ne va pas, ou la page est"
            " trop vieille. Recommencez."
        ),
        (
            "The codes are not changed: the password or the code is wrong, or the page is too old."
            " Begin again."
        ),
    ),
    "people.codes.drop": ("Retirer les codes", "Take the codes away"),
    "people.codes.drop.why": (
        (
            "Téléphone perdu : sans codes, un administrateur n’entre plus que par un lien, et en"
            " met de nouveaux en place."
        ),
        "Phone lost: without codes an administrator comes in by link only, and sets up new ones.",
    ),
    "people.did.codes": ("Les codes sont en place.", "The codes are on."),
    "people.did.dropped": ("Les codes sont retirés.", "The codes are taken away."),
    "people.left": ("Vous êtes sorti.", "You are signed out."),
    "people.ended": (
        "Vous n’êtes plus connecté. Entrez pour continuer.",
        "You are no longer signed in. Sign in to go on.",
    ),
    "people.link.title": ("Votre lien", "Your link"),
    "people.link.once": (
        "Ce lien ouvre une fois, sur cet appareil.",
        "This link opens once, on this device.",
    ),
    "people.link.empty": (
        "Il manque la fin de l’adresse. Ouvrez le lien entier, ou scannez le QR de nouveau.",
        "The end of the address is missing. Open the whole link, or scan the QR again.",
    ),
    "people.link.script": (
        "Cette page a besoin de JavaScript pour lire le lien.",
        "This page needs JavaScript to read the link.",
    ),
    "people.link.bad": (
        "Ce lien ne va plus : il a déjà servi, ou son temps est passé. Demandez-en un autre.",
        "This link holds no longer: it was used, or its time is over. Ask for another one.",
    ),
    "people.refused.title": ("Ce n’est pas pour vous", "This is not for you"),
    "people.refused": (
        (
            "Votre rôle n’ouvre pas cette page, ou elle a été chargée avant votre dernière "
            "connexion. Revenez en arrière et chargez-la de nouveau."
        ),
        (
            "Your role does not open this page, or it was loaded before you last signed in. "
            "Go back and load it again."
        ),
    ),
    "people.me": ("Ce qu’on sait de moi", "What is known about me"),
    "people.me.link": ("Moi", "Me"),
    "people.onward": ("Mes pages", "My pages"),
    "people.onward.tournee": ("Ma tournée", "My round"),
    "people.onward.pose": ("Pose des nœuds", "Mounting nodes"),
    "people.onward.bureau": ("Bureau", "The desk"),
    "people.onward.alarmes": ("Alarmes", "Alarms"),
    "people.onward.pesees": ("Pesées", "Weighings"),
    "people.onward.personnes": ("Personnes", "People"),
    "people.onward.": ("Tableau", "Board"),
    "people.onward.zones": ("Zones d’activités", "Business parks"),
    "people.me.all": (
        "Voici ce qui est gardé à votre nom, table par table.",
        "This is what is kept in your name, table by table.",
    ),
    "people.me.rows": ("{n} ligne|{n} lignes", "{n} row|{n} rows"),
    "people.me.none": ("rien", "nothing"),
    "people.me.secret": ("gardé, sans pouvoir être lu", "kept, and cannot be read"),
    "people.me.export": ("Tout emporter (JSON)", "Take it all away (JSON)"),
    "people.me.leave": ("Sortir", "Sign out"),
    "people.me.leave.all": ("Sortir de tous mes appareils", "Sign out of all my devices"),
    "people.me.erasure": (
        (
            "Pour faire effacer votre nom, demandez à un administrateur : les tournées faites "
            "restent, sans le nom."
        ),
        (
            "To have your name erased, ask an administrator: the rounds that were driven stay, "
            "without the name."
        ),
    ),
    "people.me.sessions": ("Mes connexions", "My sessions"),
    "people.me.since": ("depuis le {moment}", "since {moment}"),
    "people.me.seen": ("vue le {moment}", "seen {moment}"),
    "people.me.until": ("jusqu’au {moment} au plus", "until {moment} at most"),
    "people.way.password": ("par mot de passe", "by password"),
    "people.way.link": ("par lien", "by link"),
    "people.me.password": ("Changer de mot de passe", "Change the password"),
    "people.me.password.first": ("Choisir un mot de passe", "Choose a password"),
    "people.me.password.old": ("Mot de passe d’avant", "Old password"),
    "people.me.password.new": (
        "Nouveau mot de passe, 12 caractères au moins",
        "New password, 12 characters at least",
    ),
    "people.me.password.save": ("Changer et sortir", "Change and sign out"),
    "people.bad.password": (
        "Un mot de passe a de 12 à 256 caractères.",
        "A password has 12 to 256 characters.",
    ),
    "people.bad.old": ("L’ancien mot de passe ne va pas.", "The old password is wrong."),
    "people.title": ("Personnes", "People"),
    "people.near": ("Qui peut entrer", "Who may sign in"),
    "people.count": ("{n} personne|{n} personnes", "{n} person|{n} people"),
    "people.who": ("Nom", "Name"),
    "people.short": ("Nom court", "Short name"),
    "people.roles": ("Rôles", "Roles"),
    "people.truck": ("Camion (équipage)", "Truck (crew)"),
    "people.tongue": ("Langue", "Language"),
    "people.tongue.fr": ("français", "French"),
    "people.tongue.en": ("anglais", "English"),
    "people.active": ("Peut entrer", "May sign in"),
    "people.closed": ("compte fermé", "account closed"),
    "people.role.crew": ("équipage", "crew"),
    "people.role.dispatcher": ("régulation", "dispatcher"),
    "people.role.zone-manager": ("gestion de zone", "zone manager"),
    "people.role.installer": ("pose", "installer"),
    "people.role.administrator": ("administration", "administrator"),
    "people.add": ("Ajouter une personne", "Add a person"),
    "people.add.do": ("Ajouter", "Add"),
    "people.add.then": (
        "Elle entre par le lien que vous lui faites ensuite.",
        "They sign in by the link that you make them next.",
    ),
    "people.all": ("Toutes les personnes", "All people"),
    "people.save": ("Enregistrer", "Save"),
    "people.save.why": (
        "D’autres rôles, un autre camion ou un compte fermé mettent fin à ses connexions.",
        "Other roles, another truck or a closed account end their sessions.",
    ),
    "people.link.make": ("Faire un lien", "Make a link"),
    "people.link.why": (
        "Il ouvre une fois, jusqu’à {hours} h après ; à montrer en QR, ou à envoyer.",
        "It opens once, within {hours} h; to be shown as a QR, or sent.",
    ),
    "people.link.of": ("Un lien pour {name}", "A link for {name}"),
    "people.link.until": (
        "Il ouvre une fois, jusqu’au {moment}. Il n’est montré que maintenant.",
        "It opens once, until {moment}. It is shown only now.",
    ),
    "people.link.scan": ("À scanner avec le téléphone", "To be scanned with the phone"),
    "people.link.address": ("Ou à envoyer", "Or to be sent"),
    "people.end": ("Mettre fin à ses connexions", "End all sessions"),
    "people.end.why": (
        "Téléphone perdu : toutes ses connexions et ses liens non utilisés tombent aussitôt.",
        "Phone lost: all sessions and unused links end at once.",
    ),
    "people.export": ("Exporter (JSON)", "Export (JSON)"),
    "people.erase": ("Effacer", "Erase"),
    "people.erase.sure": ("Effacer {name} pour de bon", "Erase {name} for good"),
    "people.erase.why": (
        "Le compte disparaît ; ce qui a été fait reste, sans le nom.",
        "The account goes; what was done stays, without the name.",
    ),
    "people.kept": ("Ce qui est gardé", "What is kept"),
    "people.journal": ("Journal", "Journal"),
    "people.journal.why": (
        "Chaque entrée et chaque changement laisse une ligne que personne ne récrit.",
        "Each coming in and each change leaves a line that nobody rewrites.",
    ),
    "people.journal.when": ("Quand", "When"),
    "people.journal.who": ("Qui", "Who"),
    "people.journal.whom": ("Pour", "For"),
    "people.journal.what": ("Quoi", "What"),
    "people.did.added": ("Personne ajoutée. Faites-lui un lien.", "Added. Now make them a link."),
    "people.did.saved": ("Enregistré.", "Saved."),
    "people.did.ended": ("Toutes ses connexions sont finies.", "All sessions are ended."),
    "people.did.erased": (
        "Effacé. Ce qui a été fait reste, sans le nom.",
        "Erased. What was done stays, without the name.",
    ),
    "people.bad.short": (
        "« {told} » ne va pas comme nom court : a-z, 0-9 et traits d’union, 63 au plus.",
        "“{told}” is no short name: a-z, 0-9 and dashes, 63 at most.",
    ),
    "people.bad.taken": (
        "Il y a déjà une personne « {told} ».",
        "There is a person “{told}” already.",
    ),
    "people.bad.name": ("Le nom a de 1 à 80 caractères.", "The name has 1 to 80 characters."),
    "people.bad.roles": ("Choisissez un rôle au moins.", "Choose one role at least."),
    "people.bad.truck": (
        "« {told} » ne va pas comme camion : a-z, 0-9 et traits d’union.",
        "“{told}” is no truck: a-z, 0-9 and dashes.",
    ),
    "people.bad.last": (
        "C’est le dernier administrateur : nommez-en d’abord un autre.",
        "This is the last administrator: name another one first.",
    ),
    "people.deed.added": ("compte fait", "account made"),
    "people.deed.changed": ("compte changé", "account changed"),
    "people.deed.roles": ("autres rôles", "other roles"),
    "people.deed.password": ("autre mot de passe", "another password"),
    "people.deed.codes": ("nouveaux codes", "new codes"),
    "people.deed.codes taken away": ("codes retirés", "codes taken away"),
    "people.deed.link made": ("lien fait", "link made"),
    "people.deed.signed in": ("entrée", "signed in"),
    "people.deed.signed out": ("sortie", "signed out"),
    "people.deed.sessions ended": ("connexions finies", "sessions ended"),
    "people.deed.slowed down": ("trop d’essais", "too many tries"),
    "people.deed.dead letters": ("messages refusés", "dead letters"),
    "people.detail.replay": ("rejoués", "replayed"),
    "people.detail.discard": ("abandonnés", "given up"),
    "people.detail.rename": ("renommage", "a renaming"),
    "people.deed.exported": ("exporté", "exported"),
    "people.deed.erased": ("effacé", "erased"),
    "people.detail.password": ("par mot de passe", "by password"),
    "people.detail.link": ("par lien", "by link"),
    "people.detail.account": ("sur un compte", "on one account"),
    "people.detail.address": ("depuis une adresse", "from one address"),
    "people.another": ("une autre personne", "another person"),
    "people.table.crew_deeds": ("Faits de tournée", "Deeds of rounds"),
    "people.table.crew_positions": ("Positions", "Positions"),
    "people.table.incidents": ("Incidents", "Incidents"),
    "people.table.alarms": ("Alarmes prises en charge", "Alarms taken care of"),
    "people.table.containers": ("Consignes d’accès", "Access notes"),
    "people.table.installations": ("Poses", "Installations"),
    "people.table.places_to_visit": ("Visites à faire", "Places to visit"),
    "people.table.tickets": ("Tickets importés", "Tickets imported"),
    "people.table.looks": ("Regards sur une position", "Looks at a position"),
    "people.table.plan_drafts": ("Brouillons de plan", "Drafts of plans"),
    "people.table.plan_wishes": ("Souhaits pour un plan", "Wishes for a plan"),
    "people.table.rounds_given": ("Tournées envoyées", "Rounds given"),
    "people.table.people": ("Compte", "Account"),
    "people.table.people_roles": ("Rôles", "Roles"),
    "people.table.people_keys": ("Mot de passe et codes", "Password and codes"),
    "people.table.people_sessions": ("Connexions", "Sessions"),
    "people.table.people_links": ("Liens", "Links"),
    "people.table.people_tries": ("Essais d’entrer", "Tries to sign in"),
    "people.table.people_journal": ("Journal", "Journal"),
}
