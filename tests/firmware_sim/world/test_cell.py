"""A beacon's battery."""

from itertools import pairwise

import pytest

from firmware_sim.world.cell import LASTS_DAYS, cell_ratio
from firmware_sim.world.days import DAY_US


def test_a_cell_falls_evenly_and_is_changed_when_it_is_empty() -> None:
    days = range(20_000, 20_000 + int(LASTS_DAYS))

    ratios = [cell_ratio("b1", day * DAY_US, 7) for day in days]

    assert 0 < min(ratios) < 0.01
    assert 0.99 < max(ratios) <= 1
    steps = [after - before for before, after in pairwise(ratios)]
    assert sum(step > 0 for step in steps) == 1
    assert min(steps) == pytest.approx(-1 / LASTS_DAYS)


def test_beacons_do_not_run_empty_together() -> None:
    assert cell_ratio("b1", 0, 7) != cell_ratio("b2", 0, 7)
