"""People who pass a gate, one by one: the truth that a counter is held against."""

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from firmware_sim.territory import Radio
from firmware_sim.world.days import HOUR_US, SECOND_US, Day
from firmware_sim.world.hours import people_per_hour
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Figures, Times
from firmware_sim.world.world import World

# Who stays works, eats or shops within reach of the radio; the others walk through.
STAYS: Final = 0.30
# Median and sigma of the logarithm of the seconds within reach.
STAY_S: Final = (1200.0, 0.9)
PASS_S: Final = (45.0, 0.6)
LONGEST_S: Final = 6 * 3600
# Those who stay are anywhere on a disc, those who pass on a way beside the radio.
STAY_M: Final = (2.0, 27.0)
PASS_M: Final = (3.0, 15.0)


@dataclass(frozen=True, slots=True)
class Passers:
    """Everybody who arrives at one gate on one local day, in order of arrival."""

    arrived_us: Times
    left_us: Times
    distance_m: Figures


def people(world: World, radio: Radio) -> Times:
    """Return when each person passes the gate from the world's start to its end."""
    days = [passers(world, radio, day).arrived_us for day in world.days()]
    at_us = np.concatenate(days)
    return at_us[(at_us >= world.start_us) & (at_us < world.end_us)]


def passers(world: World, radio: Radio, day: Day) -> Passers:
    """Draw one day at the gate: a Poisson process whose rate is another every hour."""
    draw = generator(world.seed, "people", radio.node, day.date.isoformat())
    hours_us, expected = people_per_hour(
        radio.people_per_day, day, world.territory.zone, world.seed
    )
    count = draw.poisson(expected)
    arrived = np.repeat(hours_us, count) + (draw.random(count.sum()) * HOUR_US).astype(np.int64)
    arrived.sort()
    stays = draw.random(len(arrived)) < STAYS
    stay_s, pass_s = (
        draw.lognormal(log(median), sigma, len(arrived)) for median, sigma in (STAY_S, PASS_S)
    )
    left = np.minimum(np.where(stays, stay_s, pass_s), LONGEST_S) * SECOND_US
    where = draw.random(len(arrived))
    distance = np.where(stays, _between(np.sqrt(where), STAY_M), _between(where, PASS_M))
    return Passers(arrived, arrived + left.astype(np.int64), distance)


def _between(share: Figures, bounds: tuple[float, float]) -> Figures:
    return np.interp(share, (0, 1), bounds)
