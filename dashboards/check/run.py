"""Every query of a dashboard, asked of a running store as Grafana would ask it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from dashboards.check.board import Board, Panel, Target, Variable
from dashboards.check.fill_in import Moment, fill_in
from dashboards.check.influx import Result, Series
from dashboards.check.interval import interval_ms
from dashboards.check.period import Span, period

Ask = Callable[[str], Result]

# Pixels of a column of the grid on an ordinary screen: Grafana asks for a point a pixel.
COLUMN_PX: Final = 79

# Of those orders that our variables have.
FALLING: Final = 2

MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What one query gave.

    Attributes:
        where: the panel or variable that asks.
        panel: the panel's id; None for a variable.
        query: as it was sent.
        span: the period that was asked for.
        series: what came.
        error: what is wrong with that, or nothing.
    """

    where: str
    panel: int | None
    query: str
    span: Span
    series: list[Series]
    error: str

    @property
    def rows(self) -> int:
        """How many rows came."""
        return sum(len(series.values) for series in self.series)


def run(board: Board, ask: Ask, now_ms: int) -> Iterator[Answer]:
    """Yield the answer to each variable's and each panel's query, variables filled in.

    Of a variable for one value the first one is picked, as on a page that was just opened.
    """
    picked: dict[str, list[str]] = {}
    for variable in board.templating.variables:
        if variable.type == "query":
            span = period(board, None, now_ms)
            query = fill_in(variable.query, Moment(span, MINUTE_MS, picked))
            answer = _answer(f"variable {variable.name}", None, query, span, ask)
            picked[variable.name] = _picked(variable, answer.series)
            yield answer
    for panel in board.panels:
        for target in panel.targets:
            yield _of_panel(board, panel, target, picked, ask, now_ms)


def _of_panel(
    board: Board,
    panel: Panel,
    target: Target,
    picked: dict[str, list[str]],
    ask: Ask,
    now_ms: int,
) -> Answer:
    span = period(board, panel, now_ms)
    points = panel.grid_pos.w * COLUMN_PX
    stretch_ms = interval_ms(span.until_ms - span.since_ms, points, panel.interval)
    query = fill_in(target.query, Moment(span, stretch_ms, picked))
    return _answer(panel.title, panel.id, query, span, ask)


def _answer(where: str, panel: int | None, query: str, span: Span, ask: Ask) -> Answer:
    result = ask(query)
    empty = not any(
        cell is not None for one in result.series for row in one.values for cell in row[1:]
    )
    error = result.error or ("no data" if empty else "")
    return Answer(where, panel, query, span, result.series, error)


def _picked(variable: Variable, series: list[Series]) -> list[str]:
    """Return the picked values: `SHOW TAG VALUES` gives rows of key and value."""
    found = sorted({str(row[1]) for one in series for row in one.values})
    if variable.sort == FALLING:
        found.reverse()
    return found if variable.multi else found[:1] or [""]
