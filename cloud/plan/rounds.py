"""Which truck drives which fixed round: it is what that truck does first, and in its order."""

from collections.abc import Iterator
from dataclasses import replace

from cloud.errors import NoPlan
from cloud.plan.cost import route_ueur
from cloud.plan.problem import Problem, Round, Side, Tip, Tour, Truck
from cloud.plan.settle import driven, order_of
from cloud.plan.split import split


def with_rounds(problem: Problem) -> Problem:
    """Return the problem with every round among the fixed duties of the truck that drives it.

    Rounds with a truck of their own come first, then the long ones, each to the truck for which
    it costs least. What is on board after the last side is unloaded when the search sees fit.

    Raises:
        NoPlan: a round fits no truck's day.
    """
    sides = {
        duty.round for truck in problem.trucks for duty in truck.fixed if isinstance(duty, Side)
    }
    due = [one for one in problem.rounds if one.id not in sides]
    for one in sorted(due, key=lambda one: (one.truck is None, -_seconds(one), one.id)):
        problem = _assigned(problem, one)
    return problem


def _assigned(problem: Problem, one: Round) -> Problem:
    offers = sorted(_offers(problem, one), key=lambda offer: offer[:2])
    if not offers:
        who = f"the day of its truck {one.truck}" if one.truck else "no truck's day"
        fits = "does not fit into" if one.truck else "fits"
        raise NoPlan(f"round {one.name} ({one.id}), which may not be left, {fits} {who}")
    _, chosen, fixed = offers[0]
    trucks = list(problem.trucks)
    trucks[chosen] = replace(trucks[chosen], fixed=fixed)
    return replace(problem, trucks=tuple(trucks))


def _offers(problem: Problem, one: Round) -> Iterator[tuple[int, int, Tour]]:
    for index, truck in enumerate(problem.trucks):
        if one.truck in (None, truck.id) and all(truck.may_lift(side) for side in one.sides):
            tour = split(problem, truck, one.sides)
            route = None if tour is None else driven(problem, truck, tour)
            if tour is not None and route is not None:
                before = _alone_ueur(problem, truck)
                yield route_ueur(truck, route) - before, index, _without_last_tips(tour)


def _alone_ueur(problem: Problem, truck: Truck) -> int:
    """Return what a truck's fixed duties cost by themselves."""
    if not truck.fixed:
        return 0
    tour = split(problem, truck, order_of(truck, truck.fixed))
    route = None if tour is None else driven(problem, truck, tour)
    return 0 if route is None else route_ueur(truck, route)


def _without_last_tips(tour: Tour) -> Tour:
    kept = list(tour)
    while kept and isinstance(kept[-1], Tip):
        kept.pop()
    return tuple(kept)


def _seconds(one: Round) -> int:
    return sum(side.seconds for side in one.sides)
