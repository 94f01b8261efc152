"""Putting one more container into tours: where it costs least, and what stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.errors import NoPlan
from cloud.plan.check_route import route_violations
from cloud.plan.cost import change_ueur, rolling_ueur
from cloud.plan.head import duty_windows
from cloud.plan.lifts import lifts
from cloud.plan.problem import Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.route import Route
from cloud.plan.settle import order_of
from cloud.plan.split import split
from cloud.plan.tour import drive

_ANEW = frozenset({"weight", "volume", "mixed", "loaded", "tip"})
"""What may be mended by other unloadings."""

PLACES: Final = 3
"""So many places in each tour are tried in earnest; the others cost more and break as much."""

_NEVER: Final = 1 << 60


@dataclass(frozen=True, slots=True)
class Trial:
    """A tour with one container more.

    Attributes:
        extra_ueur: what it costs more than before, waiting and breaks aside.
        route: how it is driven; None if its crew could not do it in a lawful day.
        broken: rules of the checker that it breaks; "shift" if there is no route.
    """

    truck: str
    tour: Tour
    extra_ueur: int
    route: Route | None
    broken: frozenset[str]


class Gaps:
    """Tours and their routes, and what each container that is left would cost more in them.

    Containers are named by their place in `left`.
    """

    def __init__(
        self,
        problem: Problem,
        tours: Tours,
        routes: Mapping[str, Route],
        left: Sequence[Pickup],
    ) -> None:
        self.tours, self.routes, self.left = dict(tours), dict(routes), left
        self._problem = problem
        self._places = [one.place for one in left]
        self._may = lifts(problem.trucks, left)
        self._least = np.full(self._may.shape, _NEVER, np.int64)
        self._spares: dict[int, list[int]] = {}
        for v in range(len(problem.trucks)):
            self._look(v)

    def least_ueur(self, n: int) -> int | None:
        """Return the least that a container's way and service cost anywhere; None if nobody may."""
        least = int(self._least[n].min(initial=_NEVER))
        return None if least == _NEVER else least

    def trials(self, n: int) -> Iterator[Trial]:
        """Yield ways to lift a container, the cheapest first; each is judged on demand.

        First it is put between two others where tips stay as they are; where that breaks a rule,
        the truck's whole order is split anew around it.
        """
        pickup = self.left[n]
        for extra, v, gap, extra_s in self._cheapest(n):
            truck = self._problem.trucks[v]
            tour = self.tours[truck.id]
            at = len(truck.fixed) + gap
            with_it = (*tour[:at], pickup, *tour[at:])
            if extra_s > self._spare_s(v, at):
                yield Trial(truck.id, with_it, extra, None, frozenset({"shift"}))
                continue
            if tour and at < len(tour):
                one = _judged(self._problem, truck, with_it, extra)
                yield one
                if not one.broken or not one.broken & _ANEW:
                    continue
            order = order_of(truck, tour)
            collected = sum(not isinstance(duty, Tip) for duty in tour[len(truck.fixed) : at])
            again = split(self._problem, truck, (*order[:collected], pickup, *order[collected:]))
            if again is not None:
                before = rolling_ueur(self._problem, truck, tour)
                more = rolling_ueur(self._problem, truck, again) - before
                yield _judged(self._problem, truck, again, more)

    def put(self, truck: str, tour: Tour, route: Route) -> None:
        """Let a truck drive another tour."""
        self.tours[truck], self.routes[truck] = tour, route
        v = next(v for v, one in enumerate(self._problem.trucks) if one.id == truck)
        self._spares.pop(v, None)
        self._look(v)

    def _look(self, v: int) -> None:
        """Note what all containers that a truck may lift cost least in its tour."""
        mine = np.flatnonzero(self._may[:, v])
        if len(mine):
            extras, _ = self._extras(v, mine)
            self._least[mine, v] = extras.min(axis=0)

    def _cheapest(self, n: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the best gaps of all tours: what each costs more, truck, gap and seconds."""
        some = np.flatnonzero(self._least[n] < _NEVER).tolist()
        heap = [(int(self._least[n, v]), v, -1, 0) for v in some]
        heapify(heap)
        while heap:
            extra, v, gap, extra_s = heappop(heap)
            if gap >= 0:
                yield extra, v, gap, extra_s
                continue
            # Of a tour that is looked at for the first time only its least was known.
            extras, seconds = (one[:, 0] for one in self._extras(v, np.array([n])))
            for best in np.argsort(extras, kind="stable")[:PLACES].tolist():
                heappush(heap, (int(extras[best]), v, best, int(seconds[best])))

    def _extras(
        self, v: int, which: NDArray[np.intp]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return by gap after a truck's fixed duties and container what it costs, and seconds."""
        truck = self._problem.trucks[v]
        travel, costs, tour = self._problem.travel(truck), truck.costs, self.tours[truck.id]
        pickups = [self.left[n] for n in which.tolist()]
        where = [one.place for one in pickups]
        since = len(truck.fixed)
        stands = [truck.start, *(duty.leaves for duty in tour)][since:]
        goes = [*(duty.place for duty in tour), truck.end][since:]
        metres, seconds = (
            table[np.ix_(stands, where)]
            + table[np.ix_(where, goes)].T
            - table[stands, goes][:, None]
            for table in (travel.metres, travel.seconds)
        )
        seconds = seconds + np.array([one.service_s for one in pickups])
        once = np.array([change_ueur(self._problem, truck, one) for one in pickups])
        once += 0 if tour else costs.per_use_ueur
        return metres * costs.per_m_ueur + seconds * costs.per_s_ueur + once, seconds

    def _spare_s(self, v: int, at: int) -> int:
        if v not in self._spares:
            truck = self._problem.trucks[v]
            self._spares[v] = _spares(truck, self.tours[truck.id], self.routes[truck.id])
        return self._spares[v][at]


def _spares(truck: Truck, tour: Tour, route: Route) -> list[int]:
    """Return by how many seconds the rest of a route may slip from each of its gaps on.

    Its breaks stay as long as they are, so the figure is sometimes a little too small.
    """
    if not route.timetable:
        return [truck.hours[1] - truck.hours[0]]
    spare_s = truck.hours[1] - route.timetable[-1].end_s
    spares = [spare_s] * (len(tour) + 1)
    for span in reversed(route.timetable):
        if span.doing == "wait":
            spare_s += span.end_s - span.begin_s
        elif span.doing == "serve" and span.visit < len(tour):
            closes = [
                one.closes_s for one in duty_windows(tour[span.visit]) if one.closes_s >= span.end_s
            ]
            spare_s = min([spare_s, *(at_s - span.end_s for at_s in closes[-1:])])
        spares[span.visit] = spare_s
    return spares


def _judged(problem: Problem, truck: Truck, tour: Tour, extra: int) -> Trial:
    try:
        route = drive(problem, truck, tour)
    except NoPlan:
        return Trial(truck.id, tour, extra, None, frozenset({"shift"}))
    broken = frozenset(one.rule for one in route_violations(problem, truck, route))
    return Trial(truck.id, tour, extra, route, broken)
