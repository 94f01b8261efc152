"""The instants at which a container was emptied, found in its fill series."""

import numpy as np
from numpy.typing import NDArray

from cloud.forecast.series import NEAR_US, Fills, Times, after, before, reach

# A fresh surface of loose waste moves a reading by some hundredths; an emptying goes further.
LEAST_DROP = 0.08

# ... and further than this many times the series' own scatter.
DROP_IN_SCATTERS = 3

# What stays in an emptied container, the sensor's error, and what comes in the next hours.
EMPTY_AT_MOST = 0.2

# Readings on either side that confirm an emptying, where the series is dense enough.
CONFIRM = 3

# A drop like this is an emptying even when the first reading after it comes late.
PLAIN_DROP = 0.3


def emptyings(times: Times, fills: Fills) -> Times:
    """Return the time of the first reading after each emptying, oldest first.

    Medians of the near readings stand on both sides of a drop, so that false echoes do not count,
    and a slow sag of the waste never falls far enough between two readings.
    """
    if times.size < 2:  # noqa: PLR2004 - a drop needs two readings
        return times[:0]
    high, low = before(times, fills), after(times, fills)
    drop = high - low
    scatter = 1.4826 * float(np.median(np.abs(fills - (high + low) / 2)))
    least = max(LEAST_DROP, DROP_IN_SCATTERS * scatter)
    candidates = np.flatnonzero((drop >= PLAIN_DROP) | ((drop >= least) & (low <= EMPTY_AT_MOST)))
    # At either end of a series too few readings outvote a false echo: wait for the next ones.
    ends = CONFIRM - 1 if reach(times).size >= CONFIRM else 0
    candidates = candidates[(candidates > ends) & (candidates < times.size - ends)]
    apart = np.flatnonzero(np.diff(times[candidates]) > NEAR_US) + 1
    groups = [group for group in np.split(candidates, apart) if group.size]
    return times[[_edge(times, fills, group, high, low) for group in groups]]


def _edge(times: Times, fills: Fills, group: NDArray[np.intp], high: Fills, low: Fills) -> int:
    """Return where the step of a group of neighbouring candidates is.

    Every reading around it votes whether it is nearer to the level before or after.
    """
    middle = (high[group].max() + low[group].min()) / 2
    start = int(np.searchsorted(times, times[group[0] - 1] - NEAR_US))
    end = int(np.searchsorted(times, times[group[-1]] + NEAR_US, side="right"))
    votes = np.where(fills[start:end] > middle, 1, -1)
    return min(start + int(np.argmax(np.cumsum(votes))) + 1, times.size - 1)
