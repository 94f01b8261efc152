"""Where a truck that collects in a given order unloads: the cheapest places, found exactly.

The split of a giant tour (C. Prins, "A simple and effective evolutionary algorithm for the
vehicle routing problem", Computers & Operations Research 31, 2004) with a choice of tips: labels
walk along the order, each the cost and the clock of having unloaded after some of it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from math import sqrt
from typing import NamedTuple

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


class _Hop(NamedTuple):
    """The way to a duty, and the work there with its hours; none if it may begin at any time."""

    way_m: int
    way_s: int
    lasts_s: int
    hours: tuple[tuple[int, int], ...]


class _End(NamedTuple):
    """Tips in a row after some of the order, the ways to them, and where the last one lets out."""

    tips: tuple[Tip, ...]
    hops: tuple[_Hop, ...]
    place: int


class _Stretch(NamedTuple):
    """The order up to somewhere as one body holds it, and the ways to unload there."""

    upto: int
    ends: tuple[_End, ...]


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
    for one in starts:
        walk.on(one, 0, walk.stretches(0, body), labels)
    if not body.streams:
        labels[0] = starts
    empty = Body((Part(),) * len(body.parts))
    for since in range(len(order)):
        labels[since] = walk.best(labels[since], since)
        stretches = walk.stretches(since, empty) if labels[since] else []
        for one in labels[since]:
            walk.on(one, since, stretches, labels)
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
        self._start = truck.fixed[-1].leaves if truck.fixed else truck.start
        stands = [self._start, *(load.leaves for load in order)]
        self._hops = [self._hop(place, load) for place, load in zip(stands, order, strict=False)]
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
        def ends(upto: int, streams: frozenset[str]) -> tuple[_End, ...]:
            rows = unloadings(streams)
            vias = [self._via(row, upto) for row in rows]
            return tuple(
                self._end(row, upto)
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
            at_s, _ = _after(at_s, self._hop(place, duty))
            place = duty.leaves
            if isinstance(duty, Tip):
                body = emptied(body, duty)
            else:
                body, _ = filled(self._truck, body, duty, self._problem.sigmas)
        return body, at_s, place

    def stretches(self, since: int, body: Body) -> list[_Stretch]:
        """Return how far one body goes from some place in the order, and how it is emptied."""
        held = [(since, body.streams)] if body.streams else []
        held += (self._alone if len(body.parts) == 1 else self._apart)(since, body)
        return [_Stretch(upto, self._ends(upto, streams)) for upto, streams in held]

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

    def on(
        self, label: _Label, since: int, stretches: Sequence[_Stretch], labels: list[list[_Label]]
    ) -> None:
        """Add to the labels what comes of one when it goes on along each of some stretches."""
        costs, most = self._truck.costs, self._truck.trips
        metres, at_s, late, gone = 0, label.at_s, 0, since
        for upto, ends in stretches:
            for load in range(gone, upto):
                first = load == since
                hop = self._hop(label.place, self._order[load]) if first else self._hops[load]
                metres += hop.way_m
                at_s, too_late = _after(at_s, hop)
                late += too_late
            gone = upto
            for tips, hops, place in ends:
                if most is not None and label.unloads + len(tips) > most:
                    continue
                way_m, done_s, missed = metres, at_s, late
                for hop in self._row(label.place, tips) if gone == since else hops:
                    way_m += hop.way_m
                    done_s, too_late = _after(done_s, hop)
                    missed += too_late
                cost_ueur = label.cost_ueur + LATE_UEUR * missed
                cost_ueur += way_m * costs.per_m_ueur + (done_s - label.at_s) * costs.per_s_ueur
                way = _Way(label.way, since, upto, tips)
                unloads = label.unloads + len(tips)
                labels[upto].append(_Label(cost_ueur, done_s, unloads, place, way))

    def home(self, label: _Label) -> _Label:
        """Return the label of the truck at home."""
        way_s = int(self._seconds[label.place, self._truck.end])
        costs = self._truck.costs
        way_m = int(self._metres[label.place, self._truck.end])
        cost = label.cost_ueur + way_m * costs.per_m_ueur + way_s * costs.per_s_ueur
        return label._replace(cost_ueur=cost, at_s=label.at_s + way_s, place=self._truck.end)

    def _hop(self, place: int, duty: Duty) -> _Hop:
        way_m, way_s = int(self._metres[place, duty.place]), int(self._seconds[place, duty.place])
        hours = tuple((one.opens_s, one.closes_s) for one in duty_windows(duty))
        return _Hop(way_m, way_s, duty_s(duty), hours)

    def _row(self, place: int, tips: tuple[Tip, ...]) -> tuple[_Hop, ...]:
        """Return the ways to tips, one after the other."""
        stands = [place, *(tip.leaves for tip in tips[:-1])]
        return tuple(self._hop(at, tip) for at, tip in zip(stands, tips, strict=True))

    def _end(self, tips: tuple[Tip, ...], upto: int) -> _End:
        here = self._order[upto - 1].leaves if upto else self._start
        return _End(tips, self._row(here, tips), tips[-1].leaves)


def _after(at_s: int, hop: _Hop) -> tuple[int, bool]:
    """Return when a duty is done, and whether it is too late for its hours."""
    begin_s = at_s + hop.way_s
    for opens_s, closes_s in hop.hours:
        done_s = max(begin_s, opens_s) + hop.lasts_s
        if done_s <= closes_s:
            return done_s, False
    return begin_s + hop.lasts_s, bool(hop.hours)
