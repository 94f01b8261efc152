"""The period that a panel looks at: "now-7d", "now/d" and the like as instants."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dashboards.check.board import Board, Panel
from dashboards.check.interval import length_ms
from dashboards.errors import BadBoard

_SAID: Final = re.compile(r"now(?:([+-])(\d+(?:ms|[smhdwMy])))?(?:/([hdw]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends in milliseconds since 1970 UTC."""

    since_ms: int
    until_ms: int


def period(board: Board, panel: Panel | None, now_ms: int) -> Span:
    """Return what `panel` looks at, or what the whole dashboard does if it has no own period."""
    if panel is not None and panel.time_from is not None:
        said = panel.time_from
        since = said if said.startswith("now") else f"now-{said}"
        return Span(_instant(since, now_ms, board.timezone), now_ms)
    return Span(
        _instant(board.time.since, now_ms, board.timezone),
        _instant(board.time.until, now_ms, board.timezone),
    )


def _instant(said: str, now_ms: int, timezone: str) -> int:
    if (match := _SAID.fullmatch(said)) is None:
        raise BadBoard(f"{said!r} is no time such as now-7d")
    sign, length, unit = match.groups()
    at_ms = now_ms
    if length is not None:
        at_ms += length_ms(length) * (1 if sign == "+" else -1)
    return at_ms if unit is None else _begin(at_ms, unit, timezone)


def _begin(at_ms: int, unit: str, timezone: str) -> int:
    """Return when the local hour, day or week began."""
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone))
    begun = local.replace(minute=0, second=0, microsecond=0)
    if unit != "h":
        begun = begun.replace(hour=0)
    if unit == "w":
        begun -= timedelta(days=begun.weekday())
    return round(begun.timestamp() * 1000)
