"""What every panel says and how every panel is dressed."""

from dataclasses import dataclass
from typing import TypeVar

from grafana_foundation_sdk.builders import bargauge, stat, statetimeline, table, timeseries

from dashboards.build.looks import CALM, NO_VALUE, Steps, Unit, thresholds
from dashboards.build.target import Target, source

P = TypeVar("P", bargauge.Panel, stat.Panel, statetimeline.Panel, table.Panel, timeseries.Panel)


@dataclass(frozen=True, slots=True)
class Card:
    """A panel's words and limits.

    Attributes:
        id: its number on the dashboard; links and alerts go by it, so it is never given again.
        title: what people read above it.
        about: the sentence behind its ⓘ.
        unit: of its figures.
        steps: colours by value.
        lately: how far back it looks whatever period is picked, e.g. "7d"; None: the period.
        decimals: how many; None: as many as Grafana sees fit.
    """

    id: int
    title: str
    about: str
    unit: Unit
    steps: Steps = CALM
    lately: str | None = None
    decimals: int | None = None


def dressed(panel: P, card: Card, target: Target) -> P:
    """Return `panel` with all that is the same for every kind."""
    panel = (
        panel.id(card.id)
        .title(card.title)
        .description(card.about)
        .datasource(source())
        .with_target(target)
        .unit(card.unit)
        .thresholds(thresholds(card.steps))
        .no_value(NO_VALUE)
    )
    if card.lately is not None:
        panel = panel.time_from(card.lately)
    if card.decimals is not None:
        panel = panel.decimals(card.decimals)
    return panel
