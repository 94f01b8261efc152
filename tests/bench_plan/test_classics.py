"""The classic sets as problems of ours, and our judge, against what others published."""

from collections.abc import Callable

import pytest

from tests.bench_plan.case import Case
from tests.bench_plan.classics import FOLDER, known_tours, plain, prizes, windows
from tests.bench_plan.judge import judged_tours
from tests.bench_plan.net import net
from tests.bench_plan.towns import Town, town

needs_sets = pytest.mark.skipif(not FOLDER.is_dir(), reason="the routing sets are not here")


@needs_sets
@pytest.mark.parametrize(
    ("make", "name", "folder"),
    [
        (windows, "C201", "vrptw"),
        (windows, "R101", "vrptw"),
        (prizes, "RC2_10_2", "pcvrptw"),
        (plain, "X-n101-k25", "cvrp"),
    ],
)
def test_the_best_known_plan_is_legal_and_costs_what_its_file_says(
    make: Callable[[str], Case], name: str, folder: str
) -> None:
    case = make(name)

    verdict = judged_tours(case.problem, known_tours(case.problem, FOLDER / folder / f"{name}.sol"))

    assert (verdict.faults, verdict.cost_ueur) == ((), case.known_ueur)


@needs_sets
def test_a_plan_that_leaves_a_must_is_no_plan() -> None:
    case = windows("C201")
    tours = known_tours(case.problem, FOLDER / "vrptw/C201.sol")

    verdict = judged_tours(case.problem, dict(list(tours.items())[1:]))

    assert not verdict.legal


def test_a_town_is_the_same_again_and_its_streets_are_not_the_same_both_ways() -> None:
    made = Town(1, 30, 2)

    metres = town(made).travels["car"].metres

    assert (town(made).travels["car"].metres == metres).all()
    assert (metres != metres.T).any()


def test_a_closed_street_makes_no_way_shorter_and_some_longer() -> None:
    open_ = town(Town(1, 60, 2)).travels["car"].seconds
    closed = town(Town(1, 60, 2, closed=True)).travels["car"].seconds

    assert (closed >= open_).all()
    assert (closed > open_).any()


def test_the_way_home_leads_over_the_tip_that_is_least_out_of_the_way() -> None:
    day = town(Town(1, 30, 2))

    seen = net(day)

    metres = day.travels["car"].metres
    for one in day.pickups:
        over = min(metres[one.place, tip.place] + metres[tip.place, 0] for tip in day.tips)
        assert seen.costs[one.place, seen.home] == over
