"""Tables, and the table whose cells are coloured as a map of heat."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from grafana_foundation_sdk.builders import common, table
from grafana_foundation_sdk.builders.dashboard import FieldColor
from grafana_foundation_sdk.models.common import TableCellHeight
from grafana_foundation_sdk.models.dashboard import (
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
    MatcherConfig,
    Panel,
)

from dashboards.build.card import Card, dressed
from dashboards.build.looks import Labels, Steps, Unit, mapping, thresholds
from dashboards.build.target import Target

TIME: Final = "Time"


class Cell(Enum):
    """How a cell is painted."""

    PLAIN = "auto"
    TEXT = "color-text"
    FILLED = "color-background"
    BAR = "gauge"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: a field or tag of the query, and how people read it."""

    name: str
    title: str
    unit: Unit | None = None
    width: int | None = None
    cell: Cell = Cell.PLAIN
    steps: Steps | None = None
    labels: Labels | None = None
    decimals: int | None = None
    most: float | None = None

    def looks(self) -> list[DynamicConfigValue]:
        """Return what differs from the table's own looks."""
        said: dict[str, object] = {
            "displayName": self.title,
            "unit": self.unit,
            "custom.width": self.width,
            "thresholds": self.steps and thresholds(self.steps).build(),
            "mappings": self.labels and [mapping(self.labels)],
            "decimals": self.decimals,
            "min": None if self.most is None else 0,
            "max": self.most,
            "custom.cellOptions": self._cell(),
        }
        return [
            DynamicConfigValue(name, value) for name, value in said.items() if value is not None
        ]

    def matcher(self) -> MatcherConfig:
        """Return by what Grafana finds the column."""
        if self.name == TIME:
            return MatcherConfig("byType", "time")
        return MatcherConfig("byName", self.name)

    def _cell(self) -> dict[str, str] | None:
        if self.cell is Cell.PLAIN:
            return None
        mode = {"mode": "basic"} if self.cell in {Cell.FILLED, Cell.BAR} else {}
        return {"type": self.cell.value, **mode}


@dataclass(frozen=True, slots=True)
class Order:
    """The column by which a table is sorted at first."""

    title: str
    falling: bool = False


def rows(card: Card, query: str, columns: tuple[Column, ...], order: Order | None = None) -> Panel:
    """Return a table of `columns`, in their order; no other column of the query is shown."""
    names = [column.name for column in columns]
    panel = dressed(table.Panel(), card, Target(query)).cell_height(TableCellHeight.SM)
    if order is not None:
        panel = panel.sort_by(
            [common.TableSortByFieldState().display_name(order.title).desc(order.falling)]
        )
    for column in columns:
        panel = panel.with_override(column.matcher(), column.looks())
    return panel.with_transformation(
        DataTransformerConfig(
            "organize",
            options={
                "excludeByName": {} if TIME in names else {TIME: True},
                "indexByName": {name: index for index, name in enumerate(names)},
                "renameByName": {},
            },
        )
    ).build()


def heat(card: Card, query: str, row: str, column: str, labels: Labels) -> Panel:
    """Return a cell for each pair of the tags `row` and `column`, the hotter the redder."""
    return (
        dressed(table.Panel(), card, Target(query))
        .color_scheme(FieldColor().mode(FieldColorModeId.CONTINUOUS_YL_RD))
        .with_transformation(
            DataTransformerConfig(
                "groupingToMatrix",
                options={
                    "rowField": row,
                    "columnField": column,
                    "valueField": "mean",
                    "emptyValue": "null",
                },
            )
        )
        .with_override(
            MatcherConfig("byType", "number"),
            [
                DynamicConfigValue("custom.cellOptions", {"type": "color-background"}),
                DynamicConfigValue("custom.width", 52),
                DynamicConfigValue("custom.align", "center"),
            ],
        )
        .with_override(
            # So the transformation calls the column of what stands at the left.
            MatcherConfig("byName", f"{row}\\{column}"),
            [
                DynamicConfigValue("displayName", "jour"),
                DynamicConfigValue("mappings", [mapping(labels)]),
                DynamicConfigValue("custom.width", 100),
            ],
        )
        .build()
    )
