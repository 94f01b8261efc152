"""A truck can do what its body, its crew's day and the tips allow."""

from dataclasses import replace

import pytest

from cloud.plan.engine import nothing
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment
from cloud.plan.with_ortools.able import able, begins_s, carriers, rooms
from tests.cloud.plan.conftest import Small

HOUR = 3600


def test_a_compartment_is_kept_for_the_stream_of_which_most_is_asked(small: Small) -> None:
    parts = (Compartment(("glass",), 900, 4000), Compartment(("glass", "paper"), 500, 2000))
    glass, paper = small([(2, 0), (2, 2)]).pickups
    truck = replace(small.truck, compartments=parts)
    pickups = [glass, replace(paper, stream="paper")]
    problem = small([(2, 0), (2, 2)], pickups=pickups, trucks=[truck])

    held = rooms(problem, problem.trucks[0])

    assert held == {"glass": (900, 4000), "paper": (500, 2000)}


def test_two_compartments_of_a_stream_hold_less_than_their_sum_by_one_load(small: Small) -> None:
    parts = (Compartment(("glass",), 900, 4000), Compartment(("glass",), 900, 4000))
    problem = small([(2, 0)], trucks=[replace(small.truck, compartments=parts)])

    held = rooms(problem, problem.trucks[0])

    assert held == {"glass": (1800 - 400, 8000 - 1500)}


@pytest.mark.parametrize(
    "window", [Window(4 * HOUR, 5 * HOUR), Window(13 * HOUR, 14 * HOUR), Window(7 * HOUR, 25_500)]
)
def test_a_tip_that_cannot_be_used_in_time_is_no_tip(small: Small, window: Window) -> None:
    problem = small([(2, 0)], tips=[replace(small.tip, windows=(window,))])

    one = able(problem, problem.trucks[0], nothing)

    assert one.tips == ()
    assert not carriers(problem, [one], [(problem.pickups[0], (400, 1500))]).any()


def test_time_that_is_reserved_is_not_there(small: Small) -> None:
    problem = small([(2, 0)])

    one = able(problem, problem.trucks[0], lambda _problem, _truck: HOUR)

    assert one.until_s == 12 * HOUR


@pytest.mark.parametrize(
    ("change", "able_to"),
    [
        ({}, True),
        ({"operator": "cc"}, False),
        ({"gear": "crane"}, False),
        ({"stream": "paper"}, False),
        ({"load_kg": 5001}, False),
        ({"load_l": 20_001}, False),
        ({"heaviest_kg": 3500}, False),
        ({"highest_cm": 300}, False),
        ({"windows": (Window(8 * HOUR, 8 * HOUR + 299),)}, False),
        ({"windows": (Window(8 * HOUR, 8 * HOUR + 300),)}, True),
    ],
)
def test_a_truck_carries_what_it_may_lift_hold_and_unload(
    small: Small, change: dict[str, object], *, able_to: bool
) -> None:
    problem = small([(2, 0)], trucks=[replace(small.truck, gross_kg=19_000, height_cm=380)])
    pickup = replace(problem.pickups[0], **change)  # type: ignore[arg-type] # any of its fields
    load = (pickup.load_kg, pickup.load_l)

    found = carriers(problem, [able(problem, problem.trucks[0], nothing)], [(pickup, load)])

    assert found.tolist() == [[able_to]]


def test_work_begins_so_early_that_it_ends_within_its_window(small: Small) -> None:
    pickup = replace(small([(2, 0)]).pickups[0], windows=(Window(100, 200), Window(1000, 1500)))

    assert begins_s(pickup) == ((1000, 1200),)
