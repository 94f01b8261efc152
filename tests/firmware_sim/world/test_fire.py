"""A container that burns: its sensor gets hotter, says so every minute, and then says nothing."""

import numpy as np
import pytest

from firmware_sim.cli.options import open_world
from firmware_sim.device.air.fill import HOT_EVERY_US, fill_voices
from firmware_sim.errors import BadRequest
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from firmware_sim.world.fire import LASTS_TO_C, MINUTE_US, RISES_K_PER_MIN
from tests.firmware_sim.conftest import GATES, HEARD, START_US, TERRITORY, MakeFolder

BURNS, OTHER = "north-01", "east-01"
BEGINS_US = START_US + 4 * 60 * MINUTE_US


@pytest.fixture
def burning(make_folder: MakeFolder) -> World:
    folder = make_folder(territory=TERRITORY + GATES, containers=HEARD)
    return World(read_territory(folder), 7, START_US, 3, {BURNS: BEGINS_US})


def test_only_what_burns_gets_hot_and_as_fast_as_fires_do(burning: World) -> None:
    times_us = BEGINS_US + MINUTE_US * np.arange(-5, 6)

    hot, cool = (burning.scene(one, times_us).air_c for one in (BURNS, OTHER))

    assert np.array_equal(hot[:6], cool[:6])
    k_per_min = np.diff((hot - cool)[5:])
    assert np.all((RISES_K_PER_MIN[0] <= k_per_min) & (k_per_min <= RISES_K_PER_MIN[1]))


def test_its_sensor_speaks_every_minute_until_it_is_one_no_more(burning: World) -> None:
    container = next(one for one in burning.territory.containers if one.id == BURNS)

    said = [
        voice for day in burning.days() for voice in fill_voices(burning, container, day, 900, 2.3)
    ]

    after = [voice.from_us for voice in said if voice.from_us >= BEGINS_US]
    assert set(np.diff([at_us for at_us in after if at_us % HOT_EVERY_US == 0])) == {HOT_EVERY_US}
    last_c = burning.scene(BURNS, np.array([after[-1]])).air_c
    assert LASTS_TO_C - RISES_K_PER_MIN[1] < last_c[0] <= LASTS_TO_C


@pytest.mark.parametrize("told", ["north-01", "nowhere=2025-11-03T04:00", "north-01=noon"])
def test_a_fire_that_cannot_be_is_refused(make_folder: MakeFolder, told: str) -> None:
    folder = make_folder(territory=TERRITORY + GATES, containers=HEARD)

    with pytest.raises(BadRequest):
        open_world(folder, "2025-11-03T00:00", 7, 1, [told])
