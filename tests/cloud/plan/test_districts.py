"""A large problem in districts: nothing is lost between them, and seed and rounds decide."""

from dataclasses import replace
from itertools import pairwise
from math import atan2

from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.check import violations
from cloud.plan.districts import District, districts, first_districts, is_large
from cloud.plan.effort import Effort
from cloud.plan.improve import Limits
from cloud.plan.phases import PHASE, phased
from cloud.plan.planner import plan_day
from cloud.plan.problem import Pickup, Problem
from cloud.plan.settle import settle
from cloud.plan.with_pyvrp import PyVrp
from tests.cloud.plan.conftest import Small

SIZE = 6
SMALL = Small()
# What counts as large is a setting of the search: here what is quick already does.
HARD = Effort(seed=1, rounds=10_000, seconds=60.0, large=60, district=30)


def limits(rounds: int) -> Limits:
    return Limits(1, rounds, lambda: 60.0)


def numbers(found: tuple[District, ...], what: str) -> list[int]:
    return sorted(n for one in found for n in getattr(one, what))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(1, 40), st.integers(1, 6), st.integers(0, 9))
def test_each_truck_and_each_container_is_in_one_district(
    seed: int, containers: int, trucks: int, phase: int
) -> None:
    problem = SMALL.random(seed, containers=containers, trucks=trucks)
    tours = settle(
        problem, {t.id: problem.pickups[i::trucks] for i, t in enumerate(problem.trucks)}
    )

    for found in (
        first_districts(problem, SIZE),
        districts(problem, tours.tours, phase, SIZE),
    ):
        assert numbers(found, "pickups") == list(range(containers))
        assert numbers(found, "trucks") == list(range(trucks))


def test_phases_cut_along_other_lines(small: Small) -> None:
    problem = small.random(5, containers=60, trucks=10)
    around = sorted(problem.pickups, key=lambda one: _turn(problem, one))
    tours = {t.id: tuple(around[6 * i : 6 * i + 6]) for i, t in enumerate(problem.trucks)}

    cuts = {frozenset(districts(problem, tours, phase, 2 * SIZE)) for phase in range(6)}

    assert len(cuts) > 3


def test_what_one_truck_alone_may_lift_comes_into_its_district(small: Small) -> None:
    problem = small.random(2, containers=30, trucks=5)
    *rest, last = problem.trucks
    odd = replace(problem.pickups[0], gear="crane")
    problem = replace(
        problem,
        pickups=(odd, *problem.pickups[1:]),
        trucks=(*rest, replace(last, gear=("hook", "crane"))),
    )
    tours = settle(problem, {t.id: problem.pickups[i + 1 :: 5] for i, t in enumerate(rest)}).tours

    for phase in range(4):
        (mine,) = (one for one in districts(problem, tours, phase, SIZE) if 4 in one.trucks)
        assert 0 in mine.pickups


def test_processes_and_none_of_them_come_to_the_same(small: Small) -> None:
    problem = small.random(7, containers=24, trucks=4)

    beside = list(phased(problem, PyVrp, limits(PHASE + 1), None, 2, SIZE))
    alone = list(phased(problem, PyVrp, limits(PHASE + 1), None, 1, SIZE))

    assert beside == alone
    assert [step.round for step in alone] == [PHASE, PHASE + 1]


def test_what_lies_in_the_wrong_tours_changes_over_phase_by_phase(small: Small) -> None:
    problem = small.random(11, containers=24, trucks=4)
    mixed = {t.id: problem.pickups[i::4] for i, t in enumerate(problem.trucks)}

    found = list(phased(problem, PyVrp, limits(3 * PHASE), mixed, 1, 2 * SIZE))

    costs = [step.best.cost_ueur for step in found]
    assert all(after <= before for before, after in pairwise(costs))
    assert costs[-1] < costs[0]


def test_it_goes_on_from_tours_that_are_told(small: Small) -> None:
    problem = small.random(11, containers=24, trucks=4)
    *_, found = phased(problem, PyVrp, limits(2 * PHASE), None, 1, SIZE)

    first, *_ = phased(problem, PyVrp, limits(PHASE), found.best.tours, 1, SIZE)

    assert (first.round, first.best.cost_ueur) == (0, found.best.cost_ueur)


def test_the_clock_cuts_a_large_day_short_with_a_plan(small: Small) -> None:
    problem = _large(small)

    plan = plan_day(problem, issued_at_us=0, effort=replace(HARD, seconds=1.0))

    assert plan.iterations < 10_000
    assert violations(problem, plan) == ()


def test_a_large_day_is_planned_in_districts(small: Small) -> None:
    problem = _large(small)

    plan = plan_day(problem, issued_at_us=0, effort=replace(HARD, rounds=1))

    assert plan.engine == "pyvrp in districts"
    assert violations(problem, plan) == ()
    assert any(stop.kind == "container" for route in plan.routes for stop in route.stops)


def _large(small: Small) -> Problem:
    problem = small.random(3, containers=HARD.large + 1, trucks=3)
    assert is_large(problem, HARD.large)
    assert len(first_districts(problem, HARD.district)) > 1
    return problem


def _turn(problem: Problem, pickup: Pickup) -> float:
    place = problem.places[pickup.place]
    return atan2(place.lat, place.lon)
