"""How fast a bin fills."""

import numpy as np
import pytest

from firmware_sim.csv_series.rise import mean_rise
from firmware_sim.csv_series.values import Bin, Diary

BIN = Bin("101", "A", 0.0, 0.0, "general", "Werribee")


def diary(*told: tuple[int, float]) -> Diary:
    first = np.datetime64("2025-11-01", "D")
    days = first + np.array([day for day, _ in told], np.int64)
    return Diary(BIN, days, np.array([ratio for _, ratio in told]))


@pytest.mark.parametrize(
    ("told", "rise"),
    [
        ([(0, 0.0), (1, 0.2), (2, 0.6)], 0.3),
        # It was emptied: the fall says nothing of what was thrown in.
        ([(0, 0.4), (1, 0.8), (2, 0.0), (3, 0.2)], 0.3),
        # Nobody knows whether it was emptied in the gap.
        ([(0, 0.0), (1, 0.2), (9, 0.8)], 0.2),
        # A quiet day counts.
        ([(0, 0.2), (1, 0.2), (2, 0.6)], 0.2),
        ([(0, 0.2)], 0.0),
        ([(0, 0.8), (1, 0.0)], 0.0),
    ],
)
def test_only_neighbouring_days_without_a_fall_count(
    told: list[tuple[int, float]], rise: float
) -> None:
    assert mean_rise(diary(*told)) == pytest.approx(rise)
