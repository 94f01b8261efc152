"""A plan as tours of a problem, and tours as a plan: how a dispatcher's change becomes routes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cloud.errors import NoPlan
from cloud.plan.cost import route_ueur
from cloud.plan.problem import Duty, Problem, Tour, Tours
from cloud.plan.route import Left, Plan, Route
from cloud.plan.tour import drive

NEW = "new"
"""Why a container is left that nobody knew of when the plan was made."""


def tours_of(problem: Problem, plan: Plan) -> dict[str, Tour]:
    """Return the tours of a plan; what the problem does not know of is not in them."""
    known: dict[tuple[str, str], Duty] = {
        **{("container", one.container): one for one in problem.pickups},
        **{("tip", one.site): one for one in problem.tips},
        **{("side", side.ref): side for one in problem.rounds for side in one.sides},
    }
    routes = {route.truck: route for route in plan.routes}
    found: dict[str, Tour] = {}
    for truck in problem.trucks:
        stops = routes[truck.id].duties if truck.id in routes else ()
        asked = (known.get((stop.kind, stop.ref)) for stop in stops)
        found[truck.id] = tuple(duty for duty in asked if duty is not None)
    return found


def routes_of(
    problem: Problem, plan: Plan, tours: Tours, driven: Tours | None = None
) -> dict[str, Route]:
    """Return the routes of tours; what cannot be driven stays as it was, for the checker to say.

    `driven` are the tours of the plan if it is of this very problem (`of_now`): whose tour is
    still the same drives as he did.
    """
    before = {route.truck: route for route in plan.routes}
    same = driven or {}
    found: dict[str, Route] = {}
    for truck in problem.trucks:
        empty = Route(truck.id, truck.name, truck.operator, ())
        if truck.id in before and same.get(truck.id) == tours[truck.id]:
            found[truck.id] = before[truck.id]
            continue
        try:
            found[truck.id] = drive(problem, truck, tours[truck.id])
        except NoPlan:
            found[truck.id] = before.get(truck.id, empty)
    return found


def plan_of(
    problem: Problem, plan: Plan, routes: Mapping[str, Route], left: Sequence[Left] = ()
) -> Plan:
    """Return the plan with other routes; each container that none serves is left with a reason.

    `left` says why, before what the plan said.
    """
    served = {stop.ref for route in routes.values() for stop in route.containers}
    why = {one.container: one for one in (*plan.left, *problem.unfit, *left)}
    unfit = {one.container for one in problem.unfit}
    rest = [
        replace(why[one.container], p_overflow=one.p_overflow)
        if one.container in why
        else Left(one.container, one.p_overflow, NEW, "It was not known when the plan was made.")
        for one in problem.pickups
        if one.container not in served
    ]
    chance = {one.container: one.p_overflow for one in problem.pickups}
    trucks = {truck.id: truck for truck in problem.trucks}
    travels = list(problem.travels.values())
    return replace(
        plan,
        travel=travels[0].method,
        exact_roads=all(travel.exact for travel in travels),
        routes=tuple(routes[truck] for truck in trucks),
        left=(*problem.unfit, *(one for one in rest if one.container not in unfit)),
        overflows_avoided=float(sum(chance.get(ref, 0.0) for ref in sorted(served))),
        cost_ueur=sum(route_ueur(trucks[ref], route) for ref, route in routes.items()),
    )


def of_now(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with the times and loads that the problem says now."""
    return plan_of(problem, plan, routes_of(problem, plan, tours_of(problem, plan)))
