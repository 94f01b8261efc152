"""Intervals hold the truth about as often as they say, in worlds that the model has not made."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from cloud.footfall.calendar import calendar
from cloud.footfall.estimate import estimate
from cloud.footfall.figures import Step
from cloud.footfall.passages import Passages
from cloud.store.memory import MemoryStore
from tests.cloud.footfall.gate import DAY_US, HOUR_US, PARIS, START_US, Gate, gate, radio

SEEDS = range(8)
RADIO = radio()
# A counter that hung at the gate on a Thursday and a Saturday.
SESSIONS = [24 * day + hour for day in (3, 12) for hour in range(7, 20)]
WHEN = calendar(START_US + 14 * DAY_US, START_US + 35 * DAY_US, PARIS)


@dataclass(frozen=True)
class Told:
    """Estimates of one gate beside the truth."""

    passages: Passages
    came: NDArray[np.int64]

    def inside(self) -> NDArray[np.bool_]:
        low, high = self.passages.interval()
        return np.asarray((low <= self.came) & (self.came <= high))


def tell(one: Gate, step: Step) -> Told:
    store = MemoryStore()
    store.write(one.points)
    by_hand = [
        one.counted(RADIO, START_US + at * HOUR_US, START_US + (at + 1) * HOUR_US)
        for at in SESSIONS
    ]
    made = estimate(store, [RADIO], by_hand, WHEN)
    return Told(made.whole[step], np.histogram(one.came_us, WHEN.edges_us[step])[0])


@pytest.fixture(scope="module")
def gates() -> list[Gate]:
    return [gate(seed, 520, days=35) for seed in SEEDS]


@pytest.mark.parametrize("step", ["quarter", "hour", "day"])
def test_intervals_hold_the_truth_as_often_as_they_say(gates: list[Gate], step: Step) -> None:
    told = [tell(one, step) for one in gates]

    busy = [one.inside()[one.came >= 10] for one in told]

    assert 0.92 <= np.concatenate(busy).mean() <= 0.98


def test_errors_of_many_gates_have_no_side(gates: list[Gate]) -> None:
    told = [tell(one, "day") for one in gates]

    ratio = sum(np.sum(one.passages.people) for one in told) / sum(one.came.sum() for one in told)

    assert ratio == pytest.approx(1.0, abs=0.03)
