"""Local quarter-hours, hours and days: 96, 24 and 1 of them, or 92 and 100 when clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cloud.footfall.counts import Times
from cloud.footfall.figures import Step

QUARTER_US: Final = 900_000_000
HOUR_US: Final = 4 * QUARTER_US


@dataclass(frozen=True, slots=True)
class Calendar:
    """Consecutive local days, cut into hours and quarter-hours; the last may still run.

    Attributes:
        zone: whose wall clock is meant.
        edges_us: of each step, where its n periods begin, and where the last one ends.
        gone: share of the last day that is over; its edge is the end of its last whole hour.
    """

    zone: ZoneInfo
    edges_us: dict[Step, Times]
    gone: float

    def inside(self, step: Step, wider: Step) -> NDArray[np.intp]:
        """Return for each period of `step` the number of the `wider` one that holds it."""
        begin_us = self.edges_us[step][:-1]
        return np.searchsorted(self.edges_us[wider], begin_us, side="right") - 1

    def local(self, step: Step) -> list[datetime]:
        """Return the wall clock at which each period begins."""
        return [at_local(at_us, self.zone) for at_us in self.edges_us[step][:-1].tolist()]


def calendar(since_us: int, until_us: int, zone: ZoneInfo) -> Calendar:
    """Return the local days from that of `since_us` to that of `until_us`, as far as it has come.

    `until_us` is not before `since_us`.
    """
    first, last = (at_local(at_us, zone).date() for at_us in (since_us, until_us))
    days = [first + timedelta(number) for number in range((last - first).days + 2)]
    *begun, ends_us = (_midnight_us(day, zone) for day in days)
    gone_us = (until_us - begun[-1]) // HOUR_US * HOUR_US
    edges = [*begun, begun[-1] + gone_us] if gone_us else begun
    return Calendar(
        zone,
        {
            "quarter": _cut(edges, QUARTER_US),
            "hour": _cut(edges, HOUR_US),
            "day": np.array(edges, np.int64),
        },
        gone_us / (ends_us - begun[-1]) if gone_us else 1.0,
    )


def at_local(at_us: int, zone: ZoneInfo) -> datetime:
    """Return the wall clock of `zone` at an instant."""
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(zone)


def midnight_us(at_us: int, zone: ZoneInfo) -> int:
    """Return when the local day of an instant began."""
    return _midnight_us(at_local(at_us, zone).date(), zone)


def _midnight_us(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


def _cut(days: list[int], step_us: int) -> Times:
    begins = [at for begin, end in pairwise(days) for at in range(begin, end, step_us)]
    return np.array([*begins, days[-1]], np.int64)
