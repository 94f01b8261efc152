"""What people carry."""

import numpy as np
import pytest

from firmware_sim.world.carried import Carried, Maker, carried, turns
from firmware_sim.world.people import Passers
from firmware_sim.world.seeds import generator

MINUTE_US = 60_000_000
PEOPLE = 20_000


def crowd(stay_us: int = 40 * MINUTE_US, people: int = PEOPLE) -> Passers:
    arrived = np.arange(people, dtype=np.int64) * 1_000_000
    return Passers(arrived, arrived + stay_us, np.full(people, 5.0))


def devices(stay_us: int = 40 * MINUTE_US) -> Carried:
    return carried(crowd(stay_us), 2.3, generator(1, "carried"))


def test_eight_people_in_ten_carry_a_device_that_speaks() -> None:
    found = devices()

    speaks = 0.30 * 0.95 + 0.70 * 0.45 + 0.25
    assert len(found.every_s) / PEOPLE == pytest.approx(speaks, rel=0.02)
    apple = (found.maker == Maker.APPLE).mean()
    assert apple == pytest.approx((0.30 * 0.95 + 0.30 * 0.25) / speaks, rel=0.04)


def test_apple_speaks_more_often() -> None:
    found = devices()

    for maker, low, high in ((Maker.APPLE, 0.2, 2.5), (Maker.GOOGLE, 0.5, 5.0)):
        every_s = found.every_s[found.maker == maker]
        assert low <= every_s.min() < every_s.max() <= high
    assert np.median(found.every_s[found.maker == Maker.APPLE]) < 1.0


def test_turns_are_the_presence_without_hole_or_overlap() -> None:
    found = devices()
    taken = turns(found, generator(1, "turns"))

    assert (taken.until_us > taken.from_us).all()
    first = np.flatnonzero(np.diff(taken.device, prepend=-1))
    last = np.append(first[1:], len(taken.device)) - 1
    assert np.array_equal(taken.device[first], np.arange(len(found.every_s)))
    assert np.array_equal(taken.from_us[first], found.from_us)
    assert np.array_equal(taken.until_us[last], found.until_us)
    inner = np.setdiff1d(np.arange(len(taken.device)), first)
    assert np.array_equal(taken.from_us[inner], taken.until_us[inner - 1])


@pytest.mark.parametrize(
    ("maker", "low_min", "high_min"), [(Maker.APPLE, 14.25, 15.75), (Maker.GOOGLE, 10.0, 15.0)]
)
def test_an_address_lives_for_ten_to_fifteen_minutes(
    maker: Maker, low_min: float, high_min: float
) -> None:
    found = devices(6 * 60 * MINUTE_US)
    taken = turns(found, generator(1, "turns"))

    starts, ends = found.from_us[taken.device], found.until_us[taken.device]
    whole = (taken.from_us > starts) & (taken.until_us < ends)
    lives_min = (taken.until_us - taken.from_us) / MINUTE_US
    ours = found.maker[taken.device] == maker
    assert lives_min[whole & ours].min() == pytest.approx(low_min, abs=0.01)
    assert lives_min[whole & ours].max() == pytest.approx(high_min, abs=0.01)
    # The first change falls anywhere in the life of the address that somebody arrives with.
    first = (taken.from_us == starts) & ours
    assert lives_min[first].mean() == pytest.approx((low_min + high_min) / 4, rel=0.03)


def test_nobody_carries_nothing() -> None:
    found = carried(crowd(people=0), 2.3, generator(1, "carried"))

    assert turns(found, generator(1, "turns")).device.size == 0
