"""The usual week of a zone: mean passages of each hour of each weekday."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from cloud.footfall.figures import Period, ProfileCell


def profile(hours: Sequence[Period], local: Sequence[datetime], least: float) -> list[ProfileCell]:
    """Return the cells for which there is a figure, Monday 00 h first; hours begin at `local`.

    An hour that is withheld counts as half of `least`, so that a mean tells no more than what is
    shown anyway. A mean that would rest on such hours for the most part is withheld itself.
    """
    cells: defaultdict[tuple[int, int], list[Period]] = defaultdict(list)
    for hour, at in zip(hours, local, strict=True):
        if hour.withheld or hour.passages is not None:
            cells[at.weekday(), at.hour].append(hour)
    return [
        ProfileCell(weekday, hour, _mean(cells[weekday, hour], least), len(cells[weekday, hour]))
        for weekday, hour in sorted(cells)
    ]


def _mean(hours: Sequence[Period], least: float) -> float | None:
    shown = [hour.passages for hour in hours if hour.passages is not None]
    hidden = len(hours) - len(shown)
    if hidden > len(shown):
        return None
    return (sum(shown) + hidden * least / 2) / len(hours)
