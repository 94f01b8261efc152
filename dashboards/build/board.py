"""A dashboard around its panels: period, variables, links; built, never edited by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import dashboard as sdk
from grafana_foundation_sdk.models.dashboard import (
    Dashboard,
    DashboardCursorSync,
    DashboardLinkType,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from dashboards.build.grid import Shelf, placed
from dashboards.build.influxql import tag_values
from dashboards.build.target import KIND, source
from dashboards.names import SOURCE, SOURCE_TITLE, SOURCE_VARIABLE, TAG


@dataclass(frozen=True, slots=True)
class Choice:
    """A variable at the top of the page: one value of a tag, or several.

    `newest` puts the last of the alphabet first, and picks it.
    """

    name: str
    title: str
    measurement: str
    tag: str
    several: bool = False
    newest: bool = False

    def variable(self) -> sdk.QueryVariable:
        """Return it as the SDK wants it."""
        sort = VariableSort.ALPHABETICAL_DESC if self.newest else VariableSort.ALPHABETICAL_ASC
        query = tag_values(self.measurement, self.tag)
        variable = (
            sdk.QueryVariable(self.name)
            .label(self.title)
            .datasource(source())
            .query(query)
            .definition(query)
            .refresh(VariableRefresh.ON_DASHBOARD_LOAD)
            .sort(sort)
            .multi(self.several)
            .include_all(self.several)
            .allow_custom_value(False)
        )
        if self.several:
            variable = variable.current(VariableOption(text=["All"], value=["$__all"]))
        return variable


@dataclass(frozen=True, slots=True)
class Board:
    """What differs from one dashboard to the next."""

    uid: str
    title: str
    about: str
    since: str
    refresh: str
    choices: Sequence[Choice]
    shelves: Sequence[Shelf]
    until: str = "now"

    def build(self) -> Dashboard:
        """Return the dashboard."""
        built = (
            sdk.Dashboard(self.title)
            .uid(self.uid)
            .description(self.about)
            .tags([TAG, "généré"])
            .timezone("Europe/Paris")
            .week_start("monday")
            .time(self.since, self.until)
            .refresh(self.refresh)
            .tooltip(DashboardCursorSync.CROSSHAIR)
            .readonly()
            .link(_others())
            .variables([_source(), *(choice.variable() for choice in self.choices)])
            .build()
        )
        built.panels = list(placed(self.shelves))
        return built


def _source() -> sdk.DatasourceVariable:
    return (
        sdk.DatasourceVariable(SOURCE_VARIABLE)
        .label("Source")
        .type(KIND)
        .current(VariableOption(text=SOURCE_TITLE, value=SOURCE))
    )


def _others() -> sdk.DashboardLink:
    return (
        sdk.DashboardLink("Tableaux de bord")
        .type(DashboardLinkType.DASHBOARDS)
        .tags([TAG])
        .as_dropdown(False)
        .keep_time(True)
        .include_vars(True)
    )
