"""Somebody with a clicker at a gate: people by the hour, as the truth has them."""

from datetime import datetime
from itertools import pairwise

import msgspec
import numpy as np

from firmware_sim.territory import Radio
from firmware_sim.world.days import HOUR_US, SECOND_US
from firmware_sim.world.people import people
from firmware_sim.world.world import World


class Hour(msgspec.Struct, frozen=True):
    """People from `since`, a local time, to the end of that hour."""

    since: datetime
    people: int


class Clicked(msgspec.Struct, frozen=True):
    """What was counted at one gate; the first and the last hour may be cut short."""

    node: str
    gate: str
    people: int
    hours: tuple[Hour, ...]


def count(world: World, radio: Radio, since_us: int, until_us: int) -> Clicked:
    """Count the people with since_us <= time < until_us, both within the world."""
    zone = world.territory.zone
    first = datetime.fromtimestamp(since_us // SECOND_US, zone).replace(minute=0, second=0)
    next_hour_us = int(first.timestamp()) * SECOND_US + HOUR_US
    bounds_us = (since_us, *range(next_hour_us, until_us, HOUR_US), until_us)
    passed = np.searchsorted(people(world, radio), bounds_us).tolist()
    hours = tuple(
        Hour(datetime.fromtimestamp(at_us // SECOND_US, zone), after - before)
        for at_us, (before, after) in zip(bounds_us, pairwise(passed), strict=False)
    )
    return Clicked(radio.node, radio.gate, passed[-1] - passed[0], hours)
