"""The truth, hour by hour."""

import pytest

from firmware_sim.world import World
from firmware_sim.world.clicker import count
from firmware_sim.world.people import people
from tests.firmware_sim.conftest import MakeWorld

HOUR_US = 3_600_000_000
LONG_DAY_US = 1_792_879_200_000_000


def test_the_hours_of_a_day_add_up_to_all_who_passed(gates: World) -> None:
    radio = gates.territory.radio("z-001")
    until_us = gates.start_us + 24 * HOUR_US

    clicked = count(gates, radio, gates.start_us, until_us)

    passed = people(gates, radio)
    assert clicked.people == (passed < until_us).sum() == sum(h.people for h in clicked.hours)
    assert [hour.since.hour for hour in clicked.hours] == list(range(24))
    assert (clicked.node, clicked.gate) == ("z-001", "Nord")


def test_hours_are_those_of_the_clock_and_the_ends_are_cut(gates: World) -> None:
    radio = gates.territory.radio("z-001")
    since_us = gates.start_us + 9 * HOUR_US + HOUR_US // 2

    clicked = count(gates, radio, since_us, since_us + 2 * HOUR_US)

    assert [f"{hour.since:%H:%M}" for hour in clicked.hours] == ["09:30", "10:00", "11:00"]
    passed = people(gates, radio)
    last = (passed >= since_us + 3 * HOUR_US // 2) & (passed < since_us + 2 * HOUR_US)
    assert clicked.hours[-1].people == last.sum()


def test_the_hour_that_comes_twice_is_told_twice(make_gates: MakeWorld) -> None:
    world = make_gates(days=2, start_us=LONG_DAY_US)

    clicked = count(world, world.territory.radio("z-001"), LONG_DAY_US, LONG_DAY_US + 4 * HOUR_US)

    assert [hour.since.isoformat()[11:] for hour in clicked.hours] == [
        "00:00:00+02:00",
        "01:00:00+02:00",
        "02:00:00+02:00",
        "02:00:00+01:00",
    ]


@pytest.mark.parametrize("seconds", [1, 60])
def test_less_than_an_hour_is_one_row(gates: World, seconds: int) -> None:
    radio = gates.territory.radio("z-001")

    clicked = count(gates, radio, gates.start_us, gates.start_us + seconds * 1_000_000)

    assert len(clicked.hours) == 1
