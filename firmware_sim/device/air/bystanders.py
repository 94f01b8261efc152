"""Things near a gate that are nobody passing: parked cars, a till's printer, tags, laptops.

How many there are is invented; that they are there, and must not be counted, is not.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from firmware_sim.device.adverts.address import Kind, Life, public_address, random_address
from firmware_sim.device.adverts.apple import SEPARATED_BYTES, tag_near_owner, tag_separated
from firmware_sim.device.adverts.others import CDP_BYTES, laptop, named
from firmware_sim.device.air.voice import Voice
from firmware_sim.territory import Radio
from firmware_sim.world import World
from firmware_sim.world.days import HOUR_US, Day
from firmware_sim.world.path import placed_rssi_dbm
from firmware_sim.world.seeds import generator

PRINTER_M: Final = 18.0
PRINTER_ON_H: Final = (8, 20)
PRINTER_EVERY_S: Final = 3.0
_CAR_MAKER, _LAPTOP_MAKER, _PRINTER_MAKER = (
    bytes.fromhex(each) for each in ("4cfcaa", "f8e4e3", "3822e2")
)


class _Sort(NamedTuple):
    """How many of a sort a day brings, which hours they come, how many hours they stay."""

    a_day: float
    comes_h: tuple[float, float]
    stays_h: tuple[float, float]
    every_s: float
    distance_m: tuple[float, float]
    speaks: Callable[[np.random.Generator], tuple[bytes, Kind, bytes]]


def bystanders(
    world: World, radio: Radio, day: Day, exponent: float, draw: np.random.Generator
) -> Iterator[Voice]:
    """Yield the voices of one day's things, none of which the next day brings again but one."""
    yield _printer(world, radio, day, exponent)
    for sort in _SORTS:
        for _ in range(draw.poisson(sort.a_day)):
            from_us = day.from_us + int(draw.uniform(*sort.comes_h) * HOUR_US)
            until_us = from_us + int(draw.uniform(*sort.stays_h) * HOUR_US)
            distance_m = np.array(draw.uniform(*sort.distance_m))
            strength = float(placed_rssi_dbm(distance_m, exponent, draw))
            yield Voice(*sort.speaks(draw), sort.every_s, strength, from_us, until_us)


def _printer(world: World, radio: Radio, day: Day, exponent: float) -> Voice:
    """Return the till's printer, under the same address day after day."""
    fixed = generator(world.seed, "printer", radio.node)
    address = public_address(_PRINTER_MAKER, fixed)
    strength = float(placed_rssi_dbm(np.array(PRINTER_M), exponent, fixed))
    on_us, off_us = (day.from_us + hour * HOUR_US for hour in PRINTER_ON_H)
    return Voice(address, Kind.PUBLIC, named("Caisse 1"), PRINTER_EVERY_S, strength, on_us, off_us)


def _car(draw: np.random.Generator) -> tuple[bytes, Kind, bytes]:
    return public_address(_CAR_MAKER, draw), Kind.PUBLIC, named(f"S{draw.bytes(8).hex()}C")


def _laptop(draw: np.random.Generator) -> tuple[bytes, Kind, bytes]:
    return public_address(_LAPTOP_MAKER, draw), Kind.PUBLIC, laptop(draw.bytes(CDP_BYTES))


def _lost_tag(draw: np.random.Generator) -> tuple[bytes, Kind, bytes]:
    data = tag_separated(draw.bytes(SEPARATED_BYTES))
    return random_address(Life.STATIC, draw), Kind.RANDOM, data


def _tag_on_keys(draw: np.random.Generator) -> tuple[bytes, Kind, bytes]:
    # Private like a phone's: only what it says gives it away.
    data = tag_near_owner(int(draw.integers(4)))
    return random_address(Life.RESOLVABLE, draw), Kind.RANDOM, data


_SORTS: Final = (
    _Sort(8.0, (8.5, 18.0), (0.2, 1.5), 2.0, (5.0, 25.0), _car),
    _Sort(1.0, (8.0, 10.0), (3.0, 8.0), 2.0, (10.0, 25.0), _laptop),
    _Sort(0.5, (8.0, 18.0), (0.5, 4.0), 2.0, (8.0, 25.0), _lost_tag),
    _Sort(10.0, (8.5, 18.0), (0.1, 0.25), 2.0, (5.0, 20.0), _tag_on_keys),
)
