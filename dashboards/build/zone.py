"""The footfall of one business zone: how many pass, when, where, and how sure that is."""

from collections.abc import Sequence
from typing import Final

from grafana_foundation_sdk.models.dashboard import Dashboard, Panel

from dashboards.build.board import Board, Choice
from dashboards.build.card import Card
from dashboards.build.grid import Shelf
from dashboards.build.influxql import (
    Buckets,
    Term,
    change,
    equals,
    field,
    greatest,
    last,
    least,
    mean,
    picked,
    select,
    total,
)
from dashboards.build.looks import CHANGE, COVERAGE, PLAIN, WEEKDAYS, Unit
from dashboards.build.panels import band, columns, figure, lines
from dashboards.build.tables import Cell, Column, Order, heat, rows
from dashboards.names import ZONE

TODAY: Final = "now/d"
WEEK: Final = "7d"
HOUR_MS: Final = 3_600_000

# A day that was listened to for less than this is not compared: it would look like a loss.
COMPARABLE: Final = 0.9

_ESTIMATE: Final = (
    "Estimation à partir des appareils Bluetooth entendus, jamais identifiés : des passages, "
    "pas des visiteurs uniques."
)
_WITHHELD: Final = "Les périodes trop calmes pour être publiées manquent."


def zone() -> Dashboard:
    """Return the dashboard of one zone's footfall."""
    return Board(
        uid=ZONE,
        title="Fréquentation d'une zone d'activité",
        about=f"Passages aux entrées d'une zone. {_ESTIMATE}",
        since="now-28d",
        refresh="5m",
        choices=[Choice("zone", "Zone", "footfall", "zone")],
        shelves=[
            Shelf(
                4,
                (
                    (4, _today()),
                    (4, _week()),
                    (4, _change()),
                    (4, _ordinary()),
                    (4, _best()),
                    (4, _heard()),
                ),
            ),
            Shelf(10, ((15, _days()), (9, _gates()))),
            Shelf(9, ((14, _hours()), (10, _quarters()))),
            Shelf(11, ((24, _profile()),)),
            Shelf(8, ((12, _coverage()), (12, _withheld()))),
        ],
    ).build()


def _today() -> Panel:
    card = Card(
        id=1,
        title="Passages aujourd'hui",
        about=f"Depuis minuit, jusqu'à la dernière publication. {_ESTIMATE}",
        unit=Unit.COUNT,
        lately=TODAY,
        decimals=0,
    )
    return figure(card, _of("day", last("passages")))


def _week() -> Panel:
    card = Card(
        id=2,
        title="Passages en 7 jours",
        about="Somme des sept derniers jours, aujourd'hui compris.",
        unit=Unit.COUNT,
        lately=WEEK,
        decimals=0,
    )
    return figure(card, _of("day", total("passages")))


def _change() -> Panel:
    card = Card(
        id=3,
        title="Face à la semaine d'avant",
        about="Les jours des sept derniers qui furent écoutés à 90 % au moins, face aux mêmes "
        "jours de la semaine précédente.",
        unit=Unit.SHARE,
        steps=CHANGE,
        lately=WEEK,
        decimals=0,
    )
    comparable = [least("coverage", COMPARABLE), least("week_before", 0)]
    return figure(card, _of("day", change("passages", "week_before"), where=comparable))


def _ordinary() -> Panel:
    card = Card(
        id=4,
        title="Moyenne par jour",
        about="Passages par jour en moyenne sur la période choisie.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return figure(card, _of("day", mean("passages")))


def _best() -> Panel:
    card = Card(
        id=5,
        title="Meilleur jour",
        about="Passages du jour le plus fréquenté de la période choisie.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return figure(card, _of("day", greatest("passages")))


def _heard() -> Panel:
    card = Card(
        id=6,
        title="Écoute",
        about="Part de la période choisie pendant laquelle les radios de la zone ont écouté.",
        unit=Unit.SHARE,
        steps=COVERAGE,
        decimals=0,
    )
    return figure(card, _of("hour", mean("coverage")))


def _days() -> Panel:
    card = Card(
        id=7,
        title="Passages par jour",
        about=f"Meilleure estimation et intervalle à 95 %. {_WITHHELD}",
        unit=Unit.COUNT,
        decimals=0,
    )
    return band(card, _of("day", field("passages"), field("low"), field("high")), 24 * HOUR_MS)


def _gates() -> Panel:
    card = Card(
        id=8,
        title="Entrées de la zone",
        about="Passages de chaque entrée sur la période choisie, la plus fréquentée d'abord, et "
        "la part des jours publiés où sa radio a écouté.",
        unit=Unit.COUNT,
        steps=PLAIN,
        decimals=0,
    )
    query = select(
        "footfall_gate",
        total("passages"),
        mean("coverage"),
        where=[picked("zone"), equals("step", "day")],
        by=["gate"],
    )
    seen = (
        Column("gate", "Entrée"),
        Column("passages", "Passages", Unit.COUNT, 190, Cell.BAR, decimals=0),
        Column("coverage", "Écoute", Unit.SHARE, 90, Cell.TEXT, COVERAGE, decimals=0),
    )
    return rows(card, query, seen, Order("Passages", falling=True))


def _hours() -> Panel:
    card = Card(
        id=9,
        title="Passages par heure",
        about=f"Meilleure estimation et intervalle à 95 %. {_WITHHELD}",
        unit=Unit.COUNT,
        lately=WEEK,
        decimals=0,
    )
    return band(card, _of("hour", field("passages"), field("low"), field("high")), HOUR_MS)


def _quarters() -> Panel:
    card = Card(
        id=10,
        title="Aujourd'hui, par quart d'heure",
        about=f"Passages de chaque quart d'heure depuis minuit. {_WITHHELD}",
        unit=Unit.COUNT,
        lately=TODAY,
        decimals=0,
    )
    return columns(card, _of("quarter", field("passages")), "passages")


def _profile() -> Panel:
    card = Card(
        id=11,
        title="Heures habituelles",
        about="Passages moyens de chaque heure de chaque jour de la semaine, dans la dernière "
        "publication. Une case vide est trop calme pour être publiée.",
        unit=Unit.COUNT,
        lately=WEEK,
        decimals=0,
    )
    # The newest row of a cell: where it has no mean, an older one's is not to be shown.
    query = select(
        "footfall_profile",
        last("days"),
        field("mean"),
        where=[picked("zone")],
        by=["hour", "weekday"],
    )
    return heat(card, query, row="weekday", column="hour", labels=WEEKDAYS)


def _coverage() -> Panel:
    card = Card(
        id=12,
        title="Écoute par jour",
        about="Part de chaque jour pendant laquelle les radios de la zone ont écouté ; le jour en "
        "cours compte pour ce qui en est passé.",
        unit=Unit.SHARE,
        steps=COVERAGE,
        decimals=0,
    )
    return columns(card, _of("day", field("coverage")), "écoute")


def _withheld() -> Panel:
    card = Card(
        id=13,
        title="Quarts d'heure trop calmes",
        about="Part des quarts d'heure dont le chiffre, trop petit, n'est pas publié.",
        unit=Unit.SHARE,
        decimals=0,
    )
    query = select(
        "footfall",
        mean("withheld"),
        where=[picked("zone"), equals("step", "quarter")],
        buckets=Buckets(),
    )
    return lines(card, query, "trop calmes", every="1h")


def _of(step: str, *terms: Term, where: Sequence[Term] = ()) -> str:
    return select("footfall", *terms, where=[picked("zone"), equals("step", step), *where])
