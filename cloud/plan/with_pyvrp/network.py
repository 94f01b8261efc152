"""A problem as a search sees it that knows nodes and arcs only, all in whole numbers.

The locations are the pickups, the ways to unload, a start for each kind of truck, and one end. The
way to the end holds a last unloading: a truck comes home empty by the cheapest way there is, and
what is not allowed is a way that is too long for any truck. A cap on what a truck collects in a day
counts over all its trips, and no load that is emptied on the way can stand for it; so each pickup
makes the way to it longer by `lap` for each unit collected. As a whole route is shorter than a lap,
a limit of its length is the cap, to the unit; and as what is collected has the same prize more, the
best tours are the same.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, gcd
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Problem
from cloud.plan.with_pyvrp.kinds import Kind, Unload, kinds
from cloud.roads.travel import UNREACHABLE

Matrix: TypeAlias = NDArray[np.int64]

# Longer than any shift, shorter than what a sum of a thousand of them overflows.
NEVER_S: Final = 10_000_000
# Arcs up to here leave room for sums of them, and for laps, in 64 bits.
DEAREST: Final = 1 << 24
# A cap in more units than these makes laps that leave no room.
UNITS: Final = 1 << 12
# The most that the matrices of all profiles may take, in bytes.
ROOM: Final = 400_000_000
# A must takes the place of hardly more containers than these.
INSTEAD: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The arcs of some kinds of trucks.

    Attributes:
        kinds: indices of the kinds.
        cost: (locations, locations) without laps.
        seconds: likewise; unloading on the way home is part of it.
        closing: by location, index of the unloading on the way from there to the end; -1 if none.
    """

    kinds: tuple[int, ...]
    cost: Matrix
    seconds: Matrix
    closing: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes and arcs of a problem.

    Attributes:
        pickups: those that some truck may lift; location `i` is the `i`-th.
        unloads: the locations after them.
        kinds: each has a start among the locations after these; the last location is the end.
        scale: µ€ of a unit of cost.
        prizes: of the pickups, in units of cost, without laps.
        never: a cost that is no way at all.
        units: what each pickup counts of the cap.
        caps: by kind, the most units; None if there is no cap.
        lap: more than a whole route costs; 0 if there is no cap at all.
    """

    pickups: tuple[Pickup, ...]
    unloads: tuple[Unload, ...]
    kinds: tuple[Kind, ...]
    profiles: tuple[Profile, ...]
    scale: int
    prizes: tuple[int, ...]
    never: int
    units: tuple[int, ...]
    caps: tuple[int | None, ...]
    lap: int

    def start(self, kind: int) -> int:
        """Return the location where a kind of trucks starts."""
        return len(self.pickups) + len(self.unloads) + kind

    @property
    def end(self) -> int:
        """The location where all trucks end."""
        return len(self.pickups) + len(self.unloads) + len(self.kinds)

    def profile(self, kind: int) -> int:
        """Return the index of a kind's profile."""
        return next(i for i, one in enumerate(self.profiles) if kind in one.kinds)

    def last(self, kind: int, location: int) -> Unload:
        """Return where a truck of a kind unloads on its way home from a location."""
        at = int(self.profiles[self.profile(kind)].closing[location])
        return () if at < 0 else self.unloads[at]

    def lapped(self, profile: Profile) -> Matrix:
        """Return the costs of a profile with the laps of what is collected."""
        cost = profile.cost.copy()
        cost[:, : len(self.pickups)] += np.array(self.units, dtype=np.int64) * self.lap
        np.fill_diagonal(cost, 0)
        return cost


def network(problem: Problem) -> Network | None:
    """Return the nodes and arcs of a problem; None if no truck may lift anything."""
    fleet = kinds(problem)
    liftable = [i for i in range(len(problem.pickups)) if any(one.lifts[i] for one in fleet)]
    if not liftable:
        return None
    pickups = tuple(problem.pickups[i] for i in liftable)
    unloads = tuple(dict.fromkeys(unload for kind in fleet for unload in kind.unloads))
    size = len(pickups) + len(unloads) + len(fleet) + 1
    groups = _groups(problem, fleet, changes=True)
    if 16 * size * size * len(groups) > ROOM:
        groups = _groups(problem, fleet, changes=False)
    arcs = [
        _Arcs(problem, tuple(liftable), unloads, fleet, group, changes=len(group) == 1)
        for group in groups
    ]
    dearest = max(int(one.cost[one.open].max(initial=1)) for one in arcs)
    scale = max(1, ceil(dearest / DEAREST))
    units, caps = _caps(pickups, fleet)
    lap = 0
    if any(cap is not None for cap in caps):
        lap = max(one.longest() for one in arcs) // scale + 1
    most = lap * (1 + max((cap for cap in caps if cap is not None), default=0))
    never = max(2 * most, size * DEAREST)
    must = _must_ueur(pickups, fleet, dearest)
    return Network(
        pickups,
        unloads,
        fleet,
        tuple(one.profile(scale, never) for one in arcs),
        scale,
        tuple((one.prize_ueur + must * one.must) // scale for one in pickups),
        never,
        units,
        caps,
        lap,
    )


def _must_ueur(pickups: tuple[Pickup, ...], fleet: tuple[Kind, ...], dearest: int) -> int:
    """Return what leaving a must costs more: there, home, and all that may be left instead.

    Not what would be sure to be more than all else: a search weighs it against what is broken,
    and would rather break something for ever.
    """
    way = 4 * dearest + max(kind.truck.costs.per_use_ueur for kind in fleet)
    return way + sum(sorted(one.prize_ueur for one in pickups)[-INSTEAD:])


def _groups(
    problem: Problem, fleet: tuple[Kind, ...], *, changes: bool
) -> tuple[tuple[int, ...], ...]:
    """Return the kinds that can share their arcs."""
    own = changes and bool(problem.change_ueur and problem.planned)
    groups: dict[object, list[int]] = {}
    for i, kind in enumerate(fleet):
        truck = kind.truck
        costs = (truck.profile, truck.costs.per_m_ueur, truck.costs.per_s_ueur, truck.end)
        key = (
            kind.lifts,
            kind.together,
            kind.streams,
            kind.unloads,
            costs,
            truck.id if own else "",
        )
        groups.setdefault(key, []).append(i)
    return tuple(tuple(group) for group in groups.values())


def _caps(
    pickups: tuple[Pickup, ...], fleet: tuple[Kind, ...]
) -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    """Return units and caps of what is capped the most tightly; of the others nothing is known."""
    uses = {
        "kg": ([one.load_kg for one in pickups], [_left(k, "kg") for k in fleet]),
        "l": ([one.load_l for one in pickups], [_left(k, "l") for k in fleet]),
        "stops": ([1 for _ in pickups], [_left(k, "stops") for k in fleet]),
    }
    tightest, use = 0.0, [0] * len(pickups)
    caps: list[int | None] = [None] * len(fleet)
    for loads, lefts in uses.values():
        capped = [left for left in lefts if left is not None and left < sum(loads)]
        if capped and (tight := sum(loads) / max(1, min(capped))) > tightest:
            tightest, use, caps = tight, loads, lefts
    unit = max(1, gcd(*use))
    most = max((cap for cap in caps if cap is not None), default=0)
    unit *= max(1, ceil(most / unit / UNITS))
    return (
        tuple(ceil(load / unit) for load in use),
        tuple(None if cap is None else cap // unit for cap in caps),
    )


def _left(kind: Kind, what: str) -> int | None:
    truck, state = kind.truck, kind.state
    cap, had = {
        "kg": (truck.daily_kg, state.collected_kg),
        "l": (truck.daily_l, state.collected_l),
        "stops": (truck.daily_stops, state.stops),
    }[what]
    return None if cap is None else max(cap - had, 0)


class _Arcs:
    """The arcs of a group of kinds in µ€ and seconds, and which of them are open."""

    def __init__(
        self,
        problem: Problem,
        liftable: tuple[int, ...],
        unloads: tuple[Unload, ...],
        fleet: tuple[Kind, ...],
        group: tuple[int, ...],
        *,
        changes: bool,
    ) -> None:
        self._problem, self._group, self._unloads = problem, group, unloads
        self._fleet, self._kind = fleet, fleet[group[0]]
        self._pickups = [problem.pickups[i] for i in liftable]
        self._lifts = np.array([self._kind.lifts[i] for i in liftable])
        truck, travel = self._kind.truck, problem.travel(self._kind.truck)
        starts = [kind.state.place for kind in fleet]
        where = [one.place for one in self._pickups]
        enters = [*where, *(unload[0].place for unload in unloads), *starts, truck.end]
        leaves = [*where, *(unload[-1].leaves for unload in unloads), *starts, truck.end]
        grid = np.ix_(leaves, enters)
        metres, self.seconds = travel.metres[grid], travel.seconds[grid]
        self.open = (metres < UNREACHABLE) & (self.seconds < UNREACHABLE)
        self.cost = metres * truck.costs.per_m_ueur
        self._first = len(where)
        self._chains(travel.metres, travel.seconds)
        self._close()
        self._most = self._longest()
        self._work()
        if changes:
            self._changes()
        self.closing = np.full(len(enters), -1, dtype=np.int64)
        self._home()

    def profile(self, scale: int, never: int) -> Profile:
        """Return the arcs in units of cost."""
        cost = np.where(self.open, np.rint(self.cost / scale).astype(np.int64), never)
        seconds = np.where(self.open, self.seconds, 0)
        for matrix in (cost, seconds):
            np.fill_diagonal(matrix, 0)
        return Profile(self._group, cost, seconds, self.closing)

    def longest(self) -> int:
        """Return about the most µ€ that a route can cost: what a whole shift of driving does."""
        return self._most + self._problem.change_ueur * len(self._pickups)

    def _longest(self) -> int:
        driven = self.open & (self.seconds >= 60)  # noqa: PLR2004 - rounding spoils shorter ones
        rate = float((self.cost[driven] / self.seconds[driven]).max(initial=1.0))
        rate += self._kind.truck.costs.per_s_ueur
        shifts = [self._fleet[i].truck.hours[1] - self._fleet[i].state.at_s for i in self._group]
        return ceil(1.1 * rate * max(shifts)) + int(self.cost[self.open].max(initial=0))

    def _chains(self, metres: Matrix, seconds: Matrix) -> None:
        """Add to the way to each unloading what lies before its last tip."""
        per_m = self._kind.truck.costs.per_m_ueur
        for u, unload in enumerate(self._unloads):
            for a, b in pairwise(unload):
                self.cost[:, self._first + u] += int(metres[a.leaves, b.place]) * per_m
                self.seconds[:, self._first + u] += a.unload_s + int(seconds[a.leaves, b.place])

    def _work(self) -> None:
        """Add what the crew costs to all ways: on them, and for the work at their ends.

        PyVRP could count the time itself, waiting too, but then is several times slower.
        """
        per_s = self._kind.truck.costs.per_s_ueur
        services = [one.service_s for one in self._pickups]
        services += [unload[-1].unload_s for unload in self._unloads]
        self.cost += per_s * self.seconds
        self.cost[:, : len(services)] += per_s * np.array(services, dtype=np.int64)

    def _changes(self) -> None:
        """Add what it costs to lift what another truck was to lift."""
        mine = self._kind.truck.id
        for j, one in enumerate(self._pickups):
            if self._problem.planned.get(one.container, mine) != mine:
                self.cost[:, j] += self._problem.change_ueur

    def _close(self) -> None:
        """Close what these trucks may not do."""
        first, kind = self._first, self._kind
        count = len(self._unloads)
        self.open[:, :first] &= self._lifts
        mine = np.array([unload in kind.unloads for unload in self._unloads], dtype=bool)
        self.open[:, first : first + count] &= mine
        # Nobody comes back to a start, and nobody goes on from the end.
        self.open[:, first + count : -1] = False
        self.open[-1, :] = False
        if not kind.together:
            self._part()
        for i in self._group:
            state, row = self._fleet[i].state, first + count + i
            if state.aboard and not kind.together:
                for j, one in enumerate(self._pickups):
                    self.open[row, j] &= one.stream in state.aboard
                for u, unload in enumerate(self._unloads):
                    self.open[row, first + u] &= all(kind.takes(unload, s) for s in state.aboard)

    def _part(self) -> None:
        """Close the ways between streams, and from a stream to a tip that does not take it."""
        first = self._first
        streams = np.array([one.stream for one in self._pickups])
        self.open[:first, :first] &= streams[:, None] == streams[None, :]
        for u, unload in enumerate(self._unloads):
            taken = np.isin(streams, [s for tip in unload for s in tip.streams])
            self.open[:first, first + u] &= taken

    def _home(self) -> None:
        """Fold the last unloading into the way home."""
        first, count = self._first, len(self._unloads)
        tips = slice(first, first + count)
        loaded = [
            *range(first),
            *(first + count + i for i in self._group if self._fleet[i].state.aboard),
        ]
        if not count:
            self.open[loaded, -1] = False
            return
        stay_s = np.array([unload[-1].unload_s for unload in self._unloads], dtype=np.int64)
        cost = self.cost[loaded, tips] + self.cost[tips, -1]
        seconds = self.seconds[loaded, tips] + stay_s + self.seconds[tips, -1]
        never = np.iinfo(np.int64).max
        open_ = self.open[loaded, tips] & self.open[tips, -1]
        best = np.where(open_, cost, never).argmin(axis=1)
        rows = np.arange(len(loaded))
        self.cost[loaded, -1] = cost[rows, best]
        self.seconds[loaded, -1] = seconds[rows, best]
        self.open[loaded, -1] = open_[rows, best]
        self.closing[loaded] = np.where(open_[rows, best], best, -1)
