"""Local days: which weekday an instant falls on, and how much of a day's waste comes by when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

# People bring waste by daylight and in the evening: evenly between these hours, none at night.
FIRST_HOUR = 6.0
LAST_HOUR = 22.0


def local(at_us: int, zone: ZoneInfo) -> datetime:
    """Return the wall clock of `zone` at an instant."""
    return datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(zone)


def weekday_shares(from_us: int, to_us: int, zone: ZoneInfo) -> NDArray[np.float64]:
    """Return how many days' worth of waste of each weekday, Monday first, fall in between."""
    shares = np.zeros(7)
    start, end = local(from_us, zone), local(to_us, zone)
    shares[start.weekday()] -= _come_by(start)
    day = start.date()
    while day < end.date():
        shares[day.weekday()] += 1.0
        day += timedelta(days=1)
    shares[end.weekday()] += _come_by(end)
    return shares


def _come_by(at: datetime) -> float:
    """Return the part of a day's waste that has come by this hour."""
    hour = at.hour + at.minute / 60 + at.second / 3600
    return min(1.0, max(0.0, (hour - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR)))
