"""From what a search proposes to tours that may be driven: unloaded best, breaks and all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cloud.errors import NoPlan
from cloud.plan.check_route import route_violations
from cloud.plan.cost import changes_ueur, leaving_ueur, left_ueur, rolling_ueur, route_ueur
from cloud.plan.problem import Pickup, Problem, Side, Tip, Tour, Tours, Truck
from cloud.plan.route import Route
from cloud.plan.split import split
from cloud.plan.tour import drive, stays


@dataclass(frozen=True, slots=True)
class Settled:
    """Tours that may be driven, how, and what all of it costs, what is left included."""

    tours: Tours
    routes: dict[str, Route]
    cost_ueur: int


Known: TypeAlias = dict[tuple[str, ...], tuple[Route, Tour]]
"""Tours that were settled before, by their truck and duties."""


def settle(problem: Problem, proposal: Tours, known: Known | None = None) -> Settled:
    """Return lawful tours as near to a proposal as may be: what does not fit is left.

    What is `known` of a problem spares its proposals the work that others took before.
    """
    known = {} if known is None else known
    tours: dict[str, Tour] = {}
    routes: dict[str, Route] = {}
    taken: set[str] = set()
    for truck in problem.trucks:
        tour = tuple(_once(proposal.get(truck.id, truck.fixed), taken))
        key = (truck.id, *(duty.ref for duty in tour))
        if key not in known:
            known[key] = _lawful(problem, truck, tour)
        routes[truck.id], tours[truck.id] = known[key]
    return priced(problem, tours, routes)


def priced(problem: Problem, tours: Tours, routes: dict[str, Route]) -> Settled:
    """Return tours with their routes and their price."""
    cost = left_ueur(problem, tours.values())
    for truck in problem.trucks:
        cost += route_ueur(truck, routes[truck.id])
        cost += changes_ueur(problem, truck, tours[truck.id])
    return Settled(tours, routes, cost)


def driven(problem: Problem, truck: Truck, tour: Tour) -> Route | None:
    """Return the route of a tour; None if it may not be driven."""
    try:
        route = drive(problem, truck, tour)
    except NoPlan:
        return None
    return None if route_violations(problem, truck, route) else route


def order_of(truck: Truck, tour: Tour) -> tuple[Pickup | Side, ...]:
    """Return what a tour collects after the truck's fixed duties."""
    return tuple(duty for duty in tour[len(truck.fixed) :] if not isinstance(duty, Tip))


def best_split(problem: Problem, truck: Truck, order: Iterable[Pickup | Side]) -> Tour | None:
    """Return the best tour that collects in an order; None if there is none."""
    order = tuple(order)
    if not order and not truck.fixed and stays(truck, ()):
        return ()
    return split(problem, truck, order)


def _once(tour: Tour, taken: set[str]) -> Iterable[Pickup | Side | Tip]:
    for duty in tour:
        if isinstance(duty, Pickup):
            if duty.container in taken:
                continue
            taken.add(duty.container)
        yield duty


def _lawful(problem: Problem, truck: Truck, tour: Tour) -> tuple[Route, Tour]:
    """Return a truck's route and tour; stops are left until the rest may be driven."""
    allowed = [
        duty for duty in order_of(truck, tour) if isinstance(duty, Side) or (truck.may_lift(duty))
    ]
    as_told = tour if len(allowed) == len(order_of(truck, tour)) else None
    while True:
        again = best_split(problem, truck, allowed)
        tried = [one for one in (as_told, again) if one is not None]
        tried.sort(key=lambda one: (rolling_ueur(problem, truck, one), len(one)))
        for one in tried:
            if (route := driven(problem, truck, one)) is not None:
                return route, one
        dropped = _least_missed(problem, truck, allowed)
        if dropped is None:
            raise NoPlan(_why(problem, truck, again or tour))
        allowed.remove(dropped)
        as_told = None


def _least_missed(problem: Problem, truck: Truck, order: list[Pickup | Side]) -> Pickup | None:
    """Return the container whose leaving costs least for the time that it saves."""
    table = problem.travel(truck).seconds
    before = [truck.start, *(duty.leaves for duty in order)]
    after = [*(duty.place for duty in order[1:]), truck.end]
    best: tuple[float, Pickup] | None = None
    for came, duty, goes in zip(before, order, after, strict=False):
        if isinstance(duty, Pickup):
            way_s = int(table[came, duty.place] + table[duty.place, goes] - table[came, goes])
            saved_s = max(1, way_s + duty.service_s)
            worth = leaving_ueur(problem, duty) / saved_s
            if best is None or worth < best[0]:
                best = (worth, duty)
    return None if best is None else best[1]


def _why(problem: Problem, truck: Truck, tour: Tour) -> str:
    """Say why a truck cannot even do what it must."""
    try:
        route = drive(problem, truck, tour)
    except NoPlan as error:
        return f"{truck.name} cannot do what is fixed for it: {error}"
    broken = "; ".join(one.detail for one in route_violations(problem, truck, route)[:3])
    return f"{truck.name} cannot do what is fixed for it: {broken}"
