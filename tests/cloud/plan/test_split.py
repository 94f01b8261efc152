"""Unloadings are put into an order where they cost least: no other way of doing it is cheaper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.plan.body import at_start, emptied, filled
from cloud.plan.cost import rolling_ueur
from cloud.plan.head import duty_s, duty_windows, opening
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Costs, Pickup, Problem, Tip, Tour, Truck
from cloud.plan.split import split
from cloud.roads.travel import Travel
from tests.cloud.plan.conftest import HOUR, TRUCK, Small, pickup

STREAMS = ("glass", "paper")
BODIES = [
    (Compartment(STREAMS, 900, 5000),),
    (Compartment(("glass",), 900, 3000), Compartment(("paper",), 900, 3000)),
    (Compartment(("glass",), 900, 5000, "glass", 500, 100),),
]


def world(small: Small, seed: int) -> Problem:
    """Return a few containers, two streams, three tips with hours of their own."""
    rng = np.random.default_rng(seed)
    points = [(int(x), int(y)) for x, y in rng.integers(-9, 10, (7, 2))]
    bins = [
        replace(pickup(f"c{i}", i + 2), load_kg=int(rng.integers(100, 500)), stream=stream)
        for i, stream in enumerate(rng.choice(STREAMS, 5).tolist())
    ]
    tips = [
        Tip("a", 1, ("glass",), (Window(6 * HOUR, int(rng.integers(7, 12)) * HOUR),), 600),
        Tip("b", 7, STREAMS, (Window(7 * HOUR, 8 * HOUR), Window(9 * HOUR, 18 * HOUR)), 300),
        Tip("c", 8, ("paper",), (), int(rng.integers(0, 900))),
    ]
    body = BODIES[int(rng.integers(0, len(BODIES)))]
    truck = replace(TRUCK, compartments=body, costs=Costs(1000, int(rng.integers(0, 20_000))))
    made = small(points, pickups=bins, trucks=[truck], tips=tips)
    tilt = rng.integers(0, 900, made.travels["car"].metres.shape)
    travel = made.travels["car"]
    skewed = Travel(travel.seconds + tilt // 15, travel.metres + tilt, "askew", exact=False)
    return replace(made, travels={"car": skewed})


def every(problem: Problem, order: Sequence[Pickup]) -> Iterator[Tour]:
    """Yield each way to unload at one tip or two, or not at all, after each load."""
    tips = problem.tips
    rows: list[tuple[Tip, ...]] = [(), *((one,) for one in tips), *product(tips, tips)]
    for first, *picked in product(rows, repeat=len(order) + 1):
        tour: Tour = first
        for load, row in zip(order, picked, strict=True):
            tour = (*tour, load, *row)
        yield tour


def fits(problem: Problem, truck: Truck, tour: Tour) -> bool:
    """Tell whether a tour keeps the rules, and is empty whenever it leaves tips behind."""
    body, unloading = at_start(truck), False
    for duty in tour:
        if isinstance(duty, Tip):
            if not body.streams & set(duty.streams):
                return False
            body, unloading = emptied(body, duty), True
        else:
            if unloading and body.streams:
                return False
            body, broken = filled(truck, body, duty, problem.sigmas)
            unloading = False
            if broken:
                return False
    return not body.streams and in_time(problem, truck, tour)


def in_time(problem: Problem, truck: Truck, tour: Tour) -> bool:
    now_s, here = truck.starts_s, truck.start
    for duty in tour:
        now_s += int(problem.travel(truck).seconds[here, duty.place])
        windows = duty_windows(duty)
        now_s = opening(windows, now_s, duty_s(duty)) + duty_s(duty)
        if windows and not any(
            one.opens_s + duty_s(duty) <= now_s <= one.closes_s for one in windows
        ):
            return False
        here = duty.leaves
    return True


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_no_other_way_to_unload_in_this_order_is_shorter(small: Small, seed: int) -> None:
    problem = world(small, seed)
    truck = replace(problem.trucks[0], costs=Costs(1000))
    able = [one for one in problem.pickups if one.stream in truck.streams][:2]

    found = split(problem, truck, able)

    ways = [tour for tour in every(problem, able) if fits(problem, truck, tour)]
    least = min((rolling_ueur(problem, truck, tour) for tour in ways), default=None)
    if least is not None:
        assert found is not None
        assert fits(problem, truck, found)
        assert rolling_ueur(problem, truck, found) == least


def test_a_long_day_with_many_tips_is_split_at_once(small: Small) -> None:
    rng = np.random.default_rng(1)
    points = [(int(x), int(y)) for x, y in rng.integers(-30, 31, (179, 2))]
    bins = [pickup(f"c{i}", i + 2) for i in range(160)]
    tips = [Tip(f"t{i}", 162 + i, ("glass",), (Window(0, 20 * HOUR),), 300) for i in range(19)]
    problem = small(points, pickups=bins, tips=tips)

    found = split(problem, problem.trucks[0], bins)

    assert found is not None
    assert sum(isinstance(duty, Tip) for duty in found) >= 13


@pytest.mark.parametrize("often", [1, 2])
def test_no_more_unloads_than_a_truck_may_make(small: Small, often: int) -> None:
    problem = small([(1, 0), (2, 0), (3, 0)])
    truck = replace(TRUCK, trips=often, compartments=(Compartment(("glass",), 900, 9000),))

    assert (split(problem, truck, problem.pickups) is None) == (often == 1)


def test_what_no_tip_takes_cannot_be_split(small: Small) -> None:
    problem = small([(1, 0)], tips=[])

    assert split(problem, TRUCK, problem.pickups) is None


def test_fixed_duties_come_first(small: Small) -> None:
    problem = small([(1, 0), (2, 0)])
    truck = replace(TRUCK, fixed=problem.pickups[:1])

    found = split(problem, truck, problem.pickups[1:])

    assert found is not None
    assert found[:2] == problem.pickups
    assert [a == b for a, b in pairwise(found)] == [False, False]
