"""How a container fills: its rise by weekday and the day to day variance of it."""

from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cloud.forecast.calendar import local, weekday_shares
from cloud.forecast.series import DAY_US, HOUR_US, Fills, Times, steady

# What happened in a longer silence is not known: no rise is learned across it.
GAP_US = 36 * HOUR_US

# Above this people start to put bags beside the container, and the sensor sees no rise.
CENSORED_AT = 0.95

# A season changes a rhythm: a day this old counts half.
HALF_LIFE_DAYS = 28.0

# How many days of history the registry's mean arrival is worth.
PRIOR_DAYS = 2.0

# How many days of its own a weekday needs to count as much as the mean of all weekdays.
WEEKDAY_DAYS = 2.0

# Spread of a day's rise in parts of its mean, until the series shows its own.
PRIOR_SPREAD = 0.5

# Nobody who knows nothing of a container should expect it never to fill.
UNKNOWN_RISE = 0.1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A container's rise, in fill ratio.

    Attributes:
        by_weekday: mean rise of a day, Monday first.
        variance: of one day's rise around that mean.
        level_variance: error of one smoothed level reading.
        days: weight of the history behind it, in days.
    """

    by_weekday: tuple[float, ...]
    variance: float
    level_variance: float
    days: float

    def rise(self, from_us: int, to_us: int, zone: ZoneInfo) -> tuple[float, float]:
        """Return mean and variance of the rise between two instants."""
        shares = weekday_shares(from_us, to_us, zone)
        days = float(shares.sum())
        # The mean is itself known from so many days only: its error grows with the distance.
        doubt = self.variance * days**2 / (self.days + PRIOR_DAYS)
        return float(shares @ np.asarray(self.by_weekday)), self.variance * days + doubt


@dataclass(frozen=True, slots=True)
class _Rises:
    """Observed rises: shares (n, 7), rise (n,), weight (n,), follows (n,): in one cycle's row."""

    shares: NDArray[np.float64]
    rise: NDArray[np.float64]
    weight: NDArray[np.float64]
    follows: NDArray[np.bool_]


def learn(
    times: Times, fills: Fills, emptied: Times, zone: ZoneInfo, prior: float | None
) -> Rhythm:
    """Return the rhythm of a series whose emptyings are known.

    `prior` is the mean rise of a day to expect without history. Weekday means are the ridge
    regression of the rises on the part of each weekday that they span, drawn to the overall mean.
    """
    seen = _rises(times, fills, emptied, zone)
    span = seen.shares.sum(axis=1)
    days = float(seen.weight @ span)
    start = prior if prior is not None else UNKNOWN_RISE
    mean = max(0.0, (float(seen.weight @ seen.rise) + PRIOR_DAYS * start) / (days + PRIOR_DAYS))
    by_weekday = _ridge(seen, mean)
    rest = seen.rise - seen.shares @ by_weekday
    guess = (PRIOR_SPREAD * mean) ** 2
    variance = (seen.weight @ rest**2 + PRIOR_DAYS * guess) / (days + PRIOR_DAYS)
    level = _level_variance(seen, rest, float(variance))
    return Rhythm(
        by_weekday=tuple(float(rise) for rise in by_weekday),
        variance=max(float(variance) - 2 * level, 0.1 * guess, 1e-6),
        level_variance=level,
        days=days,
    )


def _ridge(seen: _Rises, mean: float) -> NDArray[np.float64]:
    # A rise over part of a day is known less well than its span says: the level's error stays.
    weight = seen.weight / np.maximum(seen.shares.sum(axis=1), 0.3)
    left = seen.shares.T @ (weight[:, None] * seen.shares) + WEEKDAY_DAYS * np.eye(7)
    right = seen.shares.T @ (weight * seen.rise) + WEEKDAY_DAYS * mean
    return np.maximum(np.linalg.solve(left, right), 0.0)


def _level_variance(seen: _Rises, rest: NDArray[np.float64], variance: float) -> float:
    """Return the error of a level: an error read high makes the next rise too low by as much."""
    both = seen.follows[1:]
    if not both.any():
        return variance / 4
    pull = -float(np.average((rest[1:] * rest[:-1])[both], weights=seen.weight[1:][both]))
    return min(max(pull, 0.0), variance / 3)


def _rises(times: Times, fills: Fills, emptied: Times, zone: ZoneInfo) -> _Rises:
    """Cut the series at emptyings, silences and midnights, and measure each piece."""
    cut = np.searchsorted(times, emptied)
    gaps = np.flatnonzero(np.diff(times) > GAP_US) + 1
    bounds = sorted({0, *cut.tolist(), *gaps.tolist(), times.size})
    rows: list[tuple[NDArray[np.float64], float, float, bool]] = []
    for first, end in pairwise(bounds):
        follows = False
        level = steady(times[first:end], fills[first:end])
        for here, there in pairwise(_midnights(times, first, end, zone)):
            if level[here - first] >= CENSORED_AT:
                break
            age = (int(times[-1]) - int(times[there])) / DAY_US
            span = weekday_shares(int(times[here]), int(times[there]), zone)
            rows.append(
                (
                    span,
                    level[there - first] - level[here - first],
                    0.5 ** (age / HALF_LIFE_DAYS),
                    follows,
                )
            )
            follows = True
    return _Rises(
        shares=np.array([row[0] for row in rows]).reshape(-1, 7),
        rise=np.array([row[1] for row in rows], dtype=np.float64),
        weight=np.array([row[2] for row in rows], dtype=np.float64),
        follows=np.array([row[3] for row in rows], dtype=np.bool_),
    )


def _midnights(times: Times, first: int, end: int, zone: ZoneInfo) -> list[int]:
    """Return the indices of a cycle's first reading, the first of each local day, and the last."""
    marks = [first]
    day_us = _day_end(int(times[first]), zone)
    while (at := int(np.searchsorted(times[:end], day_us))) < end:
        marks.append(at)
        day_us = _day_end(int(times[at]), zone)
    if marks[-1] != end - 1:
        marks.append(end - 1)
    return marks


def _day_end(at_us: int, zone: ZoneInfo) -> int:
    """Return the next local midnight; an hour off on the two days of the year that change time."""
    here = local(at_us, zone)
    gone_s = here.hour * 3600 + here.minute * 60 + here.second
    return at_us - at_us % 1_000_000 + (86_400 - gone_s) * 1_000_000
