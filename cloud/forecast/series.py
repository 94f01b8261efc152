"""Runs of fill readings as arrays, and the running median that takes single bad echoes out."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Times: TypeAlias = NDArray[np.int64]
"""µs since 1970 UTC, ascending."""

Fills: TypeAlias = NDArray[np.float64]
"""Fill ratios, 1.0 = the full line, one per time."""

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US

# Readings this near one another outvote false echoes and chance surfaces of loose waste. Waste
# rises little meanwhile; in a series of one reading a day each stands alone.
NEAR_US = 10 * HOUR_US

# Medians of more readings than this cost time and gain nothing.
ENOUGH = 12


def steady(times: Times, fills: Fills) -> Fills:
    """Return each reading smoothed: the mean of the medians of the near ones behind and ahead.

    The lag of one and the lead of the other cancel. Lone readings stay as they are.
    """
    ahead = reach(times)
    return (_median(times, fills, -ahead) + _median(times, fills, ahead)) / 2


def before(times: Times, fills: Fills) -> Fills:
    """Return for each reading the median of the near ones ahead of it; the one ahead at least."""
    return _median(times, fills, -1 - reach(times))


def after(times: Times, fills: Fills) -> Fills:
    """Return for each reading the median of it and the near ones that follow."""
    return _median(times, fills, reach(times))


def reach(times: Times) -> NDArray[np.int64]:
    """Return the index steps, 0 first, that span what is near at the series' usual spacing."""
    usual_us = max(float(np.median(np.diff(times))), 1.0) if times.size > 1 else np.inf
    count = int(NEAR_US / usual_us) + 1
    return np.arange(0, count, -(-count // ENOUGH), dtype=np.int64)


def _median(times: Times, fills: Fills, steps: NDArray[np.int64]) -> Fills:
    """Return medians over index steps; the smallest step counts however far it is in time."""
    index = np.arange(times.size)
    smallest = int(np.argmin(np.abs(steps)))
    at = index[:, None] + steps[None, :]
    inside = (at >= 0) & (at < times.size)
    at = np.clip(at, 0, times.size - 1)
    base = at[:, smallest]
    # Half an hour of grace: no clock ticks evenly.
    near = np.abs(times[at] - times[base][:, None]) <= NEAR_US + HOUR_US // 2
    window = np.where(inside & near, fills[at], np.nan)
    window[:, smallest] = fills[base]
    # As numpy's nanmedian, which takes many times as long: what is no number is sorted to the end.
    window.sort(axis=1)
    count = np.count_nonzero(~np.isnan(window), axis=1)
    found: Fills = (window[index, (count - 1) // 2] + window[index, count // 2]) / 2
    return found
