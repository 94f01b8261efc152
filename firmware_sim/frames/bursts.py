"""Weeks of what a whole territory's sensors say, in order of time.

Every node wakes once in a slot of `every_s`, at a place in the slot that is its own, takes seven
pings and sleeps. Since the place never changes, slot after slot and node after node *is* the
order of time: nothing needs sorting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from contract.names import Name
from contract.reading import TimeUs
from firmware_sim.device import Quirks, encode, hear, spoil
from firmware_sim.errors import BadRequest
from firmware_sim.territory import Mount
from firmware_sim.world import World
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Times

PINGS: Final = 7
# At least 60 ms, or a ping hears the last one's echo.
PING_EVERY_US: Final = 100_000
LAST_TO_FIRST: Final = np.arange(1 - PINGS, 1) * PING_EVERY_US
# One second holds a burst, a day is the longest anyone would wait.
EVERY_S: Final = (1, 86_400)
# A day of quarters of an hour: enough for numpy to be quick, little enough for memory.
SLOTS_AT_ONCE: Final = 96


class Burst(msgspec.Struct, frozen=True):
    """Bytes of one sensor whose last one came at `at_us`; one line of a file of timed frames."""

    at_us: TimeUs
    node: Name
    sensor: Name
    hex: str


def bursts(world: World, every_s: int) -> Iterator[Burst]:
    """Yield every burst from the world's start to its end, in order of time."""
    every_us = _every_us(every_s)
    wakers = sorted(_wakers(world, every_us), key=lambda waker: waker.phase_us)
    for first_us in range(world.start_us, world.end_us, SLOTS_AT_ONCE * every_us):
        slots_us = first_us + every_us * np.arange(SLOTS_AT_ONCE, dtype=np.int64)
        for at_once in zip(*(waker.bursts(world, slots_us) for waker in wakers), strict=True):
            yield from (burst for burst in at_once if burst.at_us < world.end_us)


def expected(world: World, every_s: int) -> int:
    """Return about how many bursts there will be."""
    slots = (world.end_us - world.start_us) // _every_us(every_s)
    return slots * len(world.territory.watched())


@dataclass(frozen=True, slots=True)
class _Waker:
    """A node that sleeps between bursts."""

    mount: Mount
    container: str
    phase_us: int
    quirks: Quirks
    draw: np.random.Generator

    def bursts(self, world: World, slots_us: Times) -> list[Burst]:
        """Return its burst in each of these slots."""
        ends_us = slots_us + self.phase_us
        pings_us = np.add.outer(ends_us, LAST_TO_FIRST)
        echoes = hear(world.scene(self.container, pings_us), self.quirks, self.draw)
        wire = spoil(encode(echoes), self.draw)
        return [
            Burst(at_us, self.mount.node, self.mount.sensor, frames.tobytes().hex())
            for at_us, frames in zip(ends_us.tolist(), wire, strict=True)
        ]


def _every_us(every_s: int) -> int:
    if not EVERY_S[0] <= every_s <= EVERY_S[1]:
        raise BadRequest(f"every {every_s} s is not {EVERY_S[0]} … {EVERY_S[1]} s")
    return every_s * 1_000_000


def _wakers(world: World, every_us: int) -> Iterator[_Waker]:
    for mount, container in world.territory.watched():
        draw = generator(world.seed, "bursts", container.id)
        phase_us = int(draw.integers(PINGS * PING_EVERY_US, every_us))
        yield _Waker(mount, container.id, phase_us, Quirks.drawn(draw), draw)
