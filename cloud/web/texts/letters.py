"""The sentences of the dead-letter desk."""

from typing import Final

from cloud.web.texts.text import Text

LETTERS: Final[dict[str, Text]] = {
    "letters.title": ("Messages refusés", "Dead letters"),
    "letters.near": ("Réception des mesures", "Reception of readings"),
    "letters.waiting": (
        "{n} message refusé attend une décision|{n} messages refusés attendent une décision",
        "{n} refused message waits for a decision|{n} refused messages wait for a decision",
    ),
    "letters.none": ("Aucun message refusé n’attend.", "No refused message waits."),
    "letters.kept": (
        "Rien n’est effacé : ce qui est refusé est gardé avec ses octets et son motif.",
        "Nothing is erased: what is refused is kept with its bytes and its reason.",
    ),
    "letters.rules": ("Par règle", "By rule"),
    "letters.rule": ("Règle", "Rule"),
    "letters.new": ("en attente", "waiting"),
    "letters.replayed": ("rejoué", "replayed"),
    "letters.discarded": ("écarté", "discarded"),
    "letters.all": ("tous", "all"),
    "letters.list": ("Les plus récents", "The newest"),
    "letters.shown": ("{n} sur {total}", "{n} of {total}"),
    "letters.nothing": ("Aucun message de cette sorte.", "No letter of this kind."),
    "letters.every": ("Toutes les règles", "All rules"),
    "letters.number": ("N°", "No."),
    "letters.came": ("Reçu", "Came"),
    "letters.topic": ("Sujet MQTT", "MQTT topic"),
    "letters.epoch": ("Démarrage du nœud", "Epoch"),
    "letters.row": ("Mesure", "Row"),
    "letters.row.number": ("n° {number}", "no. {number}"),
    "letters.state": ("État", "State"),
    "letters.reason": ("Motif", "Reason"),
    "letters.done": ("Fait", "Done"),
    "letters.one": ("Message refusé n° {number}", "Dead letter {number}"),
    "letters.text": ("Texte", "Text"),
    "letters.bytes": ("Octets", "Bytes"),
    "letters.size": ("{n} octet|{n} octets", "{n} byte|{n} bytes"),
    "letters.cut": ("les premiers seulement", "the first of them only"),
    "letters.back": ("Tous les messages refusés", "All dead letters"),
    "letters.replay": ("Rejouer", "Replay"),
    "letters.replay.all": ("Rejouer tout ce qui attend", "Replay all that waits"),
    "letters.discard": ("Écarter", "Discard"),
    "letters.discard.sure": (
        "Écarter {n} message pour de bon|Écarter {n} messages pour de bon",
        "Discard {n} letter for good|Discard {n} letters for good",
    ),
    "letters.did.replay": (
        "{n} message rejoué|{n} messages rejoués",
        "{n} letter replayed|{n} letters replayed",
    ),
    "letters.did.discard": (
        "{n} message écarté|{n} messages écartés",
        "{n} letter discarded|{n} letters discarded",
    ),
    "letters.did.rename": (
        "Nouveau nom noté. Rejouez maintenant les messages de l’ancien.",
        "The new name is noted. Now replay the letters of the old one.",
    ),
    "letters.did.nothing": (
        "Plus rien n’attendait : rien n’a été fait.",
        "Nothing waited any more: nothing was done.",
    ),
    "letters.stored": (
        "{figure} mesure enregistrée|{figure} mesures enregistrées",
        "{figure} reading stored|{figure} readings stored",
    ),
    "letters.again": (
        "{n} message de nouveau refusé|{n} messages de nouveau refusés",
        "{n} letter refused again|{n} letters refused again",
    ),
    "letters.stale": (
        "Le serveur a redémarré depuis : rien n’a été fait. Recommencez sur cette page.",
        "The server was restarted since: nothing was done. Do it again on this page.",
    ),
    "letters.rename": ("Renommer", "Rename"),
    "letters.rename.title": (
        "Un capteur ou un nœud a changé de nom",
        "A sensor or node was renamed",
    ),
    "letters.rename.old": (
        "Ancien nom (nœud/capteur, ou nœud)",
        "Old name (node/sensor, or node)",
    ),
    "letters.rename.new": ("Nouveau nom", "New name"),
    "letters.rename.since": ("À partir du (facultatif)", "From (optional)"),
    "letters.rename.until": ("Jusqu’au (facultatif)", "Until (optional)"),
    "letters.rename.span": (
        "Seules les mesures prises entre ces deux moments changent de nom ; heure locale, {zone}.",
        "Only readings taken between these two moments change name; local time, {zone}.",
    ),
    "letters.bad.sensor": (
        "« {old} » ou « {new} » n’est pas un nom de capteur. Écrire n-001/fil, puis fill.",
        "“{old}” or “{new}” is no name of a sensor. Write n-001/fil, then fill.",
    ),
    "letters.bad.node": (
        "« {old} » ou « {new} » n’est pas un nom de nœud. Écrire n-001, puis n-101.",
        "“{old}” or “{new}” is no name of a node. Write n-001, then n-101.",
    ),
    "letters.bad.same": (
        "« {new} » est déjà son nom.",
        "“{new}” is its name already.",
    ),
    "letters.bad.moment": (
        "« {text} » n’est pas un moment entre 1970 et 2255. Écrire 2026-11-24T18:05.",
        "“{text}” is no moment between 1970 and 2255. Write 2026-11-24T18:05.",
    ),
    "letters.bad.span": (
        "La fin doit venir après le début.",
        "The end must come after the begin.",
    ),
    "letters.since": ("à partir du {moment}", "from {moment}"),
    "letters.until": ("jusqu’au {moment}", "until {moment}"),
    "letters.rename.why": (
        "Le nouveau nom sert quand un message est rejoué ; le message gardé ne change pas.",
        "The new name is used when a message is replayed; the kept message does not change.",
    ),
    "letters.journal": ("Journal", "Journal"),
    "letters.journal.none": ("Rien n’a encore été fait ici.", "Nothing was done here yet."),
    "letters.journal.why": (
        "Chaque action laisse une ligne que personne ne peut récrire.",
        "Each action leaves a line that nobody can rewrite.",
    ),
    "letters.who": ("Qui", "Who"),
    "letters.who.page": ("cette page", "this page"),
    "letters.what": ("Quoi", "What"),
    "letters.action.rename": ("renommé", "renamed"),
    "letters.action.replay": ("rejoué", "replayed"),
    "letters.action.discard": ("écarté", "discarded"),
    "letters.letters": ("{n} message|{n} messages", "{n} letter|{n} letters"),
    "letters.readonly": (
        ("Cette page ne fait que montrer : les actions passent par vallee-cloud dead-letters."),
        "This page only shows: to act, use vallee-cloud dead-letters.",
    ),
    "letters.reason.wrong-node": (
        "se dit de {claimed}, mais est arrivé sur le sujet de {node}",
        "says it is from {claimed}, but came on {node}’s topic",
    ),
    "letters.reason.unknown-node": (
        "{node} n’est pas au registre",
        "{node} is not registered",
    ),
    "letters.reason.unknown-sensor": (
        "{node} n’a pas de capteur {sensor} au registre",
        "{node} is not registered with a sensor {sensor}",
    ),
    "letters.reason.future": (
        "datée de {ahead_s} après son arrivée ; permis : {allowed_s}",
        "taken {ahead_s} after it came; allowed: {allowed_s}",
    ),
    "letters.reason.ancient": (
        "datée d’avant le 1er janvier 2020 : le nœud n’avait pas l’heure",
        "taken before 2020-01-01: the node had no clock",
    ),
    "letters.reason.other-body": (
        "le n° {seq} du démarrage {epoch} est déjà venu avec un autre contenu ; le premier reste",
        "number {seq} of epoch {epoch} came before and said something else; the first stays",
    ),
    "letters.rule.malformed": ("illisible", "unreadable"),
    "letters.rule.malformed-row": ("mesure illisible", "unreadable row"),
    "letters.rule.wrong-node": ("au nom d’un autre nœud", "in another node’s name"),
    "letters.rule.unknown-node": ("nœud inconnu", "unknown node"),
    "letters.rule.unknown-sensor": ("capteur inconnu", "unknown sensor"),
    "letters.rule.future": ("datée du futur", "from the future"),
    "letters.rule.ancient": ("sans date plausible", "without a plausible date"),
    "letters.rule.other-body": ("même numéro, autre contenu", "same number, another body"),
    "letters.rule.store": ("refusée par la base", "refused by the store"),
}
