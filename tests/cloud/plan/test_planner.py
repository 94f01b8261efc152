"""Plans pass the checker, are as good as can be, and come out the same again."""

from dataclasses import replace
from itertools import permutations, product
from typing import Protocol

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud.errors import NoPlan
from cloud.plan import planner
from cloud.plan.check import route_violations, violations
from cloud.plan.explain import polished
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.route import Plan
from cloud.plan.solve import search
from cloud.plan.tour import Tour, cost_m, drive, leaving_m, metres


class Small(Protocol):
    truck: Truck
    tip: Tip

    def __call__(
        self,
        points: list[tuple[int, int]],
        *,
        pickups: list[Pickup] | None = None,
        trucks: list[Truck] | None = None,
        tips: list[Tip] | None = None,
    ) -> Problem: ...

    def random(self, seed: int, *, containers: int, trucks: int = 1) -> Problem: ...


def plan_of(problem: Problem, rounds: int = 2) -> Plan:
    return planner.plan_day(problem, issued_at_us=0, rounds=rounds)


def cost_of(problem: Problem, plan: Plan) -> int:
    left = {one.container for one in plan.left}
    prizes = sum(leaving_m(problem, one) for one in problem.pickups if one.container in left)
    return plan.distance_m + prizes


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
                    m = metres(problem, truck, tuple(tour))
                    if m < best.get(key, 1 << 40) and fits(problem, truck, tuple(tour)):
                        best[key] = m
        cheapest.append(best)
    totals = []
    for choice in product(*cheapest):
        served = [one for key in choice for one in key]
        if len(served) == len(set(served)):
            driven = sum(best[key] for best, key in zip(cheapest, choice, strict=True))
            left = (one for one in problem.pickups if one.container not in served)
            totals.append(driven + sum(leaving_m(problem, one) for one in left))
    return min(totals)


def fits(problem: Problem, truck: Truck, tour: Tour) -> bool:
    return not route_violations(problem, truck, drive(problem, truck, tour))


def test_four_containers_are_lifted_on_the_shortest_tour(four_containers: Problem) -> None:
    plan = plan_of(four_containers)

    assert {stop.ref for stop in plan.routes[0].containers} == {"c0", "c1", "c2", "c3"}
    assert plan.distance_m == least_cost(four_containers)
    assert plan.overflows_avoided == pytest.approx(1.0)
    assert [stop.kind for stop in plan.routes[0].stops][-2:] == ["tip", "depot"]


@pytest.mark.parametrize("seed", range(8))
def test_a_small_plan_is_the_best_of_all(small: Small, seed: int) -> None:
    problem = small.random(seed, containers=5)

    plan = plan_of(problem, rounds=4)

    assert cost_of(problem, plan) == least_cost(problem)


@pytest.mark.parametrize("seed", range(3))
def test_a_small_plan_for_two_trucks_is_the_best_of_all(small: Small, seed: int) -> None:
    problem = small.random(100 + seed, containers=4, trucks=2)

    plan = plan_of(problem, rounds=4)

    assert cost_of(problem, plan) == least_cost(problem)


def test_six_containers_are_planned_as_well_as_can_be(small: Small) -> None:
    problem = small.random(7, containers=6)

    plan = plan_of(problem, rounds=4)

    assert cost_of(problem, plan) == least_cost(problem)


@given(
    seed=st.integers(0, 10_000),
    containers=st.integers(0, 12),
    trucks=st.integers(0, 3),
)
@settings(max_examples=25, deadline=None)
def test_every_plan_passes_the_checker(
    small: Small, seed: int, containers: int, trucks: int
) -> None:
    problem = small.random(seed, containers=containers, trucks=trucks)

    plan = plan_of(problem, rounds=1)

    assert violations(problem, plan) == ()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=4, deadline=None)
def test_more_search_never_makes_a_plan_worse(small: Small, seed: int) -> None:
    problem = small.random(seed, containers=14, trucks=2)

    costs = [
        cost_m(problem, search(problem, seed=seed, rounds=rounds, left_s=lambda: 60.0).tours)
        for rounds in (0, 1, 2, 4)
    ]

    assert costs == sorted(costs, reverse=True)


@example(seed=6768)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_a_plan_is_never_worse_than_a_greedy_one(small: Small, seed: int) -> None:
    problem = small.random(seed, containers=14, trucks=2)

    greedy = cost_m(problem, polished(problem, {truck.id: () for truck in problem.trucks}))

    assert cost_of(problem, plan_of(problem)) <= greedy


def test_seed_and_rounds_reproduce_a_plan(small: Small) -> None:
    problem = small.random(3, containers=14, trucks=2)

    assert plan_of(problem) == plan_of(problem)


def test_a_search_that_the_clock_cuts_short_says_so(four_containers: Problem) -> None:
    plan = planner.plan_day(four_containers, issued_at_us=0, rounds=5, left_s=lambda: 0.0)

    assert plan.iterations == 0
    assert violations(four_containers, plan) == ()


def test_a_full_truck_unloads_and_goes_on(small: Small, four_containers: Problem) -> None:
    light = [replace(small.truck, capacity_kg=900)]
    problem = replace(four_containers, trucks=tuple(light))

    plan = plan_of(problem)

    assert [stop.kind for stop in plan.routes[0].stops].count("tip") == 2
    assert max(stop.load_kg for stop in plan.routes[0].stops) <= 900
    assert plan.left == ()


def test_streams_are_not_mixed_on_board(four_containers: Problem) -> None:
    paper = tuple(replace(one, stream="paper") for one in four_containers.pickups[:2])
    both = ("glass", "paper")
    problem = replace(
        four_containers,
        pickups=(*paper, *four_containers.pickups[2:]),
        trucks=(replace(four_containers.trucks[0], streams=both),),
        tips=(replace(four_containers.tips[0], streams=both),),
    )

    plan = plan_of(problem)

    assert plan.left == ()
    assert [stop.kind for stop in plan.routes[0].stops].count("tip") == 2


def test_each_operator_lifts_its_own(small: Small, four_containers: Problem) -> None:
    theirs = replace(four_containers.pickups[0], operator="cc")
    trucks = (small.truck, replace(small.truck, id="t2", operator="cc"))
    problem = replace(
        four_containers, pickups=(theirs, *four_containers.pickups[1:]), trucks=trucks
    )

    plan = plan_of(problem)

    assert [stop.ref for stop in plan.routes[1].containers] == ["c0"]
    assert len(plan.routes[0].containers) == 3


def test_a_plan_that_the_checker_refuses_is_not_let_out(four_containers: Problem) -> None:
    nowhere = replace(four_containers.pickups[0], load_kg=-1, prize_m=-1, must=True)
    twin = replace(four_containers, pickups=(*four_containers.pickups, nowhere))

    with pytest.raises(NoPlan, match="breaks"):
        plan_of(twin)
