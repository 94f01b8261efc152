"""Weeks of what a whole territory's sensors and radios say, in order of time.

Every node with a cable to its sensor wakes once in a slot of `every_s`, at a place in the slot that
is its own, takes seven pings and sleeps. Since the place never changes, slot after slot and node
after node *is* the order of time: nothing needs sorting. The radios' lines are merged in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from typing import Final

import numpy as np

from firmware_sim.device import Quirks, encode, hear, spoil
from firmware_sim.device.echo import LAST_TO_FIRST, PING_EVERY_US, PINGS
from firmware_sim.errors import BadRequest
from firmware_sim.frames.burst import Burst
from firmware_sim.frames.radio import LINES_A_REPEAT, REPEAT_S, check_repeat_s, radio_frames
from firmware_sim.territory import Container, Mount
from firmware_sim.world import World
from firmware_sim.world.days import SECOND_US
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Times

# One second holds a burst, a day is the longest anyone would wait.
EVERY_S: Final = (1, 86_400)
# A day of quarters of an hour: enough for numpy to be quick, little enough for memory.
SLOTS_AT_ONCE: Final = 96


def bursts(world: World, every_s: int, repeat_s: int = REPEAT_S) -> Iterator[Burst]:
    """Yield every line from the world's start to its end, in order of time.

    `repeat_s` is how often a radio reports a device that goes on speaking.
    """
    every_us = _every_us(every_s)
    check_repeat_s(repeat_s)
    radios = (radio_frames(world, radio, every_s, repeat_s) for radio in world.territory.radios)
    return merge(_cables(world, every_us), *radios, key=attrgetter("at_us"))


def expected(world: World, every_s: int, repeat_s: int = REPEAT_S) -> int:
    """Return about how many lines there will be."""
    lasts_s = (world.end_us - world.start_us) // SECOND_US
    reports = LINES_A_REPEAT * lasts_s // repeat_s * len(world.territory.radios)
    return lasts_s // every_s * len(_cabled(world)) + reports


def _cables(world: World, every_us: int) -> Iterator[Burst]:
    wakers = sorted(_wakers(world, every_us), key=lambda waker: waker.phase_us)
    for first_us in range(world.start_us, world.end_us, SLOTS_AT_ONCE * every_us):
        slots_us = first_us + every_us * np.arange(SLOTS_AT_ONCE, dtype=np.int64)
        for at_once in zip(*(waker.bursts(world, slots_us) for waker in wakers), strict=True):
            yield from (burst for burst in at_once if burst.at_us < world.end_us)


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


def _cabled(world: World) -> list[tuple[Mount, Container]]:
    return [pair for pair in world.territory.watched() if pair[0].address is None]


def _wakers(world: World, every_us: int) -> Iterator[_Waker]:
    for mount, container in _cabled(world):
        draw = generator(world.seed, "bursts", container.id)
        phase_us = int(draw.integers(PINGS * PING_EVERY_US, every_us))
        yield _Waker(mount, container.id, phase_us, Quirks.drawn(draw), draw)
