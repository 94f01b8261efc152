"""Things that must not be counted."""

import pytest

from firmware_sim.device.adverts.address import Kind
from firmware_sim.device.air.bystanders import bystanders
from firmware_sim.device.air.voice import Voice
from firmware_sim.world import World
from firmware_sim.world.seeds import generator


@pytest.fixture
def said(gates: World) -> list[Voice]:
    radio = gates.territory.radio("z-001")
    return [
        voice
        for day in gates.days()
        for voice in bystanders(gates, radio, day, 2.3, generator(7, str(day.date)))
    ]


def test_only_a_tag_has_an_address_like_a_phones(said: list[Voice]) -> None:
    private = [v for v in said if v.kind is Kind.RANDOM and v.address[0] >> 6 in (0b00, 0b01)]

    assert private
    assert all(b"\xff\x4c\x00\x12" in voice.data for voice in private)


def test_there_are_things_of_every_sort(said: list[Voice]) -> None:
    heads = {voice.data[:5].hex() for voice in said}

    printer, car, laptop, lost_tag, keys = (
        "0201060909",
        "0201061309",
        "1eff060001",
        "1eff4c0012",
        "07ff4c0012",
    )
    assert heads == {printer, car, laptop, lost_tag, keys}


def test_the_printer_is_the_same_every_day_and_off_at_night(
    gates: World, said: list[Voice]
) -> None:
    printer = [voice for voice in said if b"Caisse" in voice.data]

    assert len(printer) == len(gates.days())
    assert len({(voice.address, voice.rssi_dbm) for voice in printer}) == 1
    assert {voice.until_us - voice.from_us for voice in printer} == {12 * 3_600_000_000}
