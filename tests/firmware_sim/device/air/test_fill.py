"""A fill sensor that speaks BTHome."""

from collections.abc import Callable

import numpy as np
import pytest

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air.fill import fill_voices
from firmware_sim.device.air.voice import Voice
from firmware_sim.world import World

MakeWorld = Callable[..., World]


def said_by(world: World, container: str, every_s: int = 900) -> list[Voice]:
    found = next(each for each in world.territory.containers if each.id == container)
    return [voice for day in world.days() for voice in fill_voices(world, found, day, every_s, 2.3)]


def test_it_speaks_once_a_slot_and_numbers_its_packets(gates: World) -> None:
    said = said_by(gates, "north-01")

    steps_us = np.diff([voice.from_us for voice in said])
    assert set(steps_us) == {900_000_000}
    packets = np.array([voice.data[9] for voice in said], np.int64)
    assert set(np.diff(packets) % 256) == {1}
    assert {(voice.address.hex(), voice.kind) for voice in said} == {
        ("a4c138341104", Kind.PUBLIC),
    }


def test_it_says_the_distance_that_the_world_has(gates: World) -> None:
    said = said_by(gates, "north-01")

    heard = np.array([int.from_bytes(voice.data[-2:], "little") for voice in said])
    scene = gates.scene("north-01", np.array([voice.from_us for voice in said]))
    off_mm = heard / (1 - 0.0017 * (scene.air_c - 15)) - scene.distance_mm
    assert np.mean(off_mm) == pytest.approx(0, abs=1)
    assert np.percentile(np.abs(off_mm), 90) < 12


def test_its_battery_is_a_percentage(gates: World) -> None:
    assert all(0 <= voice.data[11] <= 100 for voice in said_by(gates, "north-01"))


def test_a_sensor_with_a_cable_is_not_on_the_air(gates: World) -> None:
    assert said_by(gates, "east-01") == []


def test_another_start_finds_the_same_packets(make_gates: MakeWorld) -> None:
    one = said_by(make_gates(days=3), "north-01")
    two = said_by(make_gates(days=5), "north-01")

    assert two[: len(one)] == one
