"""Emptyings are found in noisy series, and nothing else is taken for one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.forecast.emptying import emptyings

HOUR_US = 3_600_000_000
CLOSE_US = 2 * HOUR_US


def f1(grow: Callable[..., Any], seeds: range, **world: float) -> float:
    hits = found = true = 0
    for seed in seeds:
        grown = grow(seed, **world)
        got = emptyings(grown.times, grown.fills)
        near = np.abs(got[:, None] - grown.emptied[None, :]) <= CLOSE_US
        hits += int(near.any(axis=0).sum())
        found, true = found + got.size, true + grown.emptied.size
    return 2 * hits / (found + true)


@pytest.mark.parametrize("every_min", [10, 30, 60, 120, 240])
def test_f1_is_at_least_98_percent(grow: Callable[..., Any], every_min: int) -> None:
    assert f1(grow, range(40), every_min=every_min) >= 0.98


def hours(count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.arange(count, dtype=np.int64) * HOUR_US


def test_a_slow_sag_is_no_emptying() -> None:
    fills = np.linspace(0.9, 0.4, 24 * 5)

    assert emptyings(hours(fills.size), fills).size == 0


def test_false_echoes_are_no_emptyings() -> None:
    fills = np.full(48, 0.6)
    fills[[0, 10, 11, 30, 47]] = 0.02
    fills[[5, 20]] = 1.1

    assert emptyings(hours(48), fills).size == 0


def test_an_emptying_in_a_silence_is_found_when_readings_return() -> None:
    times = np.concatenate([hours(24), hours(24) + 90 * HOUR_US])
    fills = np.concatenate([np.linspace(0.5, 0.7, 24), np.linspace(0.1, 0.2, 24)])

    assert emptyings(times, fills).tolist() == [90 * HOUR_US]


def test_one_reading_a_day_is_enough() -> None:
    fills = np.array([0.2, 0.6, 0.8, 0.0, 0.4, 0.8, 0.0, 0.2])

    assert emptyings(24 * hours(8), fills).tolist() == [72 * HOUR_US, 144 * HOUR_US]


@given(st.lists(st.floats(-0.1, 1.3), max_size=60))
def test_any_series_gives_times_of_its_own_in_order(values: list[float]) -> None:
    times = hours(len(values))

    found = emptyings(times, np.array(values, dtype=np.float64))

    assert set(found.tolist()) <= set(times.tolist())
    assert sorted(set(found.tolist())) == found.tolist()
