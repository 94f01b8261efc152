"""A fill sensor without a cable: it wakes, pings, says one BTHome packet a few times, sleeps."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.adverts.bthome import bthome
from firmware_sim.device.air.voice import Voice
from firmware_sim.device.echo import LAST_TO_FIRST, NO_ECHO, Quirks, hear
from firmware_sim.territory import Container
from firmware_sim.world import World
from firmware_sim.world.cell import cell_ratio
from firmware_sim.world.days import SECOND_US, Day
from firmware_sim.world.path import placed_rssi_dbm
from firmware_sim.world.seeds import generator

# Long enough that a radio which listens half of the time hears one of the repeats.
SPEAKS_US: Final = 6 * SECOND_US
EVERY_S: Final = 0.5
DISTANCE_M: Final = (4.0, 12.0)


def fill_voices(
    world: World, container: Container, day: Day, every_s: int, exponent: float
) -> Iterator[Voice]:
    """Yield one voice for each of the sensor's slots of `every_s` that begin on the day."""
    if container.mount is None or container.mount.address is None:
        return
    address = container.mount.address
    fixed = generator(world.seed, "fill", container.id)
    quirks = Quirks.drawn(fixed)
    every_us = every_s * SECOND_US
    phase_us = int(fixed.integers(every_us))
    strength = float(placed_rssi_dbm(np.array(fixed.uniform(*DISTANCE_M)), exponent, fixed))
    slots = np.arange(-(-day.from_us // every_us), -(-day.until_us // every_us))
    wakes_us = slots * every_us + phase_us
    draw = generator(world.seed, "fill", container.id, day.date.isoformat())
    scene = world.scene(container.id, np.add.outer(wakes_us, LAST_TO_FIRST))
    for slot, at_us, echoes in zip(
        slots.tolist(), wakes_us.tolist(), hear(scene, quirks, draw), strict=True
    ):
        percent = round(100 * cell_ratio(container.id, at_us, world.seed))
        data = bthome(slot % 256, percent, _distance_mm(echoes))
        yield Voice(address, Kind.PUBLIC, data, EVERY_S, strength, at_us, at_us + SPEAKS_US)


def _distance_mm(echoes: NDArray[np.int64]) -> int:
    """Return what the sensor's own firmware makes of its pings: the median of what came back."""
    heard = echoes[echoes != NO_ECHO]
    return int(np.median(heard)) if heard.size else NO_ECHO
