"""Sets of a node's numbers as the fewest ranges: a healthy month of readings is one of them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from contract.receipt import Range

Numbers = tuple[Range, ...]
"""Ranges in ascending order, of which no two touch; both ends are included."""

Array = NDArray[np.int64]


def runs(array: Array) -> Numbers:
    """Return the numbers of `array`, in any order and with repeats."""
    each = np.unique(array)
    if not each.size:
        return ()
    breaks = np.flatnonzero(np.diff(each) > 1)
    firsts = each[np.concatenate(([0], breaks + 1))]
    lasts = each[np.concatenate((breaks, [each.size - 1]))]
    return tuple(zip(firsts.tolist(), lasts.tolist(), strict=True))


def union(*sets: Iterable[Range]) -> Numbers:
    """Return what is in any of `sets`, whose ranges may overlap and stand in any order."""
    merged: list[Range] = []
    for first, last in sorted(one for numbers in sets for one in numbers):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def without(numbers: Numbers, gone: Numbers) -> Numbers:
    """Return what is in `numbers` and not in `gone`."""
    left: list[Range] = []
    at = 0
    for first, last in numbers:
        begin = first
        while at < len(gone) and gone[at][1] < begin:
            at += 1
        look = at
        while look < len(gone) and gone[look][0] <= last:
            if begin < gone[look][0]:
                left.append((begin, gone[look][0] - 1))
            begin = gone[look][1] + 1
            look += 1
        if begin <= last:
            left.append((begin, last))
    return tuple(left)


def within(numbers: Numbers, first: int, last: int) -> Numbers:
    """Return those of `numbers` from `first` to `last`."""
    cut = ((max(first, low), min(last, high)) for low, high in numbers)
    return tuple((low, high) for low, high in cut if low <= high)


def count(numbers: Numbers) -> int:
    """Return how many numbers there are."""
    return sum(last - first + 1 for first, last in numbers)
