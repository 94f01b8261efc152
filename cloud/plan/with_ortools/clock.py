"""When work on a tour begins, and by when it must, by the windows of its points."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.plan.with_ortools.points import NEVER, Ints, Points

Begins: TypeAlias = Sequence[tuple[int, int]]
"""The first and last instants at which work may begin; none if it may at any time."""


def opened(begins: Begins, at_s: int) -> int:
    """Return when work begins for one who comes at an instant; NEVER if that is too late."""
    if not begins:
        return at_s
    return next((max(at_s, opens) for opens, last in begins if at_s <= last), NEVER)


def all_opened(begins: Begins, at_s: Ints) -> Ints:
    """Return the same of many instants."""
    begin = np.full_like(at_s, NEVER) if begins else at_s
    for opens, last in reversed(begins):
        begin = np.where(at_s <= last, np.maximum(at_s, opens), begin)
    return begin


def clock(of: Points, v: int, b: NDArray[np.intp], legs: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Return of each gap when work before it begins, and by when it must after it.

    Args:
        of: the points.
        v: the truck.
        b: the points after the gaps, in the tour's order; the last is the truck's end.
        legs: seconds from the beginning of work before each gap to arrival after it.
    """
    one = of.trucks[v]
    if of.several[b].any():
        return _clock_of_several(of, v, b.tolist(), legs.tolist())
    since = np.cumsum(legs, dtype=np.int64)
    opens = np.maximum(np.maximum.accumulate(of.opens[b] - since), one.head.at_s) + since
    closes = of.closes[b]
    closes[-1] = one.until_s
    latest = np.minimum.accumulate((closes - since)[::-1])[::-1] + since
    return np.concatenate([[one.head.at_s], opens[:-1]]), latest


def _clock_of_several(of: Points, v: int, b: list[int], legs: list[int]) -> tuple[Ints, Ints]:
    """Return the same where some point has several windows."""
    now_s, by_s = of.trucks[v].head.at_s, of.trucks[v].until_s
    begin, latest = [now_s], []
    for point, leg in zip(b, legs, strict=True):
        # Who is too late is so from then on, but sums of it fit in 64 bits.
        now_s = min(opened(of.begins[point], now_s + leg), now_s + leg + NEVER // 1000)
        begin.append(now_s)
    for point, leg in zip(reversed(b), reversed(legs), strict=True):
        if windows := of.begins[point]:
            ways = (min(by_s, last) for opens, last in reversed(windows) if opens <= by_s)
            by_s = next(ways, -NEVER)
        latest.append(by_s)
        by_s -= leg
    return np.array(begin[:-1], np.int64), np.array(latest[::-1], np.int64)
