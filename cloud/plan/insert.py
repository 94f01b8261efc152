"""Putting one more container into tours: where it costs least, and what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cloud.errors import NoPlan
from cloud.plan.check_route import route_violations
from cloud.plan.cost import change_ueur, rolling_ueur
from cloud.plan.head import duty_windows
from cloud.plan.problem import Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.route import Route
from cloud.plan.settle import order_of
from cloud.plan.split import split
from cloud.plan.tour import drive

_ANEW = frozenset({"weight", "volume", "mixed", "loaded", "tip"})
"""What may be mended by other unloadings."""

PLACES = 3
"""So many places in each tour are tried in earnest; the others cost more and break as much."""


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


def trials(
    problem: Problem, tours: Tours, routes: Mapping[str, Route], pickup: Pickup
) -> Iterator[Trial]:
    """Yield ways to lift a container that is left, the cheapest first; each is judged on demand.

    First it is put between two others where tips stay as they are; where that breaks a rule, the
    truck's whole order is split anew around it.
    """
    spares = {
        index: _spares(truck, tours[truck.id], routes[truck.id])
        for index, truck in enumerate(problem.trucks)
        if truck.may_lift(pickup)
    }
    heap = [
        (extra, index, gap, extra_s)
        for index, truck in enumerate(problem.trucks)
        if truck.may_lift(pickup)
        for extra, gap, extra_s in _gaps(problem, truck, tours[truck.id], pickup)
    ]
    for extra, index, gap, extra_s in sorted(heap):
        truck = problem.trucks[index]
        tour = tours[truck.id]
        at = len(truck.fixed) + gap
        with_it = (*tour[:at], pickup, *tour[at:])
        if extra_s > spares[index][at]:
            yield Trial(truck.id, with_it, extra, None, frozenset({"shift"}))
            continue
        if tour and at < len(tour):
            one = _judged(problem, truck, with_it, extra)
            yield one
            if not one.broken or not one.broken & _ANEW:
                continue
        order = order_of(truck, tour)
        collected = sum(not isinstance(duty, Tip) for duty in tour[len(truck.fixed) : at])
        again = split(problem, truck, (*order[:collected], pickup, *order[collected:]))
        if again is not None:
            more = rolling_ueur(problem, truck, again) - rolling_ueur(problem, truck, tour)
            yield _judged(problem, truck, again, more)


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


def least_ueur(problem: Problem, tours: Tours, pickup: Pickup) -> int | None:
    """Return the least that a container's way and service cost anywhere; None if nobody may."""
    least = [
        int(_extras(problem, truck, tours[truck.id], pickup)[0].min())
        for truck in problem.trucks
        if truck.may_lift(pickup)
    ]
    return min(least, default=None)


def _extras(
    problem: Problem, truck: Truck, tour: Tour, pickup: Pickup
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what a container costs in each gap after the fixed duties, and its seconds there."""
    travel, costs = problem.travel(truck), truck.costs
    since = len(truck.fixed)
    stands = [truck.start, *(duty.leaves for duty in tour)][since:]
    goes = [*(duty.place for duty in tour), truck.end][since:]
    metres, seconds = (
        table[stands, pickup.place] + table[pickup.place, goes] - table[stands, goes]
        for table in (travel.metres, travel.seconds)
    )
    seconds = seconds + pickup.service_s
    once = change_ueur(problem, truck, pickup) + (0 if tour else costs.per_use_ueur)
    return metres * costs.per_m_ueur + seconds * costs.per_s_ueur + once, seconds


def _gaps(
    problem: Problem, truck: Truck, tour: Tour, pickup: Pickup
) -> Iterator[tuple[int, int, int]]:
    """Yield the best gaps of a tour, what each costs more, and the seconds that it takes."""
    extras, seconds = _extras(problem, truck, tour, pickup)
    for gap in np.argsort(extras, kind="stable")[:PLACES].tolist():
        yield int(extras[gap]), gap, int(seconds[gap])
