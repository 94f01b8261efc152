"""The judge of plans: knows no solver, takes nothing for granted, names every violation."""

from collections import Counter
from collections.abc import Iterator

from cloud.plan.check_route import Known, route_violations
from cloud.plan.problem import Problem
from cloud.plan.route import Plan
from cloud.plan.violation import Violation

FLIMSY = ("can-wait", "silent", "too-many")
"""Reasons that do not excuse leaving a must."""


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return everything that is wrong with a plan for a problem; nothing if it may be driven."""
    return (
        *_heading(problem, plan),
        *_fleet(problem, plan),
        *_containers(problem, plan),
        *_rounds(problem, plan),
    )


def _heading(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if plan.day != problem.day:
        yield Violation("day", plan.day, f"the problem is for {problem.day}")
    methods = {travel.method for travel in problem.travels.values()}
    exact = all(travel.exact for travel in problem.travels.values())
    if plan.travel not in methods or plan.exact_roads != exact:
        yield Violation("travel", plan.day, f"distances were found by {' and '.join(methods)}")
    known = {pickup.container: pickup.p_overflow for pickup in problem.pickups}
    served = {stop.ref for route in plan.routes for stop in route.containers}
    avoided = sum(known.get(container, 0.0) for container in served)
    if abs(avoided - plan.overflows_avoided) > 1e-6:  # noqa: PLR2004 - float sums
        yield Violation("avoided", plan.day, f"{plan.overflows_avoided} should be {avoided}")
    if (cost := _cost(problem, plan)) != plan.cost_ueur:
        yield Violation("cost", plan.day, f"{plan.cost_ueur} µ€ should be {cost}")


def _cost(problem: Problem, plan: Plan) -> int:
    trucks = {truck.id: truck for truck in problem.trucks}
    cost = 0
    for route in plan.routes:
        truck = trucks.get(route.truck)
        if truck is not None and route.stops:
            lasts_s = route.stops[-1].leave_s - truck.hours[0]
            cost += truck.costs.per_use_ueur + lasts_s * truck.costs.per_s_ueur
            cost += sum(stop.distance_m for stop in route.stops) * truck.costs.per_m_ueur
    return cost


def _fleet(problem: Problem, plan: Plan) -> Iterator[Violation]:
    trucks = {truck.id: truck for truck in problem.trucks}
    count = Counter(route.truck for route in plan.routes)
    for truck in trucks:
        if count[truck] != 1:
            yield Violation("one-route", truck, f"has {count[truck]} routes")
    known = Known(problem)
    for route in plan.routes:
        if route.truck in trucks:
            yield from route_violations(problem, trucks[route.truck], route, known)
        else:
            yield Violation("unknown-truck", route.truck, "is not in the problem")


def _containers(problem: Problem, plan: Plan) -> Iterator[Violation]:
    served = Counter(stop.ref for route in plan.routes for stop in route.containers)
    left = Counter(one.container for one in plan.left)
    reasons = {one.container: one.reason for one in plan.left}
    for pickup in problem.pickups:
        ref = pickup.container
        if served[ref] > 1:
            yield Violation("twice", ref, f"is lifted {served[ref]} times")
        if served[ref] and left[ref]:
            yield Violation("both", ref, "is served and left")
        if left[ref] > 1:
            yield Violation("both", ref, f"is left {left[ref]} times")
        if not served[ref] and not left[ref]:
            yield Violation("forgotten", ref, "is neither served nor left with a reason")
        if left[ref] and not reasons[ref]:
            yield Violation("unexplained", ref, "is left without a reason")
        if pickup.must and reasons.get(ref) in FLIMSY:
            yield Violation("unexplained", ref, f"must be served; {reasons[ref]} is no reason")
    yield from _strangers(problem, set(left))


def _strangers(problem: Problem, left: set[str]) -> Iterator[Violation]:
    known = {pickup.container for pickup in problem.pickups}
    unfit = {one.container for one in problem.unfit}
    for ref in sorted(left):
        if ref not in known | unfit:
            yield Violation("unknown-container", ref, "was left but never considered")
    for ref in sorted(unfit - left):
        yield Violation("forgotten", ref, "cannot be planned, and the plan does not say so")


def _rounds(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield the rounds that are not driven whole, in their order, by one truck that may."""
    driven = {
        route.truck: [stop.ref for stop in route.stops if stop.kind == "side"]
        for route in plan.routes
    }
    for one in problem.rounds:
        refs = [side.ref for side in one.sides]
        mine = {truck: [ref for ref in all_ if ref in set(refs)] for truck, all_ in driven.items()}
        trucks = [truck for truck, sides in mine.items() if sides]
        if len(trucks) != 1:
            yield Violation("round", one.id, f"is driven by {len(trucks)} trucks, not by one")
        elif mine[trucks[0]] != refs:
            yield Violation("round", one.id, "is not driven whole and in its order")
        elif one.truck not in (None, trucks[0]):
            yield Violation("round", one.id, f"is {one.truck}'s, not {trucks[0]}'s")
