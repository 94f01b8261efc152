"""Charts as shapes: across in per cent of the width, down in pixels.

So one drawing fits a screen and a phone, and its letters keep their size on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from cloud.footfall.figures import ProfileCell
from cloud.web.zone.slots import Slot

# Round figures at which an axis may have its lines.
_ROUND: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_LINES: Final = 5
# Share of a slot that its bar takes.
_BODY: Final = 0.62
CLASSES: Final = 6
WEEKDAYS: Final = 7
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A slot in a chart: its place and its body's in per cent, its heights in pixels from above.

    Heights are None where there is no figure, `before` also where there was none the week before.
    """

    slot: Slot
    left: float
    width: float
    body_left: float
    body_width: float
    middle: float
    top: float | None
    low: float | None
    high: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over a base line `height` pixels down, and lines (pixels down, figure) behind them."""

    height: float
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a weekday in the heat map; `shade` 0 … CLASSES - 1, None if not known."""

    weekday: int
    hour: int
    left: float
    mean: float | None
    shade: int | None
    peak: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """The usual week; shade n begins at `bounds[n]` passages an hour."""

    cells: tuple[Cell, ...]
    bounds: tuple[float, ...]


def bars(slots: Sequence[Slot], height: float) -> Chart:
    """Draw `slots` side by side, `height` pixels high; there is one at least."""
    most = max([_most(slot) for slot in slots])
    step = round_step(most, _LINES)
    count = ceil(most / step)
    each = 100 / len(slots)
    return Chart(
        height,
        tuple(_bar(slot, n * each, each, height, step * count) for n, slot in enumerate(slots)),
        tuple((height - height * n / count, step * n) for n in range(1, count + 1)),
    )


def heat(profile: Sequence[ProfileCell], peak: ProfileCell | None) -> Heat:
    """Draw the usual week, Monday first, all hours of all days."""
    known = {(cell.weekday, cell.hour): cell.mean for cell in profile}
    step = round_step(max((mean or 0.0 for mean in known.values()), default=1.0) or 1.0, CLASSES)
    where = (peak.weekday, peak.hour) if peak else None
    cells = []
    for weekday in range(WEEKDAYS):
        for hour in range(HOURS):
            mean = known.get((weekday, hour))
            shade = None if mean is None else min(int(mean / step), CLASSES - 1)
            left = hour * 100 / HOURS
            cells.append(Cell(weekday, hour, left, mean, shade, (weekday, hour) == where))
    return Heat(tuple(cells), tuple(step * n for n in range(CLASSES)))


def round_step(most: float, count: int) -> float:
    """Return the least round figure of which `count` reach `most`; `most` is positive."""
    power = 10.0 ** floor(log10(most / count))
    return next((power * head for head in _ROUND if power * head * count >= most), power * 10)


def _most(slot: Slot) -> float:
    period = slot.period
    if period is None:
        return 1.0
    return max(period.high or 0.0, period.passages or 0.0, period.week_before or 0.0, 1.0)


def _bar(slot: Slot, left: float, each: float, height: float, most: float) -> Bar:
    period = slot.period if slot.counted else None

    def down(value: float | None) -> float | None:
        return None if value is None else height - height * value / most

    return Bar(
        slot=slot,
        left=left,
        width=each,
        body_left=left + each * (1 - _BODY) / 2,
        body_width=each * _BODY,
        middle=left + each / 2,
        top=down(period.passages) if period else None,
        low=down(period.low) if period else None,
        high=down(period.high) if period else None,
        before=down(period.week_before) if period else None,
    )
