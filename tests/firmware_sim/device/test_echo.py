"""The noise that the field notes state."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.device import Quirks, hear
from firmware_sim.device.echo import FARTHEST_MM, NEAREST_MM, NO_ECHO
from firmware_sim.world import Scene
from firmware_sim.world.seeds import generator

PINGS = 100_000
QUIET = Quirks(silent=0.0, near_echo=0.0)


def scene(distance_mm: float, air_c: float = 15.0, pings: int = PINGS) -> Scene:
    return Scene(np.full(pings, distance_mm), np.full(pings, air_c))


@pytest.mark.parametrize("distance_mm", [400, 1200, 2700])
def test_the_spread_is_three_millimetres_and_three_per_mille(distance_mm: float) -> None:
    echoes = hear(scene(distance_mm), QUIET, generator(1, "echo"))

    assert np.median(echoes) == pytest.approx(distance_mm, abs=1)
    true_echoes = echoes[echoes < 1.05 * distance_mm]
    assert true_echoes.std() == pytest.approx(3 + 0.003 * distance_mm, rel=0.03)


@pytest.mark.parametrize("air_c", [-5.0, 15.0, 35.0])
def test_a_degree_shortens_by_seventeen_per_ten_thousand(air_c: float) -> None:
    echoes = hear(scene(2000, air_c), QUIET, generator(1, "echo"))

    assert np.median(echoes) == pytest.approx(2000 * (1 - 0.0017 * (air_c - 15)), abs=2)


def test_false_echoes_come_as_often_as_the_mounting_has_them() -> None:
    echoes = hear(scene(1500), Quirks(silent=0.02, near_echo=0.04), generator(1, "echo"))

    heard = echoes[echoes != NO_ECHO]
    assert (echoes == NO_ECHO).mean() == pytest.approx(0.02, rel=0.1)
    assert (heard < 1400).sum() / PINGS == pytest.approx(0.04, rel=0.1)
    assert (heard > 1600).sum() / PINGS == pytest.approx(0.01, rel=0.1)
    assert heard.max() < 1500 * 1.3 * 1.05


@given(st.integers(0, 2**32))
def test_a_mounting_is_within_the_stated_bounds(seed: int) -> None:
    quirks = Quirks.drawn(generator(seed, "mounting"))

    assert 0.01 <= quirks.silent <= 0.03
    assert 0.02 <= quirks.near_echo <= 0.05


def test_in_the_blind_zone_the_limit_is_reported() -> None:
    assert set(hear(scene(10, pings=100), QUIET, generator(1, "echo"))) == {NEAREST_MM}


def test_beyond_the_range_nothing_comes_back() -> None:
    assert set(hear(scene(FARTHEST_MM + 300, pings=100), QUIET, generator(1, "echo"))) == {NO_ECHO}
