"""A container moved to another truck, to none, or to another day: the checker answers at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from cloud.dispatch.french import Broken, in_french
from cloud.dispatch.tours import of_now, plan_of, routes_of, tours_of
from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.insert import Gaps
from cloud.plan.problem import Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.rounds import with_rounds
from cloud.plan.route import Left, Plan, Route
from cloud.plan.settle import best_split, order_of
from cloud.plan.tour import drive
from cloud.plan.violation import Violation

BY_HAND = "by-hand"
"""Why a container is left that a dispatcher took out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dispatcher wants; neither truck nor day: the container is left.

    Attributes:
        truck: the truck that is to lift it.
        to_day: the day on which it is to be lifted instead.
    """

    container: str
    truck: str | None = None
    to_day: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the checker says of a change.

    Attributes:
        plan: with the change; it may be kept only if nothing is `broken`.
        broken: what the change breaks that was not broken before.
        extra_m: metres more than before; less if negative. So for seconds and micro-euros.
    """

    plan: Plan
    broken: tuple[Broken, ...]
    extra_m: int
    extra_s: int
    extra_ueur: int


def move(problem: Problem, plan: Plan, asked: Asked, locks: Collection[str] = ()) -> Answer:
    """Return the plan with a container moved.

    Raises:
        NoPlan: it is locked, or the day does not know the container or the truck.
    """
    fixed = with_rounds(problem)
    before = of_now(fixed, plan)
    return moved(fixed, before, violations(fixed, before), asked, locks)


def moved(
    problem: Problem,
    before: Plan,
    known: Collection[Violation],
    asked: Asked,
    locks: Collection[str] = (),
) -> Answer:
    """Return the same of a plan of now, whose violations are `known`; it raises the same."""
    pickup = _pickup(problem, asked.container)
    if asked.container in locks:
        raise NoPlan(f"{asked.container} is locked; unlock it first")
    driven = tours_of(problem, before)
    tours = _without(problem, driven, pickup)
    if asked.truck is not None:
        truck = _truck(problem, asked.truck)
        tours[truck.id] = _with(problem, before, tours, truck, pickup)
    routes = routes_of(problem, before, tours, driven)
    after = plan_of(problem, before, routes, _left(pickup, asked))
    found = [one for one in violations(problem, after) if one not in known]
    if asked.truck is not None and not _is_served(after, asked):
        found += _why_not(problem, asked.truck, tours)
    return Answer(
        after,
        in_french(problem, found),
        after.distance_m - before.distance_m,
        _seconds(after) - _seconds(before),
        after.cost_ueur - before.cost_ueur,
    )


def _without(problem: Problem, tours: dict[str, Tour], pickup: Pickup) -> dict[str, Tour]:
    found = dict(tours)
    for truck in problem.trucks:
        tour = tours[truck.id]
        if pickup in tour:
            order = [duty for duty in order_of(truck, tour) if duty != pickup]
            rest = tuple(duty for duty in tour if duty != pickup)
            again = best_split(problem, truck, order)
            found[truck.id] = rest if again is None else again
    return found


def _with(problem: Problem, plan: Plan, tours: Tours, truck: Truck, pickup: Pickup) -> Tour:
    """Return the truck's tour with the container where it costs least and breaks nothing."""
    # Of all trucks only this one is asked.
    alone = replace(problem, trucks=(truck,))
    tried = [*Gaps(alone, tours, routes_of(alone, plan, tours), [pickup]).trials(0)]
    for one in tried:
        if one.route is not None and not one.broken:
            return one.tour
    if tried:
        return min(tried, key=lambda one: (one.route is None, len(one.broken), one.extra_ueur)).tour
    # It may not lift it at all: anywhere before the last unloading shows the checker why.
    tour = tours[truck.id]
    last = len(tour) - 1 if tour and isinstance(tour[-1], Tip) else len(tour)
    return (*tour[:last], pickup, *tour[last:])


def _why_not(problem: Problem, truck: str, tours: Tours) -> list[Violation]:
    """Say why a tour cannot even be driven."""
    one = _truck(problem, truck)
    try:
        drive(problem, one, tours[truck])
    except NoPlan as error:
        return [Violation("shift", truck, str(error))]
    return []


def _left(pickup: Pickup, asked: Asked) -> tuple[Left, ...]:
    if asked.truck is not None:
        return ()
    detail = f"Moved to {asked.to_day} by hand." if asked.to_day else "Left by hand."
    return (Left(pickup.container, pickup.p_overflow, BY_HAND, detail),)


def _is_served(plan: Plan, asked: Asked) -> bool:
    return any(
        stop.ref == asked.container
        for route in plan.routes
        if route.truck == asked.truck
        for stop in route.containers
    )


def _seconds(plan: Plan) -> int:
    return sum(_lasts(route) for route in plan.routes)


def _lasts(route: Route) -> int:
    return route.stops[-1].arrive_s - route.stops[0].leave_s if route.stops else 0


def _pickup(problem: Problem, container: str) -> Pickup:
    for one in problem.pickups:
        if one.container == container:
            return one
    raise NoPlan(f"no container {container} was considered for {problem.day}")


def _truck(problem: Problem, name: str) -> Truck:
    for one in problem.trucks:
        if one.id == name:
            return one
    raise NoPlan(f"no truck {name} drives on {problem.day}")
