"""Plans pass the checker, are as good as can be, and come out the same again."""

from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.cost import leaving_ueur, metres
from cloud.plan.effort import Effort
from cloud.plan.engines import usable
from cloud.plan.improve import Limits, Maker, Step, steps
from cloud.plan.law.rules import chosen
from cloud.plan.planner import plan_day
from cloud.plan.polish import polished
from cloud.plan.portfolio import searched
from cloud.plan.problem import Compartment, Pickup, Problem, Round, Side, Tip, Tour, Truck
from cloud.plan.route import Plan
from cloud.plan.settle import driven, settle
from cloud.plan.with_ortools import OrTools
from cloud.plan.with_pyvrp import PyVrp
from tests.cloud.plan.conftest import Small

HOUR = 3600
BOTH = pytest.mark.parametrize("maker", [OrTools, PyVrp], ids=["ortools", "pyvrp"])


def plan_of(problem: Problem, rounds: int = 2, maker: Maker | None = None) -> Plan:
    makers = usable() if maker is None else (maker,)
    effort = Effort(seed=1, rounds=rounds, seconds=60)
    return plan_day(problem, issued_at_us=0, effort=effort, makers=makers)


def cost_of(problem: Problem, plan: Plan) -> int:
    left = {one.container for one in plan.left}
    prizes = sum(leaving_ueur(problem, one) for one in problem.pickups if one.container in left)
    return plan.cost_ueur + prizes


def least_cost(problem: Problem) -> int:
    """Return what the best plan costs, by trying all of them."""
    cheapest: list[dict[frozenset[str], int]] = []
    for truck in problem.trucks:
        best = {frozenset[str](): 0}
        for count in range(1, len(problem.pickups) + 1):
            for order in permutations(problem.pickups, count):
                key = frozenset(one.container for one in order)
                for unload in product((False, True), repeat=count - 1):
                    tour: list[Pickup | Tip] = []
                    for one, now in zip(order, (*unload, True), strict=True):
                        tour += [one, problem.tips[0]] if now else [one]
                    price = metres(problem, truck, tuple(tour)) * truck.costs.per_m_ueur
                    if price < best.get(key, 1 << 60) and fits(problem, truck, tuple(tour)):
                        best[key] = price
        cheapest.append(best)
    totals = []
    for choice in product(*cheapest):
        served = [one for key in choice for one in key]
        if len(served) == len(set(served)):
            driven = sum(best[key] for best, key in zip(cheapest, choice, strict=True))
            left = (one for one in problem.pickups if one.container not in served)
            totals.append(driven + sum(leaving_ueur(problem, one) for one in left))
    return min(totals)


def fits(problem: Problem, truck: Truck, tour: Tour) -> bool:
    return driven(problem, truck, tour) is not None


@BOTH
def test_four_containers_are_lifted_on_the_shortest_tour(
    four_containers: Problem, maker: Maker
) -> None:
    plan = plan_of(four_containers, maker=maker)

    assert {stop.ref for stop in plan.routes[0].containers} == {"c0", "c1", "c2", "c3"}
    assert plan.cost_ueur == least_cost(four_containers)
    assert plan.overflows_avoided == pytest.approx(1.0)
    assert [stop.kind for stop in plan.routes[0].stops][-2:] == ["tip", "depot"]


@BOTH
@pytest.mark.parametrize("seed", range(8))
def test_a_small_plan_is_the_best_of_all(small: Small, seed: int, maker: Maker) -> None:
    problem = small.random(seed, containers=5)

    plan = plan_of(problem, 4, maker)

    assert cost_of(problem, plan) == least_cost(problem)


@pytest.mark.parametrize("seed", range(3))
def test_a_small_plan_for_two_trucks_is_the_best_of_all(small: Small, seed: int) -> None:
    problem = small.random(100 + seed, containers=4, trucks=2)

    plan = plan_of(problem, 4)

    assert cost_of(problem, plan) == least_cost(problem)


def test_six_containers_are_planned_as_well_as_can_be(small: Small) -> None:
    problem = small.random(7, containers=6)

    plan = plan_of(problem, 4)

    assert cost_of(problem, plan) == least_cost(problem)


# With fewer than twelve no processes are started, which takes longer than to search.
@example(seed=1, containers=12, trucks=1)
@example(seed=2, containers=14, trucks=3)
@given(
    seed=st.integers(0, 10_000),
    containers=st.integers(0, 11),
    trucks=st.integers(1, 3),
)
@settings(max_examples=25, deadline=None)
def test_every_plan_passes_the_checker(
    small: Small, seed: int, containers: int, trucks: int
) -> None:
    problem = small.random(seed, containers=containers, trucks=trucks)

    plan = plan_of(problem, rounds=1)

    assert violations(problem, plan) == ()


@BOTH
@given(seed=st.integers(0, 10_000))
@settings(max_examples=4, deadline=None)
def test_more_search_never_makes_a_plan_worse(small: Small, maker: Maker, seed: int) -> None:
    problem = small.random(seed, containers=10, trucks=2)

    costs = [last(problem, maker, rounds).best.cost_ueur for rounds in (1, 2, 4)]

    assert costs == sorted(costs, reverse=True)


def last(problem: Problem, maker: Maker, rounds: int) -> Step:
    *_, step = steps(problem, maker, Limits(1, rounds, lambda: 60.0))
    return step


@example(seed=6768, containers=14)
@given(seed=st.integers(0, 10_000), containers=st.integers(8, 11))
@settings(max_examples=6, deadline=None)
def test_a_plan_is_never_worse_than_a_greedy_one(small: Small, seed: int, containers: int) -> None:
    problem = small.random(seed, containers=containers, trucks=2)

    greedy = polished(problem, settle(problem, {}), problem.pickups, lambda: True).cost_ueur

    assert cost_of(problem, plan_of(problem)) <= greedy


@BOTH
def test_seed_and_rounds_reproduce_a_plan(small: Small, maker: Maker) -> None:
    problem = small.random(3, containers=14, trucks=2)

    assert plan_of(problem, maker=maker) == plan_of(problem, maker=maker)


def test_side_by_side_the_same_plan_comes_out_again(small: Small) -> None:
    problem = small.random(3, containers=14, trucks=2)
    effort = Effort(seed=1, rounds=2, seconds=60)
    heard: list[Step] = []

    beside = searched(problem, (problem,), usable(), effort, tell=heard.append, workers=2)
    alone = searched(problem, (problem,), usable(), effort, workers=1)

    assert beside == alone
    assert {"ortools", "pyvrp"} <= {step.engine for step in heard}


def test_a_search_that_the_clock_cuts_short_says_so(four_containers: Problem) -> None:
    cut = Effort(seed=1, rounds=5, seconds=0.0)

    plan = plan_day(four_containers, issued_at_us=0, effort=cut)

    assert plan.iterations == 0
    assert violations(four_containers, plan) == ()


@BOTH
def test_a_full_truck_unloads_and_goes_on(four_containers: Problem, maker: Maker) -> None:
    problem = fleet(four_containers, compartments=(Compartment(("glass",), 900, 20_000),))

    plan = plan_of(problem, maker=maker)

    assert [stop.kind for stop in plan.routes[0].stops].count("tip") == 2
    assert max(stop.load_kg for stop in plan.routes[0].stops) <= 900
    assert plan.left == ()


@BOTH
def test_streams_are_not_mixed_in_one_compartment(four_containers: Problem, maker: Maker) -> None:
    problem = half_paper(four_containers, (Compartment(("glass", "paper"), 5000, 20_000),))

    plan = plan_of(problem, maker=maker)

    assert plan.left == ()
    assert [stop.kind for stop in plan.routes[0].stops].count("tip") == 2


@BOTH
def test_streams_ride_together_in_two(four_containers: Problem, maker: Maker) -> None:
    two = (Compartment(("glass",), 3000, 12_000), Compartment(("paper",), 3000, 12_000))
    problem = half_paper(four_containers, two)

    plan = plan_of(problem, maker=maker)

    assert plan.left == ()
    assert [stop.kind for stop in plan.routes[0].stops].count("tip") == 1


@BOTH
def test_a_crew_has_the_breaks_that_it_is_owed(four_containers: Problem, maker: Maker) -> None:
    slow = tuple(replace(one, service_s=3300, must=True) for one in four_containers.pickups)
    heat = replace(fleet(four_containers, rules=chosen("heat"), starts_s=9 * HOUR), pickups=slow)

    plan = plan_of(replace(heat, trucks=(replace(heat.trucks[0], ends_s=16 * HOUR),)), maker=maker)

    rests = [stop for stop in plan.routes[0].stops if stop.kind == "break"]
    assert plan.routes[0].stops[0].leave_s == 7 * HOUR
    assert len(rests) >= 2
    assert all(stop.leave_s - stop.arrive_s >= 600 for stop in rests)
    assert plan.left == ()


@BOTH
def test_what_was_carried_over_is_unloaded(four_containers: Problem, maker: Maker) -> None:
    held = Compartment(("glass",), 5000, 20_000, "glass", 4800, 100)
    problem = fleet(four_containers, compartments=(held,))

    plan = plan_of(problem, maker=maker)

    kinds = [stop.kind for stop in plan.routes[0].duties]
    assert kinds[1] == "tip"
    assert kinds.count("container") == 4


def test_each_operator_lifts_its_own(small: Small, four_containers: Problem) -> None:
    theirs = replace(four_containers.pickups[0], operator="cc")
    trucks = (small.truck, replace(small.truck, id="t2", operator="cc"))
    problem = replace(
        four_containers, pickups=(theirs, *four_containers.pickups[1:]), trucks=trucks
    )

    plan = plan_of(problem)

    assert [stop.ref for stop in plan.routes[1].containers] == ["c0"]
    assert len(plan.routes[0].containers) == 3


def test_a_fixed_round_is_driven_whole_and_first_and_columns_after_it(
    four_containers: Problem,
) -> None:
    sides = tuple(
        Side("r", order, 2 + order, 3 + order, "Rue", "sch", "glass", "hook", 2000, 6000, 600, 900)
        for order in range(3)
    )
    problem = replace(four_containers, rounds=(Round("r", "Gignac", sides),))

    plan = plan_of(problem)

    kinds = [stop.kind for stop in plan.routes[0].duties]
    assert [stop.ref for stop in plan.routes[0].stops if stop.kind == "side"] == [
        "r/0",
        "r/1",
        "r/2",
    ]
    assert kinds.index("container") > max(i for i, kind in enumerate(kinds) if kind == "side")
    assert kinds[1:5].count("tip") == 1
    assert plan.fixed_m < plan.distance_m


def test_a_round_that_fits_no_day_is_said(four_containers: Problem) -> None:
    side = Side("r", 0, 2, 3, "Rue", "sch", "glass", "hook", 100, 100, 9 * HOUR, 900)

    with pytest.raises(NoPlan, match=r"round Gignac \(r\), which may not be left"):
        plan_of(replace(four_containers, rounds=(Round("r", "Gignac", (side,)),)))


def test_an_empty_day_is_a_plan_of_trucks_that_stay(four_containers: Problem) -> None:
    plan = plan_of(replace(four_containers, pickups=()))

    assert [route.stops for route in plan.routes] == [()]
    assert plan.cost_ueur == 0


def test_a_day_without_trucks_is_one_sentence(four_containers: Problem) -> None:
    with pytest.raises(NoPlan, match="the registry has no truck"):
        plan_of(replace(four_containers, trucks=(), travels={}))


def test_a_plan_that_the_checker_refuses_is_not_let_out(four_containers: Problem) -> None:
    twice = replace(four_containers, trucks=four_containers.trucks * 2)

    with pytest.raises(NoPlan, match="breaks"):
        plan_of(twice)


def fleet(problem: Problem, **change: Any) -> Problem:  # noqa: ANN401 - any field of a truck
    return replace(problem, trucks=tuple(replace(one, **change) for one in problem.trucks))


def half_paper(problem: Problem, body: tuple[Compartment, ...]) -> Problem:
    paper = tuple(replace(one, stream="paper") for one in problem.pickups[:2])
    return replace(
        fleet(problem, compartments=body),
        pickups=(*paper, *problem.pickups[2:]),
        tips=(replace(problem.tips[0], streams=("glass", "paper")),),
    )
