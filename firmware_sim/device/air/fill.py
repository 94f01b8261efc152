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
from firmware_sim.world.fire import LASTS_TO_C
from firmware_sim.world.path import placed_rssi_dbm
from firmware_sim.world.seeds import generator

# Long enough that a radio which listens half of the time hears one of the repeats.
SPEAKS_US: Final = 6 * SECOND_US
EVERY_S: Final = 0.5
# A thermistor wakes it when it warms up fast, and then it speaks every minute.
HOT_C: Final = 45.0
HOT_EVERY_US: Final = 60 * SECOND_US
BURNS_US: Final = 60 * 60 * SECOND_US
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
    wakes_us = _wakes_us(world, container.id, day, every_us, phase_us)
    draw = generator(world.seed, "fill", container.id, day.date.isoformat())
    scene = world.scene(container.id, np.add.outer(wakes_us, LAST_TO_FIRST))
    heard, warm_c = hear(scene, quirks, draw), scene.air_c[:, -1].tolist()
    for at_us, echoes, warm in zip(wakes_us.tolist(), heard, warm_c, strict=True):
        if warm > LASTS_TO_C:
            return
        percent = round(100 * cell_ratio(container.id, at_us, world.seed))
        # As a counter would: every wake of the world's time has the next number.
        packet = at_us // (every_us if warm < HOT_C else HOT_EVERY_US) % 256
        data = bthome(packet, percent, warm, _distance_mm(echoes))
        yield Voice(address, Kind.PUBLIC, data, EVERY_S, strength, at_us, at_us + SPEAKS_US)


def _wakes_us(
    world: World, container: str, day: Day, every_us: int, phase_us: int
) -> NDArray[np.int64]:
    """Return when the sensor wakes on the day: once a slot, and every minute once it burns."""
    slots = np.arange(-(-day.from_us // every_us), -(-day.until_us // every_us))
    wakes_us = slots * every_us + phase_us
    began_us = world.burns_since_us(container)
    if began_us is None or not day.from_us <= began_us < day.until_us:
        return wakes_us
    hot_us = np.arange(began_us, min(began_us + BURNS_US, day.until_us), HOT_EVERY_US)
    return np.union1d(wakes_us, hot_us)


def _distance_mm(echoes: NDArray[np.int64]) -> int:
    """Return what the sensor's own firmware makes of its pings: the median of what came back."""
    heard = echoes[echoes != NO_ECHO]
    return int(np.median(heard)) if heard.size else NO_ECHO
