"""The zone's own beacons on the air."""

import struct
from collections.abc import Callable

import numpy as np
import pytest

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air.beacons import beacon_voices
from firmware_sim.device.air.voice import Voice
from firmware_sim.world import World
from firmware_sim.world.silence import silences

MakeWorld = Callable[..., World]
DAY_US = 86_400_000_000


def said_by(world: World, beacon: str) -> list[Voice]:
    found = next(each for each in world.territory.beacons if each.id == beacon)
    return [voice for day in world.days() for voice in beacon_voices(world, found, day, 2.3)]


@pytest.mark.parametrize(
    ("beacon", "says"),
    [
        ("square-b1", bytes.fromhex("4c0002157e3f2c105d4a4b8e9a612f0c8b1d4e0185420001")),
        ("square-b2", bytes.fromhex("aafe00ee5a1e0c7b2d9f4e6a8b3c000000000002")),
        ("square-b3", b"Balise"),
    ],
)
def test_a_beacon_says_its_identity_every_second_from_one_address(
    gates: World, beacon: str, says: bytes
) -> None:
    said = said_by(gates, beacon)

    assert {voice.every_s for voice in said if says in voice.data} == {1.0}
    assert len({(voice.address, voice.rssi_dbm) for voice in said}) == 1
    assert {(voice.kind, voice.address[0] >> 6) for voice in said} == {(Kind.RANDOM, 0b11)}


def test_a_beacon_that_is_known_by_its_address_has_it(gates: World) -> None:
    assert {voice.address.hex() for voice in said_by(gates, "square-b3")} == {"c41122334455"}


def test_an_eddystone_tells_a_voltage_that_falls_slowly(make_gates: MakeWorld) -> None:
    world = make_gates(days=60)

    told = [
        struct.unpack(">HhII", voice.data[-12:])
        for voice in said_by(world, "square-b2")
        if voice.every_s > 1
    ]

    millivolts = np.array([each[0] for each in told], np.float64)
    warm_c = np.array([each[1] / 256 for each in told])
    assert 2350 < millivolts.min() < millivolts.max() < 3100
    at_15_c = millivolts - 1.5 * (warm_c - 15)
    assert (np.diff(at_15_c) <= 1.01).all()
    assert at_15_c[0] - at_15_c[-1] == pytest.approx(650 / 900 * 61, abs=2)
    adverts = [each[2] for each in told]
    assert adverts == sorted(adverts)


def test_a_silent_beacon_says_nothing_and_the_others_go_on(make_gates: MakeWorld) -> None:
    world = make_gates(days=700)

    times_us = np.array([voice.from_us for voice in said_by(world, "square-b1")])

    gaps_us = np.diff(times_us)
    silent = gaps_us[gaps_us > 3_600_000_000]
    expected = {
        silence
        for day in world.days()
        for silence in silences("square-b1", day.date, world.territory.zone, world.seed)
    }
    assert 0 < len(silent) <= len(expected)
    assert silent.min() > 0.9 * DAY_US
    assert silent.max() < 6.1 * DAY_US
