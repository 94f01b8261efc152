"""The usual week in a few figures: when it is busiest, and what share falls when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cloud.footfall.figures import ProfileCell
from cloud.web.words import Words
from cloud.web.zone.slots import Slot

MIDDAY: Final = range(12, 14)
DAYTIME: Final = range(9, 19)
_SATURDAY: Final = 5
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Usual:
    """Shares are of the passages that are published; None if nothing is."""

    peak: ProfileCell | None
    midday: float | None
    daytime: float | None
    weekend: float | None


def usual(profile: Sequence[ProfileCell], days: Iterable[Slot], words: Words) -> Usual:
    """Return the figures of `profile`; the weekend's share is that of the counted `days`."""
    known = [cell for cell in profile if cell.mean is not None]
    return Usual(
        peak=max(known, key=_mean, default=None),
        midday=_share(known, MIDDAY),
        daytime=_share(known, DAYTIME),
        weekend=_weekend(days, words),
    )


def _share(cells: Iterable[ProfileCell], hours: range) -> float | None:
    every = within = 0.0
    for cell in cells:
        every += _mean(cell)
        within += _mean(cell) if cell.hour in hours else 0.0
    return within / every if every > 0 else None


def _weekend(days: Iterable[Slot], words: Words) -> float | None:
    """Return the weekend's share of a mean week, so that a day lost does not weigh on it."""
    counted: defaultdict[int, list[float]] = defaultdict(list)
    for slot in days:
        if slot.state == "counted" and slot.period is not None:
            weekday = words.local(slot.begin_us).weekday()
            counted[weekday].append(slot.period.passages or 0.0)
    means = {weekday: sum(figures) / len(figures) for weekday, figures in counted.items()}
    every = sum(means.values())
    if len(means) < _WEEK or every <= 0:
        return None
    return sum(mean for weekday, mean in means.items() if weekday >= _SATURDAY) / every


def _mean(cell: ProfileCell) -> float:
    return cell.mean or 0.0
