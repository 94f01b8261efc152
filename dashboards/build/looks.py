"""Colours, limits and words of values, the same on every dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.dashboard import (
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)

NO_VALUE: Final = "aucune donnée"

NEARLY_FULL: Final = 0.85
FILLING: Final = 0.70
LIKELY: Final = 0.5


class Unit(StrEnum):
    """Units as Grafana names them; only `locale` writes figures as the reader's country does."""

    COUNT = "locale"
    SHARE = "percentunit"
    KG = "masskg"
    METRES = "lengthm"
    HOURS = "h"
    DBM = "dBm"
    MILLIVOLT = "mvolt"
    CELSIUS = "celsius"
    STATE = "bool_yes_no"
    MINUTE = "time:DD/MM/YYYY HH:mm"
    DAY = "time:dddd DD/MM/YYYY"


class Colour(StrEnum):
    """Grafana's own names, which go with its light and its dark page."""

    GOOD = "green"
    FAIR = "orange"
    BAD = "red"
    CALM = "blue"
    PLAIN = "text"
    FAINT = "#8e8e8e"


Steps = tuple[tuple[float | None, Colour], ...]
"""Colours from a value on; the first one has None and holds for all below."""

CALM: Final[Steps] = ((None, Colour.CALM),)
PLAIN: Final[Steps] = ((None, Colour.PLAIN),)
FILL: Final[Steps] = (
    (None, Colour.GOOD),
    (FILLING, Colour.FAIR),
    (NEARLY_FULL, Colour.BAD),
)
RISK: Final[Steps] = ((None, Colour.GOOD), (0.1, Colour.FAIR), (LIKELY, Colour.BAD))
NONE_IS_GOOD: Final[Steps] = ((None, Colour.GOOD), (1, Colour.BAD))
BATTERY: Final[Steps] = ((None, Colour.BAD), (0.2, Colour.FAIR), (0.4, Colour.GOOD))
COVERAGE: Final[Steps] = ((None, Colour.BAD), (0.5, Colour.FAIR), (0.9, Colour.GOOD))
SIGNAL: Final[Steps] = ((None, Colour.BAD), (-95, Colour.FAIR), (-85, Colour.GOOD))
CHANGE: Final[Steps] = ((None, Colour.FAIR), (-0.1, Colour.CALM), (0.1, Colour.GOOD))


@dataclass(frozen=True, slots=True)
class Label:
    """What stands for a value, and in which colour."""

    text: str
    colour: Colour


Labels = Mapping[str, Label]

HEARD: Final[Labels] = {
    "0": Label("entendue", Colour.GOOD),
    "1": Label("absente", Colour.BAD),
}
ONLINE: Final[Labels] = {
    "1": Label("en ligne", Colour.GOOD),
    "0": Label("muet", Colour.BAD),
}
WEEKDAYS: Final[Labels] = {
    str(number): Label(word, Colour.PLAIN)
    for number, word in enumerate(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"), 1
    )
}
STOPS: Final[Labels] = {
    "depot": Label("dépôt", Colour.FAINT),
    "container": Label("conteneur", Colour.CALM),
    "tip": Label("vidage", Colour.FAIR),
}


def thresholds(steps: Steps) -> ThresholdsConfig:
    """Return `steps` as the SDK wants them."""
    return (
        ThresholdsConfig()
        .mode(ThresholdsMode.ABSOLUTE)
        .steps([Threshold(value, colour) for value, colour in steps])
    )


def mapping(labels: Labels) -> ValueMap:
    """Return `labels` as the SDK wants them."""
    return ValueMap(
        {
            value: ValueMappingResult(text=label.text, color=label.colour, index=index)
            for index, (value, label) in enumerate(labels.items())
        }
    )
