"""The fill of a container now and at an instant to come, each with its spread."""

from dataclasses import dataclass
from math import erf, sqrt
from zoneinfo import ZoneInfo

import numpy as np

from cloud.forecast.rhythm import Rhythm
from cloud.forecast.series import DAY_US, Fills, Times

# Of a container that has never been read nothing is known but that somebody empties it.
UNKNOWN_FILL = 0.5
UNKNOWN_SPREAD = 0.3

# Readings of the last day that the level is the median of, and how many of them are of different
# surfaces: at night nobody throws anything in, and all readings see the same one.
ENOUGH = 24
SURFACES = 6

# What a sensor's mounting and the tables of a container's shape are off by at best.
SENSOR_SPREAD = 0.01

# How far ahead an overflow is looked for, and how finely.
HORIZON_DAYS = 14
FINE_US = 600_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """A smoothed fill with its variance, at an instant."""

    at_us: int
    fill_ratio: float
    variance: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is expected of a container from its last level on."""

    level: Level
    rhythm: Rhythm
    zone: ZoneInfo

    def fill(self, at_us: int) -> tuple[float, float]:
        """Return expected fill at an instant and its standard deviation."""
        mean, variance = self.rhythm.rise(self.level.at_us, at_us, self.zone)
        return self.level.fill_ratio + mean, sqrt(self.level.variance + variance)

    def p_full(self, at_us: int) -> float:
        """Return the probability of having reached the full line by then.

        Many small deposits add up to nearly a normal distribution.
        """
        mean, spread = self.fill(at_us)
        return 0.5 * (1.0 + erf((mean - 1.0) / (spread * sqrt(2.0))))

    def full_at_us(self) -> int | None:
        """Return when the expected fill reaches the full line, if it does within the horizon."""
        low, high = self.level.at_us, self.level.at_us + HORIZON_DAYS * DAY_US
        if self.level.fill_ratio >= 1.0:
            return low
        if self.fill(high)[0] < 1.0:
            return None
        while high - low > FINE_US:
            middle = (low + high) // 2
            low, high = (low, middle) if self.fill(middle)[0] >= 1.0 else (middle, high)
        return high


def level_of(times: Times, fills: Fills, emptied: Times, rhythm: Rhythm, zone: ZoneInfo) -> Level:
    """Return the level at the newest reading, from the last day's readings of this cycle.

    Each is moved forward by the rise expected since, then the median is taken: many surfaces of
    loose waste know more than the last one.
    """
    last = int(times[-1])
    since = max(last - DAY_US, int(emptied[-1]) if emptied.size else 0)
    recent = np.flatnonzero(times >= since)
    recent = recent[:: -(-recent.size // ENOUGH)]
    moved = fills[recent] + [rhythm.rise(int(times[i]), last, zone)[0] for i in recent]
    level = float(np.median(moved))
    if recent.size < SURFACES:
        return Level(last, level, rhythm.level_variance)
    scatter = 1.4826 * float(np.median(np.abs(moved - level)))
    return Level(last, level, max(scatter**2 / SURFACES, SENSOR_SPREAD**2))


def unknown_level(now_us: int) -> Level:
    """Return the level of a container that has never been read."""
    return Level(now_us, UNKNOWN_FILL, UNKNOWN_SPREAD**2)
