"""The nodes: which are there, and what they keep, send and lose."""

from typing import Final

from grafana_foundation_sdk.models.dashboard import Dashboard, Panel

from dashboards.build.board import Board, Choice
from dashboards.build.card import Card
from dashboards.build.grid import Shelf
from dashboards.build.influxql import (
    Buckets,
    Term,
    field,
    greatest,
    growth,
    last,
    least,
    over,
    picked,
    select,
)
from dashboards.build.looks import NONE_IS_GOOD, ONLINE, PLAIN, Unit
from dashboards.build.panels import figure, lines, states
from dashboards.build.tables import TIME, Cell, Column, Order, rows
from dashboards.names import NOEUDS

LATELY: Final = "7d"
# Statuses come once a minute.
NOW: Final = "15m"
EVERY: Final = "5m"

SEEN: Final = 7
_NEWEST: Final = select("node", last("up"), by=["node"])
# A last will was written when the node connected, and so were its counts.
_ALIVE: Final = least("up", 1)


def noeuds() -> Dashboard:
    """Return the dashboard of the nodes."""
    return Board(
        uid=NOEUDS,
        title="Nœuds",
        about="Nœuds sur les mâts et les conteneurs : présence, file d'attente, pertes.",
        since="now-24h",
        refresh="1m",
        choices=[Choice("node", "Nœud", "node", "node", several=True)],
        shelves=[
            Shelf(
                4, ((5, _known()), (5, _online()), (5, _cut_off()), (5, _waiting()), (4, _lost()))
            ),
            Shelf(13, ((24, _presence()),)),
            Shelf(14, ((24, _seen()),)),
            Shelf(9, ((12, _queue()), (12, _made()))),
            Shelf(9, ((24, _drops()),)),
        ],
    ).build()


def _known() -> Panel:
    card = Card(
        id=1,
        title="Nœuds connus",
        about="Nœuds qui ont dit leur état ces sept derniers jours.",
        unit=Unit.COUNT,
        lately=LATELY,
    )
    return figure(card, over(_NEWEST, 'count("up") AS "nodes"'))


def _online() -> Panel:
    card = Card(
        id=2,
        title="En ligne",
        about="Nœuds qui ont dit leur état dans le dernier quart d'heure.",
        unit=Unit.COUNT,
        lately=NOW,
    )
    return figure(card, over(_NEWEST, 'sum("up") AS "up"'))


def _cut_off() -> Panel:
    card = Card(
        id=3,
        title="Coupés",
        about="Nœuds dont le courtier a annoncé le départ, et qui ne sont pas revenus. Qui se tait "
        "sans départ annoncé manque parmi les nœuds en ligne.",
        unit=Unit.COUNT,
        steps=NONE_IS_GOOD,
        lately=LATELY,
    )
    return figure(card, over(_NEWEST, 'count("up") - sum("up") AS "cut_off"'))


def _waiting() -> Panel:
    card = Card(
        id=4,
        title="Mesures en attente",
        about="Mesures que les nœuds gardent et que personne n'a encore confirmées.",
        unit=Unit.COUNT,
        lately=LATELY,
    )
    newest = select("node", last("pending"), where=[_ALIVE], by=["node"])
    return figure(card, over(newest, 'sum("pending") AS "pending"'))


def _lost() -> Panel:
    card = Card(
        id=5,
        title="Mesures perdues",
        about="Mesures que les nœuds ont dû abandonner, leur file étant pleine ou abîmée.",
        unit=Unit.COUNT,
        steps=NONE_IS_GOOD,
        lately=LATELY,
    )
    newest = select("node", last("dropped"), where=[_ALIVE], by=["node"])
    return figure(card, over(newest, 'sum("dropped") AS "dropped"'))


def _presence() -> Panel:
    card = Card(
        id=6,
        title="Présence",
        about="En ligne ou muet ; un blanc : aucun état n'est arrivé.",
        unit=Unit.STATE,
        steps=PLAIN,
    )
    return states(card, _every(last("up")), "$tag_node", EVERY, ONLINE)


def _seen() -> Panel:
    card = Card(
        id=SEEN,
        title="Dernier état",
        about="Le dernier état que chaque nœud a dit, le plus ancien d'abord. Produites, en "
        "attente et perdues comptent depuis que la file du nœud existe ; d'un nœud muet, elles "
        "datent de sa dernière connexion.",
        unit=Unit.COUNT,
        steps=PLAIN,
        lately=LATELY,
    )
    query = select(
        "node",
        last("up"),
        field("produced"),
        field("pending"),
        field("dropped"),
        where=[picked("node")],
        by=["node"],
    )
    seen = (
        Column("node", "Nœud"),
        Column(TIME, "Vu le", Unit.MINUTE, 180),
        Column("up", "État", width=130, cell=Cell.FILLED, labels=ONLINE),
        Column("produced", "Produites", Unit.COUNT),
        Column("pending", "En attente", Unit.COUNT),
        Column("dropped", "Perdues", Unit.COUNT, cell=Cell.TEXT, steps=NONE_IS_GOOD),
    )
    return rows(card, query, seen, Order("Vu le"))


def _queue() -> Panel:
    card = Card(
        id=8,
        title="File d'attente",
        about="Mesures en attente de confirmation, au plus fort de chaque intervalle.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return lines(card, _every(greatest("pending"), _ALIVE), "$tag_node", EVERY)


def _made() -> Panel:
    card = Card(
        id=9,
        title="Mesures produites",
        about="Mesures faites dans chaque intervalle.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return lines(card, _every(growth("produced"), _ALIVE), "$tag_node", "1h")


def _drops() -> Panel:
    card = Card(
        id=10,
        title="Mesures perdues dans le temps",
        about="Mesures abandonnées dans chaque intervalle ; zéro est la règle.",
        unit=Unit.COUNT,
        decimals=0,
    )
    return lines(card, _every(growth("dropped"), _ALIVE), "$tag_node", "1h")


def _every(term: Term, *where: Term) -> str:
    return select("node", term, where=[picked("node"), *where], by=["node"], buckets=Buckets())
