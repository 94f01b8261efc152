"""The module as a state machine."""

import numpy as np

from firmware_sim.device import A02yyuw
from firmware_sim.device.a02yyuw import FORGETS_US, WARMING_US
from firmware_sim.world import Scene
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Times

ON_US = 1_762_124_400_000_000
SECOND_US = 1_000_000


def flat(times_us: Times) -> Scene:
    return Scene(np.full(times_us.shape, 1234.0), np.full(times_us.shape, 15.0))


def powered() -> A02yyuw:
    return A02yyuw(flat, generator(1, "device"), ON_US)


def times_of_frames(device: A02yyuw, until_us: int) -> list[int]:
    times = []
    while (now_us := device.next_us) <= until_us:
        times += [now_us] * (len(device.advance(now_us)) // 4)
    return times


def test_a_cold_module_is_silent() -> None:
    assert powered().advance(ON_US + WARMING_US) == b""


def test_frames_come_every_100_to_300_ms() -> None:
    gaps_us = np.diff(times_of_frames(powered(), ON_US + 60 * SECOND_US))

    assert gaps_us.min() >= 100_000
    assert gaps_us.max() <= 300_000
    assert len(gaps_us) > 60 * 3


def test_nothing_happens_before_its_time() -> None:
    device = powered()
    device.advance(device.next_us)

    assert device.advance(device.next_us - 1) == b""


def test_a_late_look_gives_the_frames_of_a_second_at_once() -> None:
    early, late = powered(), powered()
    looks = range(ON_US, ON_US + SECOND_US + 1, 1000)

    assert b"".join(map(early.advance, looks)) == late.advance(ON_US + SECOND_US)


def test_a_module_that_slept_starts_again() -> None:
    device = powered()
    late_us = device.next_us + FORGETS_US + 1

    assert device.advance(late_us) == b""
    assert device.next_us == late_us + WARMING_US


def test_the_level_is_that_of_the_ping() -> None:
    asked: list[int] = []

    def look(times_us: Times) -> Scene:
        asked.extend(times_us.tolist())
        return flat(times_us)

    device = A02yyuw(look, generator(1, "device"), ON_US)
    first_us = times_of_frames(device, ON_US + SECOND_US)[0]

    assert asked[0] == ON_US + WARMING_US < first_us
