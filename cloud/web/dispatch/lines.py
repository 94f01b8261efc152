"""A plan as a list to work on: each truck's stops in order, with loads, times and locks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cloud.driven.delivery import Delivery
from cloud.plan.route import Left, Stop
from cloud.web.board import Board, Row
from cloud.web.panel import Panel, Step

MARKS: Final = {
    "issued": "○",
    "sent": "↗",
    "received": "◐",
    "accepted": "✓",
    "refused": "✗",
}
"""A shape for each state of a delivery, beside its word and its colour."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stop, or street sides that follow one another in one round.

    Attributes:
        step: the stop, or the last of the sides: what is on board then.
        row: the container with its fill; None if it is no container that the map has.
        sides: how many street sides it stands for; 0 if it is none.
        stop: where it begins.
    """

    step: Step
    row: Row | None
    locked: bool
    sides: int
    stop: Stop


@dataclass(frozen=True, slots=True)
class Group:
    """A truck's day, and how far its round has come; None: nothing was issued for it."""

    panel: Panel
    lines: tuple[Line, ...]
    delivery: Delivery | None

    @property
    def busy(self) -> bool:
        """Whether the truck leaves its depot."""
        return bool(self.lines)


def groups(
    board: Board, locks: Collection[str], deliveries: Mapping[str, Delivery]
) -> tuple[Group, ...]:
    """Return the trucks of a board with their lists."""
    rows = {row.container.id: row for row in board.rows}
    return tuple(
        Group(panel, tuple(_lines(panel, rows, locks)), deliveries.get(panel.route.truck))
        for panel in board.panels
    )


def left_rows(board: Board) -> tuple[tuple[Left, str, Row | None], ...]:
    """Return what the plan leaves, by chance of overflow, with its name."""
    rows = {row.container.id: row for row in board.rows}
    every = board.view.plan.left if board.view.plan else ()
    ordered = sorted(every, key=lambda one: (-one.p_overflow, one.container))
    found = ((one, rows.get(one.container)) for one in ordered)
    return tuple((one, row.container.name if row else one.container, row) for one, row in found)


def _lines(panel: Panel, rows: Mapping[str, Row], locks: Collection[str]) -> Iterator[Line]:
    for _, found in groupby(enumerate(panel.steps), key=_run):
        steps = [step for _, step in found]
        first, stop = steps[0], steps[0].stop
        yield Line(
            steps[-1] if stop.kind == "side" else first,
            rows.get(stop.ref) if stop.kind == "container" else None,
            stop.kind == "container" and stop.ref in locks,
            len(steps) if stop.kind == "side" else 0,
            stop,
        )


def _run(numbered: tuple[int, Step]) -> tuple[str, str | int]:
    at, step = numbered
    if step.stop.kind == "side":
        return "side", step.stop.ref.partition("/")[0]
    return "", at
