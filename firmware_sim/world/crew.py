"""A crew that empties by routine and by eye, as before there were sensors.

It passes each container on three fixed mornings a week and lifts what looks full enough. It judges
by eye, one round looks different from the next, and now and then a morning is lost to a
breakdown: about one emptying in five comes after the column has overflowed.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from firmware_sim.world.days import HOUR_US, Days
from firmware_sim.world.deposits import Deposits
from firmware_sim.world.geometry import Shape
from firmware_sim.world.history import History, Lift

# Monday is 0. Four ways to spread three mornings over six, so that no evening of the week finds
# all containers freshly emptied.
ROUTINES: Final = ((0, 2, 4), (0, 2, 5), (0, 3, 5), (1, 3, 5))
# A container's own place in the round, and how much the round is early or late on a day.
COMES_AT_H: Final = (6.0, 11.5)
VARIES_H: Final = 0.4
# Full enough to lift, with one sigma of judging by eye: waiting for more would let every second
# column overflow over a weekend.
LIFTS_ABOVE: Final = 0.62
MISJUDGES: Final = 0.10
LOSES_A_MORNING: Final = 0.05
# What sticks to walls and corners.
LEFT_RATIO: Final = (0.0, 0.08)


class _Visit(NamedTuple):
    at_us: int
    lifts_above: float
    left_ratio: float


def lifts(
    shape: Shape, thrown: Deposits, days: Days, draw: np.random.Generator
) -> tuple[Lift, ...]:
    """Return the emptyings of one container; the first stands for the beginning of the world."""
    done = [Lift(int(days.midnights_us[0]), 0.0, 0.0)]
    for visit in _visits(days, draw):
        since = History(shape, thrown, tuple(done[-1:]))
        now_l = float(since.litres(np.array([visit.at_us]))[0])
        if now_l > visit.lifts_above * shape.full_l:
            done.append(Lift(visit.at_us, now_l, visit.left_ratio * shape.full_l))
    return tuple(done)


def _visits(days: Days, draw: np.random.Generator) -> Iterator[_Visit]:
    routine = ROUTINES[draw.integers(len(ROUTINES))]
    hour = draw.uniform(*COMES_AT_H)
    for day, midnight in zip(days.dates, days.midnights_us[:-1], strict=True):
        if day.weekday() in routine:
            late = VARIES_H * draw.uniform(-1.0, 1.0)
            above = max(LEFT_RATIO[1], LIFTS_ABOVE + MISJUDGES * draw.standard_normal())
            visit = _Visit(
                int(midnight + (hour + late) * HOUR_US), above, draw.uniform(*LEFT_RATIO)
            )
            if draw.random() >= LOSES_A_MORNING:
                yield visit
