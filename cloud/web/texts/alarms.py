"""The sentences of the pages of alarms."""

from typing import Final

from cloud.web.texts.text import Text

ALARMS: Final[dict[str, Text]] = {
    "alarms.title": ("Alarmes", "Alarms"),
    "alarms.near": ("Astreinte", "On call"),
    "alarms.none": ("Aucune alarme en cours.", "No alarm lasts."),
    "alarms.free": (
        (
            "{n} alarme attend que quelqu’un la prenne en charge|"
            "{n} alarmes attendent que quelqu’un les prenne en charge"
        ),
        (
            "{n} alarm waits for somebody to take care of it|"
            "{n} alarms wait for somebody to take care of them"
        ),
    ),
    "alarms.free.one": ("Personne ne s’en occupe encore.", "Nobody takes care of it yet."),
    "alarms.taken.all": (
        "{n} alarme en cours, prise en charge|{n} alarmes en cours, toutes prises en charge",
        "{n} alarm lasts and is taken care of|{n} alarms last, all taken care of",
    ),
    "alarms.open": ("En cours", "Open"),
    "alarms.over": ("Terminées", "Over"),
    "alarms.number": ("N°", "No."),
    "alarms.what": ("Quoi", "What"),
    "alarms.where": ("Où", "Where"),
    "alarms.since": ("Depuis", "Since"),
    "alarms.until": ("Fin", "Ended"),
    "alarms.who": ("Prise en charge", "Taken care of"),
    "alarms.what.fire": ("Incendie : {figure} °C", "Fire: {figure} °C"),
    "alarms.what.overflow": ("Débordement : {figure}", "Overflow: {figure}"),
    "alarms.what.lost": ("Boîtier muet : {subject}", "Node lost: {subject}"),
    "alarms.what.reception": (
        "Réception en panne : {figure} boîtiers muets",
        "Reception down: {figure} nodes silent",
    ),
    "alarms.do.fire": (
        "Appelez le 18 ou le 112 et donnez l’adresse. N’ouvrez pas le conteneur.",
        "Call 18 or 112 and give the address. Do not open the container.",
    ),
    "alarms.do.overflow": (
        "Faites-le collecter par la prochaine tournée.",
        "Have the next round collect it.",
    ),
    "alarms.do.lost": (
        "Vérifiez l’alimentation et la radio sur place.",
        "Check supply and radio on the spot.",
    ),
    "alarms.do.reception": (
        "Vérifiez le courtier MQTT et le programme de réception : ce ne sont pas les boîtiers.",
        "Check the MQTT broker and the ingester: it is not the nodes.",
    ),
    "alarms.nowhere": ("lieu inconnu", "place unknown"),
    "alarms.again": ("revenue {n} fois|revenue {n} fois", "came back {n} time|came back {n} times"),
    "alarms.take": ("Je m’en occupe", "I take care of it"),
    "alarms.take.one": (
        "Je m’en occupe : alarme {number}",
        "I take care of it: alarm {number}",
    ),
    "alarms.taken": ("{who}, {moment}", "{who}, {moment}"),
    "alarms.nobody": ("personne encore", "nobody yet"),
    "alarms.nobody.was": ("personne", "nobody"),
    "alarms.one": ("Alarme n° {number}", "Alarm {number}"),
    "alarms.todo": ("Que faire", "What to do"),
    "alarms.told": ("Qui a été prévenu", "Who was told"),
    "alarms.told.none": (
        "Personne : la liste d’astreinte est vide, ou l’appel attend la fin du silence.",
        "Nobody: the on-call list is empty, or the call waits for its silence to end.",
    ),
    "alarms.next": ("Prochain niveau : {moment}", "Next level: {moment}"),
    "alarms.address": ("Adresse", "Address"),
    "alarms.event": ("Message", "Message"),
    "alarms.event.opened": ("début", "beginning"),
    "alarms.event.escalated": ("sans réponse", "unanswered"),
    "alarms.event.closed": ("fin", "end"),
    "alarms.event.test": ("essai", "test"),
    "alarms.sent": ("remis {moment}", "delivered {moment}"),
    "alarms.waits": (
        "pas encore remis, {n} essai|pas encore remis, {n} essais",
        "not delivered yet, {n} try|not delivered yet, {n} tries",
    ),
    "alarms.dropped": ("abandonné", "given up"),
    "alarms.late": (
        (
            "{n} message n’est pas remis : il est réessayé|{n} messages ne sont pas remis : ils"
            " sont réessayés"
        ),
        (
            "{n} message is not delivered: it is tried again|{n} messages are not delivered: they"
            " are tried again"
        ),
    ),
    "alarms.back": ("Toutes les alarmes", "All alarms"),
    "alarms.map": ("{lat} N, {lon} E", "{lat} N, {lon} E"),
}
