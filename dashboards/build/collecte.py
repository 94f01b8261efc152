"""The collection: how full containers are, when they will be full, and what trucks do about it."""

from typing import Final

from grafana_foundation_sdk.models.dashboard import Dashboard, Panel

from dashboards.build.board import Board, Choice
from dashboards.build.card import Card
from dashboards.build.grid import Shelf
from dashboards.build.influxql import (
    ALWAYS,
    SINCE,
    Buckets,
    field,
    last,
    mean,
    over,
    picked,
    select,
)
from dashboards.build.looks import CALM, FILL, PLAIN, RISK, STOPS, Unit
from dashboards.build.panels import bars, columns, figure, lines
from dashboards.build.tables import TIME, Cell, Column, Order, rows
from dashboards.names import COLLECTE

# A container that was not heard for a week is shown by its absence.
LATELY: Final = "7d"

# Alerts point to these panels.
FULLNESS: Final = 6
NEEDS_TABLE: Final = 7

LEVELS: Final = select("container_level", last("fill_ratio"), by=["container"])
# One row of each container's newest forecast: a field that it lacks is empty, not an older one's.
NEEDS: Final = select(
    "need",
    last("p_overflow"),
    field("fill_ratio"),
    field("hours_to_full"),
    field("load_kg"),
    by=["container"],
)


def collecte() -> Dashboard:
    """Return the dashboard of the collection."""
    return Board(
        uid=COLLECTE,
        title="Collecte",
        about="Remplissage des conteneurs, besoins prévus et tournées planifiées.",
        since="now-14d",
        # Tomorrow's rounds are planned today.
        until="now+1d",
        refresh="15m",
        choices=[
            Choice("container", "Conteneur", "container_level", "container", several=True),
            Choice("plan", "Plan", "plan_stop", "plan", newest=True),
        ],
        shelves=[
            Shelf(4, ((5, _known()), (5, _fullest()), (5, _risk()), (5, _way()), (4, _avoided()))),
            Shelf(20, ((9, _fill()), (15, _needs()))),
            Shelf(10, ((24, _history()),)),
            Shelf(14, ((24, _round()),)),
            Shelf(9, ((12, _distances()), (12, _loads()))),
            Shelf(9, ((24, _plans()),)),
        ],
    ).build()


def _known() -> Panel:
    card = Card(
        id=1,
        title="Conteneurs mesurés",
        about="Conteneurs dont le capteur a donné un niveau ces sept derniers jours.",
        unit=Unit.COUNT,
        lately=LATELY,
    )
    return figure(card, over(LEVELS, 'count("fill_ratio") AS "containers"'))


def _fullest() -> Panel:
    card = Card(
        id=2,
        title="Le plus plein",
        about="Dernier niveau du conteneur le plus plein ; 100 % est la ligne de remplissage.",
        unit=Unit.SHARE,
        steps=FILL,
        lately=LATELY,
        decimals=0,
    )
    return figure(card, over(LEVELS, 'max("fill_ratio") AS "fill_ratio"'))


def _risk() -> Panel:
    card = Card(
        id=3,
        title="Débordements à craindre",
        about="Somme des probabilités de déborder avant la prochaine chance d'être vidé, "
        "selon la dernière prévision de chaque conteneur, si rien n'est collecté.",
        unit=Unit.COUNT,
        steps=CALM,
        lately=LATELY,
        decimals=1,
    )
    return figure(card, over(NEEDS, 'sum("p_overflow") AS "p_overflow"'))


def _way() -> Panel:
    card = Card(
        id=4,
        title="Distance du dernier plan",
        about="Kilomètres de tous les camions dans le plan du jour le plus avancé.",
        unit=Unit.METRES,
        decimals=0,
    )
    return figure(card, select("plan", last("distance_m"), during=SINCE))


def _avoided() -> Panel:
    card = Card(
        id=5,
        title="Débordements évités",
        about="Somme des probabilités de déborder des conteneurs que le dernier plan dessert.",
        unit=Unit.COUNT,
        decimals=1,
    )
    return figure(card, select("plan", last("overflows_avoided"), during=SINCE))


def _fill() -> Panel:
    card = Card(
        id=FULLNESS,
        title="Remplissage",
        about="Dernier niveau de chaque conteneur, en volume. Orange à partir de 70 %, "
        "rouge à partir de 85 %.",
        unit=Unit.SHARE,
        steps=FILL,
        lately=LATELY,
        decimals=0,
    )
    return bars(card, LEVELS, "$tag_container")


def _needs() -> Panel:
    card = Card(
        id=NEEDS_TABLE,
        title="Besoins prévus",
        about="Dernière prévision de chaque conteneur : heures jusqu'au plein (vide : pas dans "
        "l'horizon), probabilité de déborder avant la prochaine chance, poids attendu.",
        unit=Unit.COUNT,
        steps=PLAIN,
        lately=LATELY,
    )
    seen = (
        Column("container", "Conteneur"),
        Column("p_overflow", "Débordement", Unit.SHARE, 130, Cell.FILLED, RISK, decimals=0, most=1),
        Column("hours_to_full", "Plein dans", Unit.HOURS, 110, decimals=0),
        Column("fill_ratio", "Niveau", Unit.SHARE, 150, Cell.BAR, FILL, decimals=0, most=1),
        Column("load_kg", "Poids", Unit.KG, 100, decimals=0),
        Column(TIME, "Prévu le", Unit.MINUTE, 160),
    )
    return rows(card, NEEDS, seen, Order("Débordement", falling=True))


def _history() -> Panel:
    card = Card(
        id=8,
        title="Niveaux dans le temps",
        about="Niveau moyen par heure des conteneurs choisis en haut de la page.",
        unit=Unit.SHARE,
        steps=FILL,
        decimals=0,
    )
    query = select(
        "container_level",
        mean("fill_ratio"),
        where=[picked("container")],
        by=["container"],
        buckets=Buckets(),
    )
    return lines(card, query, "$tag_container", every="1h")


def _round() -> Panel:
    card = Card(
        id=9,
        title="Tournées du plan choisi",
        about="Arrêts de chaque camion dans leur ordre ; le plan se choisit en haut de la page, "
        "le plus récent d'abord. Le poids est celui à bord au départ de l'arrêt.",
        unit=Unit.COUNT,
        steps=PLAIN,
    )
    seen = (
        Column("truck", "Camion", width=200),
        Column("order", "N°", Unit.COUNT, 60),
        Column("arrive", "Arrivée", width=90),
        Column("kind", "Étape", width=120, cell=Cell.TEXT, labels=STOPS),
        Column("name", "Lieu"),
        Column("load_kg", "À bord", Unit.KG, 110, decimals=0),
        Column("p_overflow", "Débordement", Unit.SHARE, 130, Cell.FILLED, RISK, decimals=0, most=1),
    )
    terms = [field(column.name) for column in seen]
    return rows(card, select("plan_stop", *terms, where=[picked("plan")], during=ALWAYS), seen)


def _distances() -> Panel:
    card = Card(
        id=10,
        title="Distance par camion et par jour",
        about="Distance planifiée de chaque camion, par jour de collecte ; un camion qui reste "
        "au dépôt compte zéro.",
        unit=Unit.METRES,
    )
    query = select("plan_truck", field("distance_m"), by=["truck"])
    return columns(card, query, "$tag_truck")


def _loads() -> Panel:
    card = Card(
        id=11,
        title="Poids par camion et par jour",
        about="Poids que chaque camion doit apporter aux exutoires, par jour de collecte.",
        unit=Unit.KG,
    )
    return columns(card, select("plan_truck", field("load_kg"), by=["truck"]), "$tag_truck")


def _plans() -> Panel:
    card = Card(
        id=12,
        title="Chiffres des plans",
        about="Un plan par jour de collecte, le jour planifié d'abord ; un plan refait remplace "
        "celui du même jour.",
        unit=Unit.COUNT,
        steps=PLAIN,
    )
    seen = (
        Column(TIME, "Jour", Unit.DAY, 200),
        Column("stops", "Conteneurs vidés", Unit.COUNT),
        Column("left", "Conteneurs laissés", Unit.COUNT),
        Column("trucks", "Camions sortis", Unit.COUNT),
        Column("distance_m", "Distance", Unit.METRES, decimals=0),
        Column("overflows_avoided", "Débordements évités", Unit.COUNT, decimals=1),
    )
    terms = [field(column.name) for column in seen if column.name != TIME]
    return rows(card, select("plan", *terms, during=SINCE), seen, Order("Jour", falling=True))
