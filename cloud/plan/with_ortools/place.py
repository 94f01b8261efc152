"""Where a container costs least: the gap, and whether a new visit to a tip follows it there."""

from random import Random
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cloud.plan.with_ortools.gaps import Gaps
from cloud.plan.with_ortools.points import NEVER, Ints

# How likely a place is passed over though it is the best; of the paper.
BLINK: Final = 0.01

# After so many places that would make someone late all are looked at together.
MISSES: Final = 5


class Place(NamedTuple):
    """A gap in a truck's tour, and the point of a tip that is visited next, if any."""

    truck: int
    gap: int
    tip: int | None


def place_for(gaps: Gaps, c: int, price: int, random: Random) -> Place | None:
    """Return where a container costs least; None if it costs its price everywhere."""
    of, wide = gaps.of, slice(gaps.wide)
    row: Ints = of.extra[c] + gaps.first
    if gaps.capped:
        row = np.where(gaps.within_caps(c, 0), row, NEVER)
    to = of.cost_to[c].take(gaps.before[:, wide])
    to -= gaps.arc[:, wide]
    to += row[:, None]
    fits = _fits(gaps.room, gaps, c)
    extra = np.where(fits, to + of.cost_out[c].take(gaps.after[:, wide]), NEVER)
    best, price = _in_time(gaps, c, None, extra, price, random)
    if not of.near_tips[c]:
        return best
    fits = _fits(gaps.ahead, gaps, c) & gaps.lone[:, wide]
    if gaps.capped:
        fits = fits & gaps.within_caps(c, 1)[:, None]
    to = np.where(fits, to, NEVER)
    for t in of.near_tips[c]:
        there = of.cost_out[c].take(of.base + (of.n + t))
        extra = to + gaps.tip_cost[t][:, wide] + np.where(of.may_tip[t], there, NEVER)[:, None]
        found, price = _in_time(gaps, c, t, extra, price, random)
        best = found or best
    return best


def _fits(room: Ints, gaps: Gaps, c: int) -> NDArray[np.bool_]:
    kg, litres = gaps.of.loads[c]
    free = room[gaps.of.stream[c], :, :, : gaps.wide]
    fits: NDArray[np.bool_] = (free[0] >= kg) & (free[1] >= litres)
    return fits


def _in_time(
    gaps: Gaps, c: int, tip: int | None, extra: Ints, price: int, random: Random
) -> tuple[Place | None, int]:
    """Return the cheapest gap below a price that leaves no one late, and its price."""
    flat, misses = extra.reshape(-1), 0
    while (cost := int(flat[at := int(flat.argmin())])) < price:
        v, gap = divmod(at, gaps.wide)
        if random.random() > BLINK and gaps.punctual(c, tip, v, gap):
            return Place(v, gap, None if tip is None else gaps.of.n + tip), cost
        flat[at] = NEVER
        misses += 1
        if misses == MISSES:
            extra[gaps.late(c, tip)] = NEVER
    return None, price
