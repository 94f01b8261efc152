"""Figures, bars, lines and states: the kinds of panels that are no tables."""

from typing import Final

from grafana_foundation_sdk.builders import bargauge, common, stat, statetimeline, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BigValueColorMode,
    BigValueGraphMode,
    GraphDrawStyle,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DynamicConfigValue,
    FieldColorModeId,
    Panel,
)

from dashboards.build.card import Card, dressed
from dashboards.build.looks import Labels, mapping
from dashboards.build.target import Target

_NEWEST: Final = "lastNotNull"


def figure(card: Card, query: str) -> Panel:
    """Return one large figure."""
    return (
        dressed(stat.Panel(), card, Target(query, card.title))
        .graph_mode(BigValueGraphMode.NONE)
        .color_mode(BigValueColorMode.VALUE)
        .reduce_options(common.ReduceDataOptions().calcs([_NEWEST]))
        .build()
    )


def bars(card: Card, query: str, name: str) -> Panel:
    """Return a bar from 0 to 1 for each series, named by the pattern `name`."""
    return (
        dressed(bargauge.Panel(), card, Target(query, name))
        .min(0)
        .max(1)
        .display_mode(BarGaugeDisplayMode.LCD)
        .orientation(VizOrientation.HORIZONTAL)
        .reduce_options(common.ReduceDataOptions().calcs([_NEWEST]))
        .build()
    )


def lines(card: Card, query: str, name: str, every: str) -> Panel:
    """Return a line for each series; `every` is the least stretch that a point stands for."""
    return _curves(card, query, name, every).legend(_legend(["lastNotNull"])).build()


def columns(card: Card, query: str, name: str) -> Panel:
    """Return a column for each point of each series, as they were written."""
    return (
        _curves(card, query, name, every=None)
        .draw_style(GraphDrawStyle.BARS)
        .fill_opacity(80)
        .bar_width_factor(0.8)
        .min(0)
        .legend(_legend([]))
        .build()
    )


def band(card: Card, query: str, step_ms: int) -> Panel:
    """Return a line of passages within its 95 % interval; the query gives passages, low, high.

    They come every `step_ms`; where some are missing the line is broken.
    """
    low, high = "borne basse", "borne haute"
    faint = DynamicConfigValue("custom.lineWidth", 0)
    return (
        _curves(card, query, "$col", every=None)
        .min(0)
        .insert_nulls(step_ms * 1.5)
        .override_by_name("passages", [DynamicConfigValue("custom.lineWidth", 2)])
        .override_by_name("low", [DynamicConfigValue("displayName", low), faint])
        .override_by_name(
            "high",
            [
                DynamicConfigValue("displayName", high),
                DynamicConfigValue("custom.fillBelowTo", low),
                DynamicConfigValue("custom.fillOpacity", 20),
                faint,
            ],
        )
        .color_scheme(FieldColor().mode(FieldColorModeId.FIXED).fixed_color("blue"))
        .legend(_legend([]))
        .build()
    )


def states(card: Card, query: str, name: str, every: str, labels: Labels) -> Panel:
    """Return a strip of states over time for each series."""
    return (
        dressed(statetimeline.Panel(), card, Target(query, name))
        .interval(every)
        .mappings([mapping(labels)])
        .color_scheme(FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .show_value(VisibilityMode.NEVER)
        .row_height(0.8)
        .fill_opacity(85)
        .legend(common.VizLegendOptions().show_legend(True).placement(LegendPlacement.BOTTOM))
        .build()
    )


def _curves(card: Card, query: str, name: str, every: str | None) -> timeseries.Panel:
    panel = (
        dressed(timeseries.Panel(), card, Target(query, name))
        .line_width(1)
        .fill_opacity(0)
        .show_points(VisibilityMode.AUTO)
        .tooltip(
            common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
        )
    )
    return panel if every is None else panel.interval(every)


def _legend(sums: list[str]) -> common.VizLegendOptions:
    return (
        common.VizLegendOptions()
        .show_legend(True)
        .display_mode(LegendDisplayMode.LIST)
        .placement(LegendPlacement.BOTTOM)
        .calcs(sums)
    )
