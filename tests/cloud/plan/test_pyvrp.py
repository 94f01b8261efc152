"""What PyVRP proposes: the best where that is known, and nothing that a truck may not do."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.check_route import route_violations
from cloud.plan.cost import left_over, tours_ueur
from cloud.plan.law.rules import LUNCH
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Pickup, Problem, Tip, Tours
from cloud.plan.tour import drive
from cloud.plan.with_pyvrp import PyVrp, available
from tests.cloud.plan.conftest import HOUR, TIP, TRUCK, Small, pickup

if not available():
    pytest.skip("PyVRP is not installed", allow_module_level=True)


def search(
    problem: Problem, *, rounds: int = 2, seed: int = 1, start: Tours | None = None
) -> Iterator[Tours]:
    return PyVrp().search(problem, start, seed=seed, rounds=rounds, left_s=lambda: 60.0)


def last(problem: Problem, *, rounds: int = 2, start: Tours | None = None) -> Tours:
    *_, tours = search(problem, rounds=rounds, start=start)
    return tours


def refs(tours: Tours, truck: str = "t1") -> list[str]:
    return [duty.ref for duty in tours[truck]]


def lifted(problem: Problem, tours: Tours) -> set[str]:
    left = {one.container for one in left_over(problem, tours.values())}
    return {one.container for one in problem.pickups} - left


def must(one: Pickup) -> Pickup:
    return replace(one, must=True)


def test_a_small_world_is_driven_in_its_best_order(four_containers: Problem) -> None:
    orders: list[Tours] = [{"t1": (*o, TIP)} for o in permutations(four_containers.pickups)]

    found = last(four_containers)

    best = min(tours_ueur(four_containers, tours) for tours in orders)
    assert tours_ueur(four_containers, found) == best


def test_a_truck_unloads_on_its_way_if_it_must_and_before_it_comes_home(small: Small) -> None:
    large = [replace(must(pickup(f"c{i}", i + 2)), load_l=9000) for i in range(3)]
    problem = small([(1, 3), (2, 3), (3, 3)], pickups=large)

    found = refs(last(problem))

    assert len(found) == 5
    assert found.count("tip") == 2
    assert found[-1] == "tip"


def test_what_is_not_worth_the_way_is_left(small: Small) -> None:
    cheap = replace(pickup("c0", 2), prize_ueur=39_000_000)
    problem = small([(20, 0), (0, 1)], pickups=[cheap, must(pickup("c1", 3))])

    found = last(problem)

    assert lifted(problem, found) == {"c1"}


@pytest.mark.parametrize(
    "odd",
    [
        replace(pickup("c0", 2), must=True, gear="crane"),
        replace(pickup("c0", 2), must=True, operator="other"),
        replace(pickup("c0", 2), must=True, stream="paper"),
        replace(pickup("c0", 2), must=True, heaviest_kg=7000),
        replace(pickup("c0", 2), must=True, highest_cm=200),
    ],
)
def test_a_truck_is_sent_to_nothing_that_it_may_not_lift(small: Small, odd: Pickup) -> None:
    truck = replace(TRUCK, gross_kg=19_000, height_cm=350)
    problem = small([(0, 1), (0, 2)], pickups=[odd, must(pickup("c1", 3))], trucks=[truck])

    found = last(problem)

    assert refs(found) == ["c1", "tip"]


def test_the_truck_that_may_lift_a_container_gets_it(small: Small) -> None:
    crane = replace(TRUCK, id="t2", gear=("crane",))
    problem = small(
        [(0, 1), (0, 2)],
        pickups=[must(pickup("c0", 2)), replace(must(pickup("c1", 3)), gear="crane")],
        trucks=[TRUCK, crane],
    )

    found = last(problem)

    assert (refs(found), refs(found, "t2")) == (["c0", "tip"], ["c1", "tip"])


def test_one_compartment_carries_one_stream_at_a_time(small: Small) -> None:
    truck = replace(TRUCK, compartments=(Compartment(("glass", "paper"), 5000, 20_000),))
    streams = ["glass", "paper", "glass", "paper"]
    mixed = [replace(must(pickup(f"c{i}", i + 2)), stream=s) for i, s in enumerate(streams)]
    tip = replace(TIP, streams=("glass", "paper"))
    points = [(0, 1), (0, 2), (1, 1), (1, 2)]
    problem = small(points, pickups=mixed, trucks=[truck], tips=[tip])

    found = last(problem)["t1"]

    assert sum(isinstance(duty, Tip) for duty in found) == 2
    assert route_violations(problem, truck, drive(problem, truck, found)) == ()


def test_a_tip_that_does_not_take_a_stream_is_no_end_for_it(small: Small) -> None:
    far = replace(TIP, site="far", place=3, streams=("paper",))
    truck = replace(TRUCK, compartments=(Compartment(("glass", "paper"), 5000, 20_000),))
    paper = replace(must(pickup("c0", 2)), stream="paper")
    problem = small([(0, 2), (0, 9)], pickups=[paper], trucks=[truck], tips=[TIP, far])

    found = last(problem)

    assert refs(found) == ["c0", "far"]


def test_two_compartments_bring_two_streams_to_two_tips(small: Small) -> None:
    truck = replace(
        TRUCK,
        compartments=(Compartment(("glass",), 3000, 9000), Compartment(("paper",), 3000, 9000)),
    )
    paper = replace(must(pickup("c1", 3)), stream="paper")
    far = replace(TIP, site="far", place=4, streams=("paper",))
    problem = small(
        [(0, 1), (0, 2), (0, 6)],
        pickups=[must(pickup("c0", 2)), paper],
        trucks=[truck],
        tips=[TIP, far],
    )

    found = refs(last(problem))

    assert set(found[:2]) == {"c0", "c1"}
    assert set(found[2:]) == {"tip", "far"}


def test_a_container_with_two_windows_is_lifted_in_one_of_them(small: Small) -> None:
    windows = (Window(0, 5 * HOUR), Window(9 * HOUR, 10 * HOUR))
    late = replace(must(pickup("c0", 2)), windows=windows)
    problem = small([(0, 2), (0, 1)], pickups=[late, must(pickup("c1", 3))])

    found = last(problem)

    route = drive(problem, TRUCK, found["t1"])
    assert lifted(problem, found) == {"c0", "c1"}
    assert route_violations(problem, TRUCK, route) == ()


def test_a_must_that_cannot_be_done_does_not_spoil_the_rest(small: Small) -> None:
    closed = replace(must(pickup("c0", 2)), windows=(Window(6 * HOUR, 6 * HOUR + 400),))
    problem = small([(60, 0), (0, 1)], pickups=[closed, must(pickup("c1", 3))])

    found = last(problem)

    assert lifted(problem, found) == {"c1"}


def test_a_daily_cap_holds_over_all_trips_and_to_the_litre(small: Small) -> None:
    truck = replace(TRUCK, compartments=(Compartment(("glass",), 9000, 5000),), daily_l=9000)
    loads = [4000, 3000, 2000, 2500]
    bins = [replace(must(pickup(f"c{i}", i + 2)), load_l=q) for i, q in enumerate(loads)]
    other = replace(truck, id="t2", daily_l=2500)
    points = [(0, 1), (1, 1), (0, 2), (-1, 1)]
    problem = small(points, pickups=bins, trucks=[truck, other])

    found = last(problem)

    assert lifted(problem, found) == {"c0", "c1", "c2", "c3"}
    assert "c3" in refs(found, "t2")


def test_no_more_unloads_than_a_truck_may_make(small: Small) -> None:
    truck = replace(TRUCK, compartments=(Compartment(("glass",), 9000, 2000),), trips=2)
    problem = small([(0, 1), (0, 2), (1, 2)], trucks=[truck])

    found = last(problem, rounds=4)

    assert refs(found).count("tip") == 2


def test_a_lunch_that_all_take_is_left_room_for(small: Small) -> None:
    truck = replace(TRUCK, rules=LUNCH, ends_s=14 * HOUR)
    bins = [replace(pickup(f"c{i}", i + 2), service_s=50 * 60) for i in range(9)]
    points = [(i - 4, 2) for i in range(9)]
    tip = replace(TIP, windows=())
    problem = small(points, pickups=bins, trucks=[truck], tips=[tip])

    found = last(problem)

    route = drive(problem, truck, found["t1"])
    assert route_violations(problem, truck, route) == ()
    assert len(route.containers) >= 6


def test_a_shift_is_shorter_by_what_is_reserved_for_breaks(small: Small) -> None:
    truck, tip = replace(TRUCK, ends_s=7 * HOUR), replace(TIP, windows=())
    problem = small([(0, 1)] * 6, trucks=[truck], tips=[tip])
    engine = PyVrp(lambda _problem, _truck: HOUR // 2)

    *_, short = engine.search(problem, None, seed=1, rounds=2, left_s=lambda: 60.0)

    assert len(lifted(problem, last(problem))) == 6
    assert len(lifted(problem, short)) == 2


def test_a_tour_begins_with_what_is_fixed_and_a_loaded_truck_unloads(small: Small) -> None:
    first, second = pickup("c0", 2), pickup("c1", 3)
    problem = small([(0, 1), (0, 2)], pickups=[second], trucks=[replace(TRUCK, fixed=(first,))])
    full = (Compartment(("glass",), 5000, 20_000, "glass", 1000, 4000),)
    worthless = replace(second, prize_ueur=0)
    idle = small([(0, 1), (0, 30)], pickups=[worthless], trucks=[replace(TRUCK, compartments=full)])

    assert refs(last(problem)) == ["c0", "c1", "tip"]
    assert refs(last(idle)) == ["tip"]


def test_a_change_is_made_only_if_it_is_worth_its_price(small: Small) -> None:
    other = replace(TRUCK, id="t2")
    problem = small([(0, 1), (0, 2)], pickups=[must(pickup("c0", 2)), must(pickup("c1", 3))])
    problem = replace(problem, trucks=(TRUCK, other), planned={"c0": "t1", "c1": "t2"})

    free = last(replace(problem, change_ueur=1))
    dear = last(replace(problem, change_ueur=50_000_000))

    assert sum(bool(tour) for tour in free.values()) == 1
    assert (refs(dear), refs(dear, "t2")) == (["c0", "tip"], ["c1", "tip"])


def test_nothing_to_search_for_yields_nothing(small: Small, four_containers: Problem) -> None:
    assert list(search(small([]))) == []
    assert list(search(replace(four_containers, tips=()))) == []
    assert list(search(replace(four_containers, trucks=()))) == []


def test_one_container_is_a_problem(small: Small) -> None:
    assert refs(last(small([(0, 1)]))) == ["c0", "tip"]


def test_a_seed_gives_the_same_tours_and_a_longer_search_begins_alike(small: Small) -> None:
    problem = small.random(3, containers=25, trucks=2)

    short, long = list(search(problem, rounds=2)), list(search(problem, rounds=4))

    assert long[:3] == short


def test_a_search_begins_from_the_tours_it_is_given(small: Small) -> None:
    problem = small.random(4, containers=30, trucks=2)
    start = last(problem, rounds=4)

    first = next(search(problem, rounds=1, seed=7, start=start))

    assert tours_ueur(problem, first) <= tours_ueur(problem, start)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), trucks=st.integers(1, 3))
def test_what_is_proposed_may_be_driven_and_only_ever_gets_cheaper(seed: int, trucks: int) -> None:
    problem = Small().random(seed, containers=18, trucks=trucks)

    found = list(search(problem, rounds=3))

    costs = [tours_ueur(problem, tours) for tours in found]
    assert costs == sorted(costs, reverse=True)
    for truck in problem.trucks:
        route = drive(problem, truck, found[-1][truck.id])
        assert route_violations(problem, truck, route) == ()
