"""The people at a gate."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import pytest

from firmware_sim.world import World
from firmware_sim.world.days import DAY_US, SECOND_US
from firmware_sim.world.hours import WEEK
from firmware_sim.world.people import LONGEST_S, passers, people
from firmware_sim.world.types import Figures

MakeWorld = Callable[..., World]
# Sunday 25 October 2026, when clocks are set back, midnight in Paris.
LONG_DAY_US = 1_792_879_200_000_000


def per_day(world: World, node: str) -> Figures:
    at_us = people(world, world.territory.radio(node))
    days = np.bincount((at_us - world.start_us) // DAY_US)
    return days.astype(np.float64)


def test_four_weeks_bring_the_people_that_the_territory_says(make_gates: MakeWorld) -> None:
    means = [per_day(make_gates(seed=seed, days=28), "z-001").mean() for seed in range(20)]

    # Weeks and weather move four weeks by 3 %.
    assert np.mean(means) == pytest.approx(500 * np.mean(WEEK), rel=0.02)
    assert np.std(means) / np.mean(means) < 0.06


def test_every_weekday_has_its_share(make_gates: MakeWorld) -> None:
    weeks = per_day(make_gates(days=364), "z-001").reshape(-1, 7)

    assert weeks.mean(axis=0) / 500 == pytest.approx(WEEK, rel=0.08)


def test_the_same_seed_gives_the_same_people_and_another_does_not(make_gates: MakeWorld) -> None:
    one, two, other = (
        people(world, world.territory.radio("z-001"))
        for world in (make_gates(seed=seed) for seed in (7, 7, 8))
    )

    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_another_start_changes_nobody(make_gates: MakeWorld) -> None:
    long = make_gates(days=10)
    later = make_gates(days=7, start_us=long.start_us + 2 * DAY_US + 12_345_678)
    radio = long.territory.radio("z-002")

    everybody = people(long, radio)

    within = (everybody >= later.start_us) & (everybody < later.end_us)
    assert np.array_equal(people(later, radio), everybody[within])


def test_people_come_in_order_and_within_the_world(gates: World) -> None:
    at_us = people(gates, gates.territory.radio("z-001"))

    assert (np.diff(at_us) >= 0).all()
    assert gates.start_us <= at_us[0]
    assert at_us[-1] < gates.end_us


def test_the_night_of_the_long_day_is_as_quiet_by_the_clock_on_the_wall(
    make_gates: MakeWorld,
) -> None:
    hours = []
    for seed in range(20):
        world = make_gates(seed=seed, days=2, start_us=LONG_DAY_US)
        at_us = people(world, world.territory.radio("z-001"))
        sunday = at_us[at_us < LONG_DAY_US + 25 * 3600 * SECOND_US]
        zone = world.territory.zone
        hours += [datetime.fromtimestamp(at // SECOND_US, zone).hour for at in sunday.tolist()]

    assert np.bincount(hours, minlength=24).argmax() == 10
    assert np.isin(hours, range(2, 6)).mean() < 0.001
    assert len(hours) / 20 == pytest.approx(500 * WEEK[6], rel=0.1)


def test_three_in_ten_stay_and_the_others_walk_through(make_gates: MakeWorld) -> None:
    world = make_gates()
    radio = world.territory.radio("z-001")
    stays_s, distance_m = [], []
    for day in world.days():
        crowd = passers(world, radio, day)
        stays_s.append((crowd.left_us - crowd.arrived_us) / SECOND_US)
        distance_m.append(crowd.distance_m)

    seconds = np.concatenate(stays_s)
    # Four minutes lie between nearly all of those who pass and those who stay.
    long = seconds > 240
    assert long.mean() == pytest.approx(0.30 * 0.96, abs=0.03)
    assert np.median(seconds[~long]) == pytest.approx(45, rel=0.1)
    assert np.median(seconds[long]) == pytest.approx(1260, rel=0.15)
    assert seconds.max() <= LONGEST_S
    assert np.concatenate(distance_m).min() >= 2
    assert np.concatenate(distance_m).max() <= 27


def test_a_gate_that_nobody_uses_has_no_people(gates: World) -> None:
    radio = gates.territory.radio("z-001")
    quiet = type(radio)(radio.node, radio.sensor, radio.gate, 0.0)

    assert people(gates, quiet).size == 0
