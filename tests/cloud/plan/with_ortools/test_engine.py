"""The OR-Tools engine proposes tours that may be driven, as good as can be, and the same again."""

from dataclasses import replace
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.cost import left_over, tours_ueur
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Pickup, Problem, Tip, Tour, Tours
from cloud.plan.settle import driven
from cloud.plan.split import split
from cloud.plan.with_ortools import OrTools
from cloud.roads.travel import UNREACHABLE
from tests.cloud.plan.conftest import Small

HOUR = 3600


def proposals(
    problem: Problem, *, rounds: int = 1, seed: int = 1, start: Tours | None = None
) -> list[Tours]:
    engine = OrTools()
    return list(engine.search(problem, start, seed=seed, rounds=rounds, left_s=lambda: 60.0))


def found(problem: Problem, *, rounds: int = 1) -> Tours:
    return proposals(problem, rounds=rounds)[-1]


def lifted(tours: Tours) -> set[str]:
    return {one.container for tour in tours.values() for one in tour if isinstance(one, Pickup)}


def may_be_driven(problem: Problem, tours: Tours) -> bool:
    return all(driven(problem, one, tours[one.id]) is not None for one in problem.trucks)


def changed(problem: Problem, **change: Any) -> Problem:  # noqa: ANN401 - any field
    return replace(problem, trucks=tuple(replace(one, **change) for one in problem.trucks))


def first(problem: Problem, **change: Any) -> Problem:  # noqa: ANN401 - any field
    one = replace(problem.pickups[0], **change)
    return replace(problem, pickups=(one, *problem.pickups[1:]))


def least_ueur(problem: Problem) -> int:
    """Return what the best plan of one truck costs, by trying all of them."""
    truck = problem.trucks[0]
    idle: Tour = ()
    costs = [tours_ueur(problem, {truck.id: idle})]
    for count in range(1, len(problem.pickups) + 1):
        for order in permutations(problem.pickups, count):
            tour = split(problem, truck, order)
            if tour is not None and driven(problem, truck, tour) is not None:
                costs.append(tours_ueur(problem, {truck.id: tour}))
    return min(costs)


def test_four_containers_are_lifted_on_the_shortest_tour(four_containers: Problem) -> None:
    tours = found(four_containers)

    assert lifted(tours) == {"c0", "c1", "c2", "c3"}
    assert tours_ueur(four_containers, tours) == least_ueur(four_containers)


@pytest.mark.parametrize("seed", range(3))
def test_a_small_plan_is_the_best_of_all(small: Small, seed: int) -> None:
    problem = small.random(seed, containers=5)

    tours = found(problem, rounds=2)

    assert tours_ueur(problem, tours) == least_ueur(problem)


@given(seed=st.integers(0, 10_000), containers=st.integers(1, 14), trucks=st.integers(1, 3))
@settings(max_examples=6, deadline=None)
def test_every_proposal_may_be_driven(
    small: Small, seed: int, containers: int, trucks: int
) -> None:
    problem = small.random(seed, containers=containers, trucks=trucks)

    tours = proposals(problem, seed=seed)

    assert all(may_be_driven(problem, one) for one in tours)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=3, deadline=None)
def test_no_container_is_lifted_twice(small: Small, seed: int) -> None:
    problem = small.random(seed, containers=14, trucks=2)

    tours = proposals(problem, seed=seed)[-1]

    refs = [one.ref for tour in tours.values() for one in tour if isinstance(one, Pickup)]
    assert len(refs) == len(set(refs))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=2, deadline=None)
def test_more_rounds_go_on_where_fewer_ended_and_never_make_it_worse(
    small: Small, seed: int
) -> None:
    problem = small.random(seed, containers=9, trucks=2)

    few, many = (proposals(problem, rounds=rounds, seed=seed) for rounds in (1, 3))

    assert few == many[:2]
    costs = [tours_ueur(problem, tours) for tours in many]
    assert costs == sorted(costs, reverse=True)


def test_a_search_from_a_plan_ends_no_worse(small: Small) -> None:
    problem = small.random(7, containers=14, trucks=2)
    plan = found(problem)

    again = proposals(problem, seed=2, start=plan)

    assert tours_ueur(problem, again[0]) <= tours_ueur(problem, plan)


def test_a_start_that_cannot_be_driven_is_lightened(small: Small) -> None:
    problem = small.random(7, containers=14, trucks=1)
    truck = problem.trucks[0]

    tours = proposals(problem, start={truck.id: (*problem.pickups, problem.tips[0])})

    assert all(may_be_driven(problem, one) for one in tours)


def test_a_search_without_a_second_left_still_proposes(four_containers: Problem) -> None:
    search = OrTools().search(four_containers, None, seed=1, rounds=9, left_s=lambda: 0.0)

    tours = list(search)

    assert len(tours) == 1
    assert may_be_driven(four_containers, tours[0])


@pytest.mark.parametrize("lacks", ["pickups", "trucks", "tips"])
def test_where_there_is_nothing_to_search_for_nothing_is_proposed(
    four_containers: Problem, lacks: str
) -> None:
    change: dict[str, Any] = {lacks: ()}
    problem = replace(four_containers, **change)

    assert proposals(problem) == []


@pytest.mark.parametrize(
    "change",
    [
        {"operator": "cc"},
        {"gear": "crane"},
        {"stream": "paper"},
        {"load_kg": 5001},
        {"heaviest_kg": 3500},
        {"windows": (Window(4 * HOUR, 5 * HOUR),)},
    ],
)
def test_what_no_truck_may_lift_is_left_and_the_rest_is_not(
    four_containers: Problem, change: dict[str, Any]
) -> None:
    problem = first(changed(four_containers, gross_kg=19_000), must=True, **change)

    assert lifted(found(problem)) == {"c1", "c2", "c3"}


def test_what_no_road_leads_to_is_left(four_containers: Problem) -> None:
    travel = four_containers.travels["car"]
    seconds, metres = travel.seconds.copy(), travel.metres.copy()
    for table in (seconds, metres):
        table[2, :] = table[:, 2] = UNREACHABLE
        table[2, 2] = 0
    cut = replace(four_containers, travels={"car": replace(travel, seconds=seconds, metres=metres)})

    assert lifted(found(cut)) == {"c1", "c2", "c3"}


def test_a_prize_below_the_detour_is_left(four_containers: Problem) -> None:
    problem = first(four_containers, prize_ueur=1000)

    assert lifted(found(problem)) == {"c1", "c2", "c3"}


def test_a_must_comes_before_any_prize(small: Small) -> None:
    problem = small([(2, 0), (0, 12)])
    near, far = problem.pickups
    pickups = (replace(near, prize_ueur=10**12), replace(far, prize_ueur=0, must=True))
    one = changed(replace(problem, pickups=pickups), daily_stops=1)

    assert lifted(found(one)) == {"c1"}


def test_it_is_lifted_in_the_second_of_two_windows(small: Small) -> None:
    windows = (Window(3 * HOUR, 4 * HOUR), Window(9 * HOUR, 9 * HOUR + 300))
    problem = first(small([(2, 0), (3, 0)]), windows=windows, must=True)

    tours = found(problem)

    assert lifted(tours) == {"c0", "c1"}
    assert may_be_driven(problem, tours)


def test_between_two_windows_is_no_time_to_lift(small: Small) -> None:
    # Whoever starts at noon comes after the first window and is late for the second.
    windows = (Window(8 * HOUR, 9 * HOUR), Window(20 * HOUR, 21 * HOUR))
    late = replace(small.truck, starts_s=10 * HOUR)
    problem = first(small([(2, 0), (3, 0)], trucks=[late]), windows=windows, must=True)

    assert lifted(found(problem)) == {"c1"}


def streams(small: Small, *compartments: Compartment) -> Problem:
    points = [(2, 0), (3, 0), (4, 0), (5, 0)]
    pickups = [
        replace(one, stream=("glass", "paper")[i % 2], must=True)
        for i, one in enumerate(small(points).pickups)
    ]
    tip = replace(small.tip, streams=("glass", "paper"))
    truck = replace(small.truck, compartments=compartments)
    return small(points, pickups=pickups, trucks=[truck], tips=[tip])


def test_streams_that_share_a_compartment_are_never_on_board_together(small: Small) -> None:
    problem = streams(small, Compartment(("glass", "paper"), 5000, 20_000))

    tours = found(problem)

    (tour,) = tours.values()
    loads = [(a, b) for a, b in pairwise(tour) if isinstance(a, Pickup) and isinstance(b, Pickup)]
    assert lifted(tours) == {"c0", "c1", "c2", "c3"}
    assert all(a.stream == b.stream for a, b in loads)
    assert may_be_driven(problem, tours)


def test_streams_with_compartments_of_their_own_are_lifted_on_one_trip(small: Small) -> None:
    problem = streams(
        small, Compartment(("glass",), 5000, 20_000), Compartment(("paper",), 5000, 20_000)
    )

    tours = found(problem)

    assert [isinstance(duty, Tip) for duty in tours["t1"]] == [False] * 4 + [True]
    assert may_be_driven(problem, tours)


def test_a_compartment_that_is_full_is_emptied_though_the_other_is_not(small: Small) -> None:
    problem = streams(
        small, Compartment(("glass",), 500, 20_000), Compartment(("paper",), 5000, 20_000)
    )

    tours = found(problem)

    assert lifted(tours) == {"c0", "c1", "c2", "c3"}
    assert sum(isinstance(duty, Tip) for duty in tours["t1"]) == 2
    assert may_be_driven(problem, tours)


def test_each_stream_goes_to_a_tip_that_takes_it(small: Small) -> None:
    problem = streams(
        small, Compartment(("glass",), 5000, 20_000), Compartment(("paper",), 5000, 20_000)
    )
    apart = [replace(small.tip, site="g"), replace(small.tip, site="p", streams=("paper",))]

    tours = found(replace(problem, tips=tuple(apart)))

    assert lifted(tours) == {"c0", "c1", "c2", "c3"}
    assert {duty.ref for duty in tours["t1"] if isinstance(duty, Tip)} == {"g", "p"}


@pytest.mark.parametrize(
    ("cap", "stops"), [({"daily_kg": 1199}, 2), ({"daily_l": 4500}, 3), ({"daily_stops": 1}, 1)]
)
def test_a_daily_cap_holds_over_all_trips(
    four_containers: Problem, cap: dict[str, Any], stops: int
) -> None:
    problem = changed(four_containers, compartments=(Compartment(("glass",), 800, 20_000),), **cap)

    tours = found(problem)

    assert len(lifted(tours)) == stops
    assert may_be_driven(problem, tours)


def test_a_truck_unloads_no_more_often_than_it_may(four_containers: Problem) -> None:
    tight = (Compartment(("glass",), 800, 20_000),)

    tours = found(changed(four_containers, compartments=tight, trips=1))

    assert len(lifted(tours)) == 2


def test_what_a_truck_carries_over_is_unloaded_even_if_it_lifts_nothing(small: Small) -> None:
    carrying = (Compartment(("glass",), 5000, 20_000, "glass", 4900, 100),)
    trucks = [small.truck, replace(small.truck, id="t2", gear=("crane",), compartments=carrying)]
    problem = small([(2, 0)], trucks=trucks)

    tours = found(problem)

    assert tours["t2"] == (small.tip,)
    assert may_be_driven(problem, tours)


def test_what_a_truck_carries_over_takes_its_room(small: Small) -> None:
    carrying = (Compartment(("glass",), 5000, 20_000, "glass", 4700, 100),)
    problem = small([(2, 0)], trucks=[replace(small.truck, compartments=carrying)])

    tours = found(first(problem, must=True))

    assert [duty.ref for duty in tours["t1"]] == ["tip", "c0", "tip"]


def test_what_is_fixed_comes_first_and_counts(four_containers: Problem) -> None:
    fixed = (four_containers.pickups[3],)
    tight = (Compartment(("glass",), 1200, 20_000),)
    problem = changed(four_containers, fixed=fixed, compartments=tight)

    tours = found(problem)

    assert tours["t1"][0] == four_containers.pickups[3]
    assert sorted(one.ref for one in tours["t1"]) == ["c0", "c1", "c2", "c3", "tip", "tip"]
    assert may_be_driven(problem, tours)


def test_what_is_fixed_for_one_truck_is_no_other_trucks(small: Small) -> None:
    problem = small([(2, 0), (3, 0)])
    trucks = (replace(small.truck, fixed=(problem.pickups[1],)), replace(small.truck, id="t2"))

    tours = found(replace(problem, trucks=trucks))

    assert lifted(tours) == {"c0", "c1"}
    assert tours["t1"][0] == problem.pickups[1]
    assert tours["t2"] == ()


def test_no_container_changes_its_truck_for_less_than_a_change_costs(small: Small) -> None:
    trucks = [replace(small.truck, id=name) for name in ("t1", "t2")]
    problem = small([(2, 0), (3, 0)], trucks=trucks)
    dear = replace(problem, planned={"c0": "t1", "c1": "t2"}, change_ueur=10**9)

    tours = found(dear)

    assert [lifted({one: tours[one]}) for one in ("t1", "t2")] == [{"c0"}, {"c1"}]


def test_time_kept_free_for_breaks_stays_free(small: Small) -> None:
    problem = small([(60, 0)])
    engines = (OrTools(), OrTools(lambda _problem, _truck: 5 * HOUR))

    done = [
        list(one.search(first(problem, must=True), None, seed=1, rounds=1, left_s=lambda: 9.0))
        for one in engines
    ]

    assert [left_over(problem, tours[-1].values()) == () for tours in done] == [True, False]
