"""The zones' own beacons: which are heard, which are missing, and how their batteries do."""

from typing import Final

from grafana_foundation_sdk.models.dashboard import Dashboard, Panel

from dashboards.build.board import Board, Choice
from dashboards.build.card import Card
from dashboards.build.grid import Shelf
from dashboards.build.influxql import (
    Buckets,
    Term,
    above,
    field,
    last,
    mean,
    over,
    picked,
    select,
    total,
)
from dashboards.build.looks import BATTERY, HEARD, NONE_IS_GOOD, PLAIN, SIGNAL, Unit
from dashboards.build.panels import figure, lines, states
from dashboards.build.tables import TIME, Cell, Column, Order, rows
from dashboards.names import BALISES

LATELY: Final = "2d"
# Nodes tell of their beacons every quarter of an hour.
EVERY: Final = "30m"


def balises() -> Dashboard:
    """Return the dashboard of the beacons."""
    return Board(
        uid=BALISES,
        title="Balises",
        about="Balises Bluetooth des zones d'activité, entendues ou absentes, et leurs piles.",
        since="now-7d",
        refresh="5m",
        choices=[Choice("zone", "Zone", "zone_beacon", "zone", several=True)],
        shelves=[
            Shelf(4, ((6, _known()), (6, _missing()), (6, _weakest()), (6, _faintest()))),
            Shelf(9, ((24, _presence()),)),
            Shelf(10, ((24, _heard()),)),
            Shelf(9, ((12, _battery()), (12, _voltage()))),
            Shelf(9, ((12, _signal()), (12, _adverts()))),
            Shelf(9, ((24, _warmth()),)),
        ],
    ).build()


def _known() -> Panel:
    card = Card(
        id=1,
        title="Balises suivies",
        about="Balises dont un nœud a parlé ces deux derniers jours, entendues ou non.",
        unit=Unit.COUNT,
        lately=LATELY,
    )
    return figure(card, over(_newest("missing"), 'count("missing") AS "beacons"'))


def _missing() -> Panel:
    card = Card(
        id=2,
        title="Absentes",
        about="Balises que leur nœud, qui écoute, n'entend plus.",
        unit=Unit.COUNT,
        steps=NONE_IS_GOOD,
        lately=LATELY,
    )
    return figure(card, over(_newest("missing"), 'sum("missing") AS "missing"'))


def _weakest() -> Panel:
    card = Card(
        id=3,
        title="Pile la plus faible",
        about="Plus petite charge que disent les balises qui la disent.",
        unit=Unit.SHARE,
        steps=BATTERY,
        lately=LATELY,
        decimals=0,
    )
    return figure(card, over(_newest("battery_ratio"), 'min("battery_ratio") AS "battery_ratio"'))


def _faintest() -> Panel:
    card = Card(
        id=4,
        title="Signal le plus faible",
        about="Plus faible signal reçu parmi les balises entendues.",
        unit=Unit.DBM,
        steps=SIGNAL,
        lately=LATELY,
        decimals=0,
    )
    return figure(card, over(_newest("rssi_dbm"), 'min("rssi_dbm") AS "rssi_dbm"'))


def _presence() -> Panel:
    card = Card(
        id=5,
        title="Présence",
        about="Entendue ou absente dans chaque relevé du nœud ; un blanc : le nœud n'a rien dit.",
        unit=Unit.STATE,
        steps=PLAIN,
    )
    return states(card, _every(last("missing")), "$tag_beacon", EVERY, HEARD)


def _heard() -> Panel:
    card = Card(
        id=6,
        title="Dernière écoute",
        about="Le dernier relevé où chaque balise fut entendue, avec ce qu'elle y disait.",
        unit=Unit.COUNT,
        steps=PLAIN,
    )
    said = ("rssi_dbm", "battery_ratio", "battery_mv", "temperature_c")
    query = select(
        "zone_beacon",
        last("adverts"),
        *map(field, said),
        where=[picked("zone"), above("adverts", 0)],
        by=["beacon", "zone"],
    )
    seen = (
        Column("beacon", "Balise"),
        Column("zone", "Zone"),
        Column(TIME, "Entendue le", Unit.MINUTE, 170),
        Column("adverts", "Annonces", Unit.COUNT, decimals=0),
        Column("rssi_dbm", "Signal", Unit.DBM, cell=Cell.TEXT, steps=SIGNAL, decimals=0),
        Column("battery_ratio", "Pile", Unit.SHARE, 170, Cell.BAR, BATTERY, decimals=0, most=1),
        Column("battery_mv", "Tension", Unit.MILLIVOLT),
        Column("temperature_c", "Température", Unit.CELSIUS, decimals=1),
    )
    return rows(card, query, seen, Order("Entendue le"))


def _battery() -> Panel:
    card = Card(
        id=7,
        title="Charge des piles",
        about="Charge que disent les balises qui la disent.",
        unit=Unit.SHARE,
        steps=BATTERY,
        decimals=0,
    )
    return lines(card, _every(last("battery_ratio")), "$tag_beacon", EVERY)


def _voltage() -> Panel:
    card = Card(
        id=8,
        title="Tension des piles",
        about="Tension que disent les balises qui la disent ; une pile au lithium faiblit "
        "longtemps à peine, puis vite.",
        unit=Unit.MILLIVOLT,
    )
    return lines(card, _every(last("battery_mv")), "$tag_beacon", EVERY)


def _signal() -> Panel:
    card = Card(
        id=9,
        title="Signal",
        about="Puissance moyenne reçue par le nœud ; un saut dit souvent une balise déplacée.",
        unit=Unit.DBM,
        steps=SIGNAL,
        decimals=0,
    )
    return lines(card, _every(mean("rssi_dbm")), "$tag_beacon", EVERY)


def _adverts() -> Panel:
    card = Card(
        id=10,
        title="Annonces reçues",
        about="Annonces de chaque balise que son nœud a reçues.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return lines(card, _every(total("adverts")), "$tag_beacon", EVERY)


def _warmth() -> Panel:
    card = Card(
        id=11,
        title="Température",
        about="Température que mesurent les balises qui en ont le capteur.",
        unit=Unit.CELSIUS,
        decimals=1,
    )
    return lines(card, _every(mean("temperature_c")), "$tag_beacon", EVERY)


def _newest(name: str) -> str:
    return select("zone_beacon", last(name), where=[picked("zone")], by=["beacon", "zone"])


def _every(term: Term) -> str:
    return select("zone_beacon", term, where=[picked("zone")], by=["beacon"], buckets=Buckets())
