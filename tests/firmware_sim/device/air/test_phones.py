"""Phones on their way past a radio."""

from collections import Counter

import pytest

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air.phones import phones
from firmware_sim.device.air.voice import Voice
from firmware_sim.world import World
from firmware_sim.world.people import Passers, passers
from firmware_sim.world.seeds import generator

MINUTE_US = 60_000_000


@pytest.fixture
def crowd(gates: World) -> Passers:
    return passers(gates, gates.territory.radio("z-001"), gates.days()[1])


@pytest.fixture
def said(crowd: Passers) -> list[Voice]:
    return list(phones(crowd, 2.3, generator(7, "phones")))


def test_every_address_is_random_and_private(said: list[Voice]) -> None:
    assert {voice.kind for voice in said} == {Kind.RANDOM}
    assert {voice.address[0] >> 6 for voice in said} == {0b00, 0b01}


def test_no_address_comes_twice_and_none_lives_long(said: list[Voice]) -> None:
    assert max(Counter(voice.address for voice in said).values()) == 1
    assert max(voice.until_us - voice.from_us for voice in said) <= 15.75 * MINUTE_US


def test_there_are_more_addresses_than_people(said: list[Voice], crowd: Passers) -> None:
    assert len(said) > 1.2 * len(crowd.arrived_us)


def test_the_same_randomness_gives_the_same_phones(said: list[Voice], crowd: Passers) -> None:
    assert list(phones(crowd, 2.3, generator(7, "phones"))) == said
    assert list(phones(crowd, 2.3, generator(8, "phones"))) != said
