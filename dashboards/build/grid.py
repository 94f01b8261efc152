"""Panels on shelves, from left to right and from top to bottom of Grafana's 24 columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from grafana_foundation_sdk.models.dashboard import GridPos, Panel

COLUMNS: Final = 24


@dataclass(frozen=True, slots=True)
class Shelf:
    """Panels side by side, each with its width in columns; together they fill the page.

    Raises ValueError if they do not.
    """

    height: int
    panels: tuple[tuple[int, Panel], ...]

    def __post_init__(self) -> None:
        """Refuse a gap or an overflow: Grafana would mend it in its own way."""
        if (wide := sum(width for width, _ in self.panels)) != COLUMNS:
            raise ValueError(f"a shelf of {wide} columns, and not {COLUMNS}")


def placed(shelves: Iterable[Shelf]) -> list[Panel]:
    """Return the panels of all shelves, each in its place."""
    panels: list[Panel] = []
    y = 0
    for shelf in shelves:
        x = 0
        for width, panel in shelf.panels:
            panel.grid_pos = GridPos(h=shelf.height, w=width, x=x, y=y)
            panels.append(panel)
            x += width
        y += shelf.height
    return panels
