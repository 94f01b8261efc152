"""Strength over distance."""

import numpy as np
import pytest

from firmware_sim.world.path import carried_rssi_dbm, placed_rssi_dbm
from firmware_sim.world.seeds import generator


@pytest.mark.parametrize("exponent", [2.0, 2.7])
def test_ten_times_as_far_is_ten_times_the_exponent_weaker(exponent: float) -> None:
    near, far = (
        placed_rssi_dbm(np.full(50_000, metres), exponent, generator(1, "path"))
        for metres in (2.0, 20.0)
    )

    assert near.mean() - far.mean() == pytest.approx(10 * exponent)
    assert near.std() == pytest.approx(6, rel=0.02)


def test_a_body_takes_eight_decibels_in_four_cases_of_ten() -> None:
    metres = np.full(50_000, 5.0)

    placed = placed_rssi_dbm(metres, 2.3, generator(1, "path"))
    carried = carried_rssi_dbm(metres, 2.3, generator(1, "path"))

    assert placed.mean() - carried.mean() == pytest.approx(0.4 * 8, abs=0.1)
    assert carried.std() == pytest.approx(np.sqrt(36 + 64 * 0.4 * 0.6), rel=0.02)
