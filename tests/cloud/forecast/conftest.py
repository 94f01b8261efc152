"""A small seeded world of one container: waste comes, a truck comes, a noisy sensor reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

PARIS = ZoneInfo("Europe/Paris")
DAY_US = 86_400_000_000
START_US = int(datetime(2025, 9, 29, tzinfo=PARIS).astimezone(UTC).timestamp()) * 1_000_000
VOLUME_L = 3000.0
DEPTH_MM = 1400.0
WEEK = np.array([1.1, 0.9, 0.9, 0.9, 1.0, 1.3, 0.9])
WEEK.flags.writeable = False


@dataclass(frozen=True, slots=True)
class World:
    """Times and read fills, what the fill truly was, and when it was emptied."""

    times: NDArray[np.int64]
    fills: NDArray[np.float64]
    truth: NDArray[np.float64]
    emptied: NDArray[np.int64]
    litres_per_day: float


Grow = Callable[..., World]


@pytest.fixture(scope="session")
def grow() -> Grow:
    return grown


def grown(seed: int, *, days: int = 21, every_min: int = 30, empty_at: float = 0.8) -> World:
    """Return `days` of one container from Monday 2025-09-29 on, local midnight in Paris."""
    rng = np.random.default_rng(seed)
    per_day = rng.uniform(0.05, 0.2) * VOLUME_L
    step_us = every_min * 60_000_000
    times = START_US + np.arange(0, days * DAY_US, step_us, dtype=np.int64)
    times = times + rng.integers(0, 30_000_000, times.size)
    part = (times - START_US) / DAY_US
    hour = (part % 1) * 24
    mood = rng.lognormal(-0.02, 0.2, days + 1)  # weather, markets, neighbours
    awake = np.where((hour >= 6) & (hour < 22), 1.5, 0.0)
    rate = per_day * awake * WEEK[part.astype(int) % 7] * mood[part.astype(int)] * step_us / DAY_US
    deposits = rng.poisson(rate / 8.26)  # mean of the log-normal with median 6 L, sigma 0.8
    litres = np.array([rng.lognormal(np.log(6), 0.8, n).sum() for n in deposits])
    truth = np.empty(times.size)
    emptied, level, goal = [], rng.uniform(0.0, 0.5), empty_at
    for i in range(times.size):
        level += float(litres[i]) / VOLUME_L
        # The truck comes in the morning, at a fill that varies from time to time.
        if level >= goal and 7 <= hour[i] < 9:
            emptied.append(times[i])
            level, goal = rng.uniform(0.0, 0.08), empty_at * rng.uniform(0.5, 1.2)
        truth[i] = level
    return World(times, _read(rng, truth, deposits), truth, np.array(emptied), per_day)


def _read(
    rng: np.random.Generator, truth: NDArray[np.float64], deposits: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what an ultrasonic sensor makes of it: loose surface, noise, false echoes."""
    surface = rng.normal(0.0, rng.uniform(20, 60), truth.size)
    kept = np.maximum.accumulate(np.where(deposits > 0, np.arange(truth.size), 0))
    distance = 250 + (1 - truth) * DEPTH_MM + surface[kept]
    distance += rng.normal(0.0, 3 + 0.003 * np.maximum(distance, 0), truth.size)
    fills = 1 - (distance - 250) / DEPTH_MM
    # The edge's burst median leaves few of the false echoes.
    near, far = rng.random(truth.size) < 0.01, rng.random(truth.size) < 0.005
    fills[near] = rng.uniform(0.9, 1.1, int(near.sum()))
    fills[far] = rng.uniform(-0.1, fills[far].clip(min=0.0))
    return np.asarray(np.clip(fills, -0.05, 1.15))
