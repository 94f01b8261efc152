"""Where a truck that collects in a given order unloads: the cheapest places, found exactly.

The split of a giant tour (C. Prins, "A simple and effective evolutionary algorithm for the
vehicle routing problem", Computers & Operations Research 31, 2004) with a choice of tips: labels
walk along the order, each the cost and the clock of having unloaded after some of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from math import sqrt
from typing import NamedTuple

import numpy as np

from cloud.plan.body import Body, Part, at_start, emptied, filled
from cloud.plan.head import duty_s, duty_windows
from cloud.plan.problem import Duty, Pickup, Problem, Side, Tip, Tour, Truck

LATE_UEUR = 10**15
"""What a window missed costs here: an order that misses one is still split."""

LATEST_S = 10 * 86_400

TIPS_IN_A_ROW = 2
"""No more are tried where so many do."""


class _Label(NamedTuple):
    """Having unloaded after some of the order."""

    cost_ueur: int
    at_s: int
    unloads: int
    place: int
    way: "_Way"


class _Way(NamedTuple):
    """How a label came about, the newest leg outside; the loads are an interval of the order."""

    before: "_Way | None"
    since: int
    upto: int
    tips: tuple[Tip, ...]


class _Leg(NamedTuple):
    """A stretch of the order between two unloadings, and the tips that follow it."""

    since: int
    upto: int
    tips: tuple[Tip, ...]


def split(problem: Problem, truck: Truck, order: Sequence[Pickup | Side]) -> Tour | None:
    """Return the cheapest tour that collects in this order; None if it fits no such tour.

    Wherever it unloads it unloads all, at one tip or at several in a row. What it carries over it
    may unload first or after the first loads. The truck's fixed duties are those before the order,
    tips and all.
    """
    walk = _Walk(problem, truck, order)
    body, at_s, place = walk.after_fixed()
    unloads = sum(isinstance(duty, Tip) for duty in truck.fixed)
    starts = [_Label(0, at_s, unloads, place, _Way(None, 0, 0, ()))]
    labels: list[list[_Label]] = [[] for _ in range(len(order) + 1)]
    for leg in walk.legs(0, body):
        labels[leg.upto] += [walk.along(one, leg) for one in starts]
    if not body.streams:
        labels[0] = starts
    empty = Body((Part(),) * len(body.parts))
    for since in range(len(order)):
        labels[since] = walk.best(labels[since], since)
        if labels[since]:
            for leg in walk.legs(since, empty):
                labels[leg.upto] += [
                    walk.along(one, leg)
                    for one in labels[since]
                    if truck.trips is None or one.unloads + len(leg.tips) <= truck.trips
                ]
    ends = [walk.home(label) for label in labels[-1]]
    if not ends:
        return None
    best = min(ends, key=lambda label: label[:3])
    return (*truck.fixed, *_duties(best.way, order))


def _duties(way: _Way | None, order: Sequence[Pickup | Side]) -> Tour:
    legs: list[_Way] = []
    while way is not None:
        legs.append(way)
        way = way.before
    return tuple(
        duty for leg in reversed(legs) for duty in (*order[leg.since : leg.upto], *leg.tips)
    )


def _empties(row: tuple[Tip, ...], streams: frozenset[str]) -> bool:
    """Tell whether tips empty a body that holds these streams, each of them some of it."""
    left = set(streams)
    for tip in row:
        if not left & set(tip.streams):
            return False
        left -= set(tip.streams)
    return not left


def _beats(one: tuple[int, ...] | None, other: tuple[int, ...] | None, *, first: bool) -> bool:
    """Tell whether a way is at least as good in all; of two alike the first is."""
    if one is None or other is None:
        return False
    return first if one == other else all(a <= b for a, b in zip(one, other, strict=True))


class _Walk:
    """A truck on the problem's roads, without breaks, along an order."""

    def __init__(self, problem: Problem, truck: Truck, order: Sequence[Pickup | Side]) -> None:
        self._problem, self._truck, self._order = problem, truck, order
        travel = problem.travel(truck)
        self._metres, self._seconds = travel.metres, travel.seconds
        self._gone_m, self._gone_s = self._gone()
        self._start = truck.fixed[-1].leaves if truck.fixed else truck.start
        self._timed = [0]
        for load in order:
            self._timed.append(self._timed[-1] + bool(duty_windows(load)))
        tips = [tip for tip in problem.tips if set(tip.streams) & set(truck.streams)]

        @cache
        def unloadings(streams: frozenset[str]) -> tuple[tuple[Tip, ...], ...]:
            found: list[tuple[Tip, ...]] = []
            for often in range(1, len(streams) + 1):
                found += (row for row in permutations(tips, often) if _empties(row, streams))
                if found and often >= TIPS_IN_A_ROW:
                    break
            return tuple(found)

        @cache
        def ends(upto: int, streams: frozenset[str]) -> tuple[tuple[Tip, ...], ...]:
            rows = unloadings(streams)
            vias = [self._via(row, upto) for row in rows]
            return tuple(
                row
                for n, (row, via) in enumerate(zip(rows, vias, strict=True))
                if not any(_beats(vias[m], via, first=m < n) for m in range(len(rows)) if m != n)
            )

        self._ends = ends

    def best(self, labels: list[_Label], since: int) -> list[_Label]:
        """Return the labels that no other beats at the next load, in cost, clock and unloads."""
        place, costs = self._order[since].place, self._truck.costs
        reached = []
        for label in labels:
            way_m = int(self._metres[label.place, place])
            way_s = int(self._seconds[label.place, place])
            cost = label.cost_ueur + way_m * costs.per_m_ueur + way_s * costs.per_s_ueur
            reached.append(((cost, label.at_s + way_s, label.unloads), label))
        kept: list[tuple[tuple[int, int, int], _Label]] = []
        for mine, label in sorted(reached, key=lambda one: one[0]):
            if not any(_beats(one, mine, first=True) for one, _ in kept):
                kept.append((mine, label))
        return [label for _, label in kept]

    def _via(self, row: tuple[Tip, ...], upto: int) -> tuple[int, ...] | None:
        """Return what unloading at one tip between two of the order comes to: less is better.

        Metres, seconds, the earliest that the next can be reached, and the latest that the last
        may be left, negative. None where tips with several windows, or several tips, part them.
        """
        if len(row) != 1 or len(row[0].windows) > 1:
            return None
        (tip,) = row
        here = self._order[upto - 1].leaves if upto else self._start
        there = self._order[upto].place if upto < len(self._order) else self._truck.end
        to_s, on_s = int(self._seconds[here, tip.place]), int(self._seconds[tip.place, there])
        metres = int(self._metres[here, tip.place]) + int(self._metres[tip.place, there])
        opens_s, closes_s = (
            (tip.windows[0].opens_s, tip.windows[0].closes_s) if tip.windows else (0, LATEST_S)
        )
        earliest_s, latest_s = opens_s + tip.unload_s + on_s, closes_s - tip.unload_s - to_s
        return metres, to_s + tip.unload_s + on_s, earliest_s, -latest_s

    def after_fixed(self) -> tuple[Body, int, int]:
        """Return load, clock and place of the truck when its fixed duties are done."""
        body, at_s, place = at_start(self._truck), self._truck.hours[0], self._truck.start
        for duty in self._truck.fixed:
            at_s, _ = self._done(at_s, place, duty)
            place = duty.leaves
            if isinstance(duty, Tip):
                body = emptied(body, duty)
            else:
                body, _ = filled(self._truck, body, duty, self._problem.sigmas)
        return body, at_s, place

    def legs(self, since: int, body: Body) -> Iterator[_Leg]:
        """Yield the stretches from some place in the order that one body holds, with their tips."""
        if body.streams:
            for tips in self._ends(since, body.streams):
                yield _Leg(since, since, tips)
        for upto, streams in (self._alone if len(body.parts) == 1 else self._apart)(since, body):
            for tips in self._ends(upto, streams):
                yield _Leg(since, upto, tips)

    def _apart(self, since: int, body: Body) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield how far a body goes, and what is in it there."""
        for at in range(since, len(self._order)):
            body, broken = filled(self._truck, body, self._order[at], self._problem.sigmas)
            if broken:
                return
            yield at + 1, body.streams

    def _alone(self, since: int, body: Body) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield the same for a body in one piece, many times faster."""
        (room,), (part,) = self._truck.compartments, body.parts
        sigmas, stream = self._problem.sigmas, part.stream
        kg, litres, kg_var, l_var = part.kg, part.litres, part.kg_var, part.l_var
        for at in range(since, len(self._order)):
            load = self._order[at]
            if load.stream != stream and (stream is not None or load.stream not in room.streams):
                return
            stream = load.stream
            kg, litres = kg + load.load_kg, litres + load.load_l
            kg_var, l_var = kg_var + load.spread_kg**2, l_var + load.spread_l**2
            if (
                kg + sigmas * sqrt(kg_var) > room.capacity_kg
                or litres + sigmas * sqrt(l_var) > room.capacity_l
            ):
                return
            yield at + 1, frozenset({stream})

    def along(self, label: _Label, leg: _Leg) -> _Label:
        """Return the label at the end of a leg."""
        cost_ueur, at_s, place = label.cost_ueur, label.at_s, label.place
        costs, metres = self._truck.costs, 0
        duties: Iterable[Duty] = (*self._order[leg.since : leg.upto], *leg.tips)
        if leg.since < leg.upto and self._timed[leg.since] == self._timed[leg.upto]:
            # Without windows on the way a stretch is always as long.
            first, last = self._order[leg.since], self._order[leg.upto - 1]
            metres += int(self._metres[place, first.place])
            metres += self._gone_m[leg.upto - 1] - self._gone_m[leg.since]
            at_s += int(self._seconds[place, first.place]) + duty_s(last)
            at_s += self._gone_s[leg.upto - 1] - self._gone_s[leg.since]
            place, duties = last.leaves, leg.tips
        for duty in duties:
            metres += int(self._metres[place, duty.place])
            at_s, late = self._done(at_s, place, duty)
            cost_ueur += LATE_UEUR * late
            place = duty.leaves
        cost_ueur += metres * costs.per_m_ueur + (at_s - label.at_s) * costs.per_s_ueur
        way = _Way(label.way, leg.since, leg.upto, leg.tips)
        return _Label(cost_ueur, at_s, label.unloads + len(leg.tips), place, way)

    def home(self, label: _Label) -> _Label:
        """Return the label of the truck at home."""
        way_s = int(self._seconds[label.place, self._truck.end])
        costs = self._truck.costs
        way_m = int(self._metres[label.place, self._truck.end])
        cost = label.cost_ueur + way_m * costs.per_m_ueur + way_s * costs.per_s_ueur
        return label._replace(cost_ueur=cost, at_s=label.at_s + way_s, place=self._truck.end)

    def _gone(self) -> tuple[list[int], list[int]]:
        """Return metres and seconds from the first of the order to the start of each."""
        if len(self._order) <= 1:
            return [0], [0]
        stands = [load.leaves for load in self._order[:-1]]
        goes = [load.place for load in self._order[1:]]
        stays = np.array([duty_s(load) for load in self._order[:-1]])
        gone_m = np.concatenate([[0], np.cumsum(self._metres[stands, goes])])
        gone_s = np.concatenate([[0], np.cumsum(self._seconds[stands, goes] + stays)])
        return gone_m.tolist(), gone_s.tolist()

    def _done(self, at_s: int, place: int, duty: Duty) -> tuple[int, bool]:
        """Return when a duty is done, and whether it is too late for its windows."""
        begin_s = at_s + int(self._seconds[place, duty.place])
        lasts_s = duty_s(duty)
        windows = duty_windows(duty)
        for window in windows:
            opened_s = max(begin_s, window.opens_s)
            if opened_s + lasts_s <= window.closes_s:
                return opened_s + lasts_s, False
        return begin_s + lasts_s, bool(windows)
