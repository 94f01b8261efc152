"""Weeks of what a gate's radio reports."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise

import numpy as np
import pytest

from edge.reports import HEAD, RANDOM, Report, read_reports
from firmware_sim.errors import BadRequest
from firmware_sim.frames.burst import Burst
from firmware_sim.frames.radio import radio_frames
from firmware_sim.world import World
from firmware_sim.world.days import DAY_US
from firmware_sim.world.people import people

MakeWorld = Callable[..., World]
WINDOW_US = 300_000_000
ROTATES_US = 780_000_000
THINGS = (b"\xff\x4c\x00\x12",)


def frames(world: World, node: str = "z-001") -> list[Burst]:
    return list(radio_frames(world, world.territory.radio(node)))


def reports(said: Iterable[Burst]) -> Iterator[tuple[int, Report]]:
    for burst in said:
        for report in read_reports(bytes.fromhex(burst.hex)):
            yield burst.at_us, report


def of_people(said: Iterable[Burst]) -> Iterator[tuple[int, bytes]]:
    """Yield what only phones and watches send: a private address, and not a tag's words."""
    for at_us, report in reports(said):
        private = report.kind == RANDOM and report.address[0] < 0x80
        if private and not any(thing in report.data for thing in THINGS):
            yield at_us, report.address


def test_every_line_is_whole_reports(gates: World) -> None:
    for burst in frames(gates):
        wire = bytes.fromhex(burst.hex)
        found = list(read_reports(wire))
        assert sum(HEAD + len(report.data) for report in found) == len(wire)
        assert all(len(report.data) <= 31 and report.rssi_dbm > -92 for report in found)


def test_lines_are_in_order_of_time_and_within_the_world(gates: World) -> None:
    times_us = [burst.at_us for burst in frames(gates)]

    assert all(earlier < later for earlier, later in pairwise(times_us))
    assert gates.start_us <= times_us[0]
    assert times_us[-1] < gates.end_us
    assert {(burst.node, burst.sensor) for burst in frames(gates)} == {("z-001", "radio")}


def test_there_is_one_line_for_ten_seconds_at_most(gates: World) -> None:
    slots = [burst.at_us // 10_000_000 for burst in frames(gates)]

    assert len(slots) == len(set(slots))


def test_an_address_is_reported_once_a_minute_at_most(make_gates: MakeWorld) -> None:
    found = [
        (at_us // 60_000_000, report.address) for at_us, report in reports(frames(make_gates()))
    ]

    assert len(found) == len(set(found))


def test_the_same_world_says_the_same_bytes_and_another_does_not(make_gates: MakeWorld) -> None:
    one, two, other = (frames(make_gates(seed=seed, days=2)) for seed in (7, 7, 8))

    assert one == two
    assert one != other


def test_more_days_only_add_to_the_end(make_gates: MakeWorld) -> None:
    short = frames(make_gates(days=1))

    long = make_gates(days=3)
    again = islice(radio_frames(long, long.territory.radio("z-001")), len(short))
    assert list(again) == short


def test_another_start_finds_the_same_gate(make_gates: MakeWorld) -> None:
    long = make_gates(days=4)
    later = make_gates(days=2, start_us=long.start_us + DAY_US)

    # Whoever came on the evening before and stays is heard in the first hours of a world too.
    within = [burst for burst in frames(long, "z-002") if burst.at_us >= later.start_us]
    assert frames(later, "z-002") == [burst for burst in within if burst.at_us < later.end_us]


def test_whoever_counts_addresses_counts_too_many(make_gates: MakeWorld) -> None:
    world = make_gates(days=14)
    for node in ("z-001", "z-002"):
        passed = len(people(world, world.territory.radio(node)))

        addresses = {address for _, address in of_people(frames(world, node))}

        assert 1.1 * passed < len(addresses) < 1.7 * passed


def test_arrivals_at_the_gate_are_to_be_seen_in_the_births(make_gates: MakeWorld) -> None:
    world = make_gates(days=21)
    windows: dict[int, set[bytes]] = {}
    for at_us, address in of_people(frames(world)):
        windows.setdefault(at_us // WINDOW_US, set()).add(address)
    arrivals = np.zeros(21)
    for window, here in windows.items():
        births = len(here - windows.get(window - 1, set()))
        rotations = (len(here) - births) * WINDOW_US / ROTATES_US
        arrivals[(window * WINDOW_US - world.start_us) // DAY_US] += births - rotations

    passed_us = people(world, world.territory.radio("z-001"))
    passed = np.bincount((passed_us - world.start_us) // DAY_US, minlength=21)
    factor = passed.sum() / arrivals.sum()
    assert 1.0 < factor < 1.6
    assert np.abs(arrivals * factor - passed).sum() / passed.sum() < 0.08


def test_a_radio_is_never_silent_for_a_minute_and_a_half(gates: World) -> None:
    times_us = [burst.at_us for burst in frames(gates)]

    # A beacon is at hand; a counter takes longer silence for a deaf radio.
    assert np.diff(times_us).max() < 90_000_000


@pytest.mark.parametrize("repeat_s", [0, -1, 301])
def test_a_repeat_that_a_window_does_not_hold_is_refused(gates: World, repeat_s: int) -> None:
    radio = gates.territory.radio("z-001")

    with pytest.raises(BadRequest, match=r"is not 1 … 300 s"):
        list(radio_frames(gates, radio, repeat_s=repeat_s))
