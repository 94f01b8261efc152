"""Which ticket is of which unloading: one to one, as well as it can be done.

Only a ticket and an unloading of one truck, one site and one stream can be a pair, and only within
the window. Of all ways to pair them, one with the most pairs is taken, and of those one with the
least cost. The cost of a pair is the seconds between the two, plus, where the crew told a weight,
a second for each kilogram by which it differs from the ticket's net, at most as much as the window.
That a kilogram weighs as much as a second is our own choice; that the assignment is the cheapest
there is comes from the solver, a shortest augmenting path (Crouse, "On implementing 2D rectangular
assignment algorithms", IEEE T-AES 52(4), 2016), which is scipy's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from cloud.registry.values import Ticket, Unloading

_SECOND_US: Final = 1_000_000
# Who weighs the same load twice does so at once.
TWIN_US: Final = 30 * 60 * _SECOND_US

Group = tuple[str, str, str]
"""Truck, site, stream."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A ticket and the unloading that it is of; `apart_s` is positive if it was weighed later."""

    ticket: Ticket
    unloading: Unloading
    apart_s: int
    cost: int


@dataclass(frozen=True, slots=True)
class Orphan:
    """A ticket without an unloading: nobody unloaded then, or no truck has its plate."""

    ticket: Ticket
    why: Literal["unloading", "plate"]


@dataclass(frozen=True, slots=True)
class Twins:
    """Two tickets that differ in hardly more than their numbers: one load, weighed twice?"""

    first: Ticket
    second: Ticket


@dataclass(frozen=True, slots=True)
class Matching:
    """Tickets and unloadings, each in one place, by time; twins are told beside that."""

    pairs: tuple[Pair, ...]
    orphans: tuple[Orphan, ...]
    missing: tuple[Unloading, ...]
    twins: tuple[Twins, ...]


def match(
    tickets: Iterable[Ticket],
    unloadings: Iterable[Unloading],
    trucks: Mapping[str, str],
    window_us: int,
) -> Matching:
    """Match what was weighed to what was unloaded; `trucks` has a truck by its plate.

    The order of what is given does not matter.
    """
    weighed = sorted(tickets, key=lambda one: (one.at_us, one.key))
    emptied = sorted(unloadings, key=lambda one: (one.at_us, one.id))
    pairs = [
        pair
        for left, right in _together(weighed, emptied, trucks, window_us)
        for pair in _assigned(left, right, window_us)
    ]
    pairs.sort(key=lambda pair: (pair.ticket.at_us, pair.ticket.key))
    matched = {pair.ticket.key for pair in pairs}
    done = {pair.unloading.id for pair in pairs}
    return Matching(
        tuple(pairs),
        tuple(
            Orphan(one, "unloading" if one.plate in trucks else "plate")
            for one in weighed
            if one.key not in matched
        ),
        tuple(one for one in emptied if one.id not in done),
        tuple(_twins(weighed)),
    )


def cost(ticket: Ticket, unloading: Unloading, window_us: int) -> int | None:
    """Return what it costs to hold the two for one event; None beyond the window."""
    apart_us = abs(ticket.at_us - unloading.at_us)
    if apart_us > window_us:
        return None
    off_kg = 0 if unloading.weight_kg is None else abs(ticket.net_kg - unloading.weight_kg)
    return apart_us // _SECOND_US + min(off_kg, window_us // _SECOND_US)


def _together(
    weighed: Sequence[Ticket],
    emptied: Sequence[Unloading],
    trucks: Mapping[str, str],
    window_us: int,
) -> Iterator[tuple[list[Ticket], list[Unloading]]]:
    """Yield what may be paired at all: runs of a group without a gap beyond the window."""
    groups: dict[Group, list[Ticket | Unloading]] = defaultdict(list)
    for ticket in weighed:
        if (truck := trucks.get(ticket.plate)) is not None:
            groups[truck, ticket.site, ticket.stream].append(ticket)
    for unloading in emptied:
        groups[unloading.truck, unloading.tip, unloading.stream].append(unloading)
    for group in groups.values():
        group.sort(key=lambda one: one.at_us)
        cuts = [i for i, (a, b) in enumerate(pairwise(group), 1) if b.at_us - a.at_us > window_us]
        for begin, end in pairwise([0, *cuts, len(group)]):
            run = group[begin:end]
            left = [one for one in run if isinstance(one, Ticket)]
            right = [one for one in run if isinstance(one, Unloading)]
            if left and right:
                yield left, right


def _assigned(left: Sequence[Ticket], right: Sequence[Unloading], window_us: int) -> Iterator[Pair]:
    """Yield the cheapest of the largest sets of pairs."""
    # 20 MB that the pages do without until somebody matches tickets.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    costs = [[cost(ticket, unloading, window_us) for unloading in right] for ticket in left]
    # One pair less is dearer than all pairs at their dearest.
    never = 1 + 2 * (window_us // _SECOND_US + 1) * min(len(left), len(right))
    matrix = np.array([[never if one is None else one for one in row] for row in costs])
    for i, j in zip(*linear_sum_assignment(matrix), strict=True):
        found = costs[i][j]
        if found is not None:
            apart_us = left[i].at_us - right[j].at_us
            yield Pair(left[i], right[j], round(apart_us / _SECOND_US), found)


def _twins(weighed: Sequence[Ticket]) -> Iterator[Twins]:
    last: dict[tuple[object, ...], Ticket] = {}
    for ticket in weighed:
        alike = (ticket.site, ticket.plate, ticket.stream, ticket.gross_kg, ticket.tare_kg)
        before = last.get(alike)
        if before is not None and ticket.at_us - before.at_us <= TWIN_US:
            yield Twins(before, ticket)
        last[alike] = ticket
