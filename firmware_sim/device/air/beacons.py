"""The zone's own beacons: who they are every second, how they are now and then."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from firmware_sim.device.adverts.address import Kind, Life, random_address
from firmware_sim.device.adverts.bthome import tag
from firmware_sim.device.adverts.eddystone import tlm, uid
from firmware_sim.device.adverts.ibeacon import ibeacon
from firmware_sim.device.air.voice import Voice
from firmware_sim.territory import Beacon, Eddystone, Fixed, IBeacon
from firmware_sim.world import World
from firmware_sim.world.cell import cell_ratio
from firmware_sim.world.days import HOUR_US, SECOND_US, Day
from firmware_sim.world.path import placed_rssi_dbm
from firmware_sim.world.scene import air_c
from firmware_sim.world.seeds import generator
from firmware_sim.world.silence import silences

EVERY_S: Final = 1.0
TELLS_EVERY_S: Final = 10.0
DISTANCE_M: Final = (4.0, 16.0)
# A lithium cell: nearly full voltage for long, and the radio stops at 2.2 V.
FULL_MV: Final = 3050
FALLS_MV: Final = 650
COLD_MV_PER_K: Final = 1.5


def beacon_voices(world: World, beacon: Beacon, day: Day, exponent: float) -> Iterator[Voice]:
    """Yield what the beacon says in each hour of the day in which it is not silent."""
    fixed = generator(world.seed, "beacon", beacon.id)
    drawn = random_address(Life.STATIC, fixed)
    address = beacon.identity.address if isinstance(beacon.identity, Fixed) else drawn
    # A public address says nothing in its bits; a beacon given by its address may have either.
    kind = Kind.RANDOM if address[0] >> 6 == Life.STATIC else Kind.PUBLIC
    distance_m = np.array(fixed.uniform(*DISTANCE_M))
    strength = float(placed_rssi_dbm(distance_m, exponent, fixed))
    silent = silences(beacon.id, day.date, world.territory.zone, world.seed)
    # What it tells of itself changes by the hour; nobody looks more closely.
    for hour_us in range(day.from_us, day.until_us, HOUR_US):
        if not any(begin <= hour_us < end for begin, end in silent):
            for data, every_s in _says(world, beacon, hour_us):
                yield Voice(address, kind, data, every_s, strength, hour_us, hour_us + HOUR_US)


def _says(world: World, beacon: Beacon, at_us: int) -> Iterator[tuple[bytes, float]]:
    match beacon.identity:
        case IBeacon() as identity:
            yield ibeacon(identity), EVERY_S
        case Eddystone() as identity:
            yield uid(identity), EVERY_S
            yield _telling(world, beacon.id, at_us), TELLS_EVERY_S
        case Fixed():
            ratio = cell_ratio(beacon.id, at_us, world.seed)
            yield tag("Balise", round(100 * ratio), float(air_c(np.array(at_us)))), EVERY_S


def _telling(world: World, name: str, at_us: int) -> bytes:
    ratio = cell_ratio(name, at_us, world.seed)
    warm_c = float(air_c(np.array(at_us)))
    battery_mv = FULL_MV - FALLS_MV * (1 - ratio) + COLD_MV_PER_K * (warm_c - 15)
    up_s = at_us // SECOND_US % 86_400_000
    return tlm(round(battery_mv), warm_c, int(up_s / EVERY_S), up_s)
