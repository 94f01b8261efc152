"""Weeks of what one gate's radio reports, in order of time.

A line gathers the reports of ten seconds at most, and never those of two windows of a counter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from firmware_sim.device.air import voices
from firmware_sim.device.receiver import listen
from firmware_sim.device.report import report_hex, rssi_hex
from firmware_sim.errors import BadRequest
from firmware_sim.frames.burst import Burst
from firmware_sim.territory import Radio
from firmware_sim.world import World
from firmware_sim.world.days import SECOND_US, Day
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Times

GATHERS_US: Final = 10 * SECOND_US
# Once a minute keeps three weeks of two gates at some megabytes; a live radio's kernel makes its
# controller forget about every 12 s. Both fit into a counter's window several times.
REPEAT_S: Final = 60
REPEATS_S: Final = (1, 300)
# About, and by day: most reports follow close on the controller's forgetting.
LINES_A_REPEAT: Final = 2


def radio_frames(
    world: World, radio: Radio, every_s: int = 900, repeat_s: int = REPEAT_S
) -> Iterator[Burst]:
    """Yield the lines of one radio from the world's start to its end.

    `every_s` is how often a fill sensor near it wakes, `repeat_s` how often it reports an address.
    """
    check_repeat_s(repeat_s)
    kept = _Reports(np.empty(0, np.int64), [])
    for day in world.days():
        kept = kept.joined(_reports(world, radio, day, every_s, repeat_s))
        said, kept = kept.cut(min(day.until_us, world.end_us))
        yield from said.cut(world.start_us)[1].lines(radio)


def check_repeat_s(repeat_s: int) -> None:
    """Raise BadRequest unless a counter's window can hold the repeat."""
    if not REPEATS_S[0] <= repeat_s <= REPEATS_S[1]:
        raise BadRequest(f"a repeat of {repeat_s} s is not {REPEATS_S[0]} … {REPEATS_S[1]} s")


@dataclass(frozen=True, slots=True)
class _Reports:
    """Reports in order of time, each with its hex."""

    at_us: Times
    hexes: list[str]

    def joined(self, other: "_Reports") -> "_Reports":
        """Return both in order of time."""
        at_us = np.concatenate((self.at_us, other.at_us))
        hexes = self.hexes + other.hexes
        order = np.argsort(at_us, kind="stable")
        return _Reports(at_us[order], [hexes[at] for at in order.tolist()])

    def cut(self, at_us: int) -> tuple["_Reports", "_Reports"]:
        """Return those before `at_us` and the others."""
        at = int(np.searchsorted(self.at_us, at_us))
        before = _Reports(self.at_us[:at], self.hexes[:at])
        return before, _Reports(self.at_us[at:], self.hexes[at:])

    def lines(self, radio: Radio) -> Iterator[Burst]:
        """Yield a line for every ten seconds with a report."""
        bounds = np.flatnonzero(np.diff(self.at_us // GATHERS_US)) + 1
        at_us = self.at_us.tolist()
        for first, end in pairwise((0, *bounds.tolist(), len(at_us))):
            if end:
                hexed = "".join(self.hexes[first:end])
                yield Burst(at_us[end - 1], radio.node, radio.sensor, hexed)


def _reports(world: World, radio: Radio, day: Day, every_s: int, repeat_s: int) -> _Reports:
    around = list(voices(world, radio, day, every_s))
    heard = listen(around, repeat_s, generator(world.seed, "heard", radio.node, str(day.date)))
    halves = [report_hex(voice) for voice in around]
    hexes = [
        halves[voice][0] + rssi_hex(rssi_dbm) + halves[voice][1]
        for voice, rssi_dbm in zip(heard.voice.tolist(), heard.rssi_dbm.tolist(), strict=True)
    ]
    return _Reports(heard.at_us, hexes)
