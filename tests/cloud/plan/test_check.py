"""The checker names every way in which a good plan can be broken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from cloud.plan.check import violations
from cloud.plan.effort import Effort
from cloud.plan.law.rules import Rules, Work
from cloud.plan.law.timetable import Span, Window
from cloud.plan.planner import plan_day
from cloud.plan.problem import Compartment, Costs, Problem, Round, Side
from cloud.plan.route import Left, Plan, Route, Stop
from cloud.roads.travel import UNREACHABLE

Break = Callable[[Problem, Plan], tuple[Problem, Plan]]
QUICK = Effort(seed=1, rounds=1, seconds=60)


@dataclass(frozen=True, slots=True)
class Good:
    problem: Problem
    plan: Plan


@pytest.fixture(scope="module")
def good(four_containers: Problem) -> Good:
    return Good(four_containers, plan_day(four_containers, issued_at_us=0, effort=QUICK))


def route(change: Callable[[Route], Route]) -> Break:
    return lambda problem, plan: (problem, replace(plan, routes=(change(plan.routes[0]),)))


def stops(change: Callable[[tuple[Stop, ...]], tuple[Stop, ...]]) -> Break:
    return route(lambda one: replace(one, stops=change(one.stops)))


def stop(at: int, **change: Any) -> Break:  # noqa: ANN401 - any field of a stop
    return stops(lambda all_: tuple(replace(s, **change) if s == all_[at] else s for s in all_))


def plan_with(**change: Any) -> Break:  # noqa: ANN401 - any field of a plan
    return lambda problem, plan: (problem, replace(plan, **change))


def truck(**change: Any) -> Break:  # noqa: ANN401 - any field of a truck
    def broken(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        return replace(problem, trucks=(replace(problem.trucks[0], **change),)), plan

    return broken


def tip(**change: Any) -> Break:  # noqa: ANN401 - any field of a tip
    def broken(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        return replace(problem, tips=(replace(problem.tips[0], **change),)), plan

    return broken


def pickup(**change: Any) -> Break:  # noqa: ANN401 - any field of a pickup
    def broken(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        first, *others = problem.pickups
        return replace(problem, pickups=(replace(first, **change), *others)), plan

    return broken


def timetable(change: Callable[[tuple[Span, ...]], tuple[Span, ...]]) -> Break:
    return route(lambda one: replace(one, timetable=change(one.timetable)))


def room(**change: Any) -> Break:  # noqa: ANN401 - any field of a compartment
    return truck(compartments=(replace(Compartment(("glass",), 5000, 20_000), **change),))


def far_away(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
    """Cut the first container off every road."""
    (name, travel), *_ = problem.travels.items()
    metres = travel.metres.copy()
    metres[:, 2] = UNREACHABLE
    return replace(problem, travels={name: replace(travel, metres=metres)}), plan


def rounds(*sides: int, by: str | None = None) -> Break:
    """Ask for a round of which nothing is driven, or for one truck's."""

    def broken(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        made = tuple(
            Side("r", order, 2, 3, "Rue", "sch", "glass", "hook", 10, 100, 60, 200)
            for order in sides
        )
        return replace(problem, rounds=(Round("r", "R", made, by),)), plan

    return broken


def left_instead(reason: str) -> Break:
    """Leave the first container out of the problem's route and say so."""

    def broken(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        must = replace(problem.pickups[0], must=True)
        left = Left(must.container, must.p_overflow, reason, "")
        kept = tuple(s for s in plan.routes[0].stops if s.ref != must.container)
        routes = (replace(plan.routes[0], stops=kept),)
        changed = replace(problem, pickups=(must, *problem.pickups[1:]))
        return changed, replace(plan, routes=routes, left=(left,))

    return broken


BREAKS: dict[str, tuple[Break, str]] = {
    "another day": (plan_with(day="2025-10-22"), "day"),
    "another way to measure": (plan_with(travel="roads"), "travel"),
    "claims exact roads": (plan_with(exact_roads=True), "travel"),
    "avoids more than it does": (plan_with(overflows_avoided=9.0), "avoided"),
    "no route for a truck": (plan_with(routes=()), "one-route"),
    "two routes for a truck": (
        lambda problem, plan: (problem, replace(plan, routes=plan.routes * 2)),
        "one-route",
    ),
    "a truck nobody has": (route(lambda one: replace(one, truck="t9")), "unknown-truck"),
    "a truck under another name": (route(lambda one: replace(one, truck_name="X")), "truck"),
    "a route of another operator": (route(lambda one: replace(one, operator="cc")), "truck"),
    "starts elsewhere": (stops(lambda all_: all_[1:]), "depot"),
    "ends elsewhere": (stops(lambda all_: all_[:-1]), "depot"),
    "passes the depot": (stops(lambda all_: (*all_[:2], all_[0], *all_[2:])), "depot"),
    "stays at a single stop": (stops(lambda all_: all_[:1]), "depot"),
    "leaves too early": (stop(0, arrive_s=0, leave_s=0), "shift"),
    "a shift that ends earlier": (truck(ends_s=7 * 3600), "shift"),
    "a shift that starts later": (truck(starts_s=7 * 3600), "shift"),
    "arrives by magic": (stop(2, arrive_s=21_700), "times"),
    "lifts in no time": (stop(1, leave_s=22_000), "times"),
    "unloads in no time": (stop(-2, leave_s=25_300), "times"),
    "rests in the depot": (stop(-1, leave_s=90_000), "times"),
    "drives no distance": (stop(1, distance_m=0), "distance"),
    "hides its weight": (stop(2, load_kg=0), "load"),
    "hides its volume": (stop(2, load_l=0), "load"),
    "another name at a stop": (stop(1, name="X"), "place"),
    "another point at a stop": (stop(1, lat=0.5), "place"),
    "a container nobody knows": (stop(1, ref="c9"), "unknown-stop"),
    "a tip nobody knows": (stop(-2, ref="x"), "unknown-stop"),
    "another probability": (stop(1, p_overflow=0.9), "need"),
    "a must that is none": (stop(1, must=True), "need"),
    "comes home loaded": (
        stops(lambda all_: tuple(one for one in all_ if one.kind != "tip")),
        "loaded",
    ),
    "too heavy": (room(capacity_kg=1599), "weight"),
    "too big": (room(capacity_l=5999), "volume"),
    "another operator's container": (pickup(operator="cc"), "operator"),
    "gear that the truck has not": (pickup(gear="crane"), "gear"),
    "a stream that the truck does not take": (pickup(stream="paper"), "stream"),
    "a stream on top of another": (
        lambda problem, plan: pickup(stream="paper")(
            *room(streams=("glass", "paper"))(problem, plan)
        ),
        "mixed",
    ),
    "a tip for another stream": (tip(streams=("paper",)), "tip"),
    "a tip that has closed": (tip(windows=(Window(0, 25_200),)), "window"),
    "a tip that opens later": (tip(windows=(Window(36_000, 40_000),)), "window"),
    "a container outside its hours": (pickup(windows=(Window(0, 100),)), "window"),
    "a truck too heavy for a place": (pickup(heaviest_kg=-1), "access"),
    "a truck too high for a place": (pickup(highest_cm=-1), "access"),
    "more than a day's weight": (truck(daily_kg=1599), "daily"),
    "more than a day's volume": (truck(daily_l=5999), "daily"),
    "more than a day's stops": (truck(daily_stops=3), "daily"),
    "more unloadings than allowed": (truck(trips=0), "daily"),
    "a load that may be larger than it fits": (
        lambda problem, plan: pickup(spread_kg=3000)(replace(problem, sigmas=2.0), plan),
        "weight",
    ),
    "other costs": (truck(costs=Costs(999)), "cost"),
    "no road": (far_away, "road"),
    "a break that is owed": (
        truck(rules=Rules("quick", work=(Work(1800, 600),))),
        "work",
    ),
    "a timetable with a gap": (timetable(lambda all_: (all_[0], *all_[2:])), "seam"),
    "no timetable": (timetable(lambda _: ()), "empty"),
    "a break that no stop tells": (
        timetable(
            lambda all_: (
                *all_,
                Span("break", all_[-1].end_s, all_[-1].end_s + 600, all_[-1].visit),
            )
        ),
        "breaks",
    ),
    "a truck with a load stays": (
        lambda problem, plan: route(lambda one: replace(one, stops=(), timetable=()))(
            *room(stream="glass", kg=10, litres=10)(problem, plan)
        ),
        "stays",
    ),
    "not first what was fixed": (
        lambda problem, plan: truck(fixed=(problem.tips[0],))(problem, plan),
        "fixed",
    ),
    "a round that nobody drives": (rounds(0, 1), "round"),
    "one that cannot be planned and is not told": (
        lambda problem, plan: (replace(problem, unfit=(Left("c8", 0.1, "no-place", "x"),)), plan),
        "forgotten",
    ),
    "lifts one twice": (stops(lambda all_: (*all_[:2], all_[1], *all_[2:])), "twice"),
    "forgets one": (stops(lambda all_: (*all_[:1], *all_[2:])), "forgotten"),
    "leaves one that it serves": (plan_with(left=(Left("c0", 0.25, "no-time", ""),)), "both"),
    "leaves one that is unknown": (
        plan_with(left=(Left("c9", 0.25, "no-time", ""),)),
        "unknown-container",
    ),
    "leaves a must that could be served": (left_instead("can-wait"), "unexplained"),
    "leaves one without a reason": (left_instead(""), "unexplained"),
}


def test_a_good_plan_has_no_violation(good: Good) -> None:
    assert violations(good.problem, good.plan) == ()


@pytest.mark.parametrize(("broken", "rule"), BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_plan_is_named(good: Good, broken: Break, rule: str) -> None:
    problem, plan = broken(good.problem, good.plan)

    found = violations(problem, plan)

    assert rule in {one.rule for one in found}
    assert all(one.where and one.detail for one in found)
