"""Adverts as bluetoothd reads them; each expected figure is what its eir_parse makes of it."""

from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.radio.structures import Said, read

BASE = "-0000-1000-8000-00805f9b34fb"


def test_each_structure_says_its_part() -> None:
    said = read(bytes.fromhex("020106 020AC5 0303AAFE 05FF4C001005 0516AAFE2000 0409C3A97A"))

    assert said == Said(
        flags=6,
        name="éz",
        power_dbm=-59,
        services=["0000feaa" + BASE],
        manufacturer={0x4C: b"\x10\x05"},
        service_data={"0000feaa" + BASE: b"\x20\0"},
    )


def test_long_uuids_are_written_out_from_their_last_byte() -> None:
    whole = bytes(range(16))

    said = read(b"\x11\x07" + whole + b"\x05\x05\x78\x56\x34\x12")

    assert said.services == ["0f0e0d0c-0b0a-0908-0706-050403020100", "12345678" + BASE]


def test_reading_ends_at_a_structure_that_does_not_fit_and_keeps_what_was_before() -> None:
    said = read(bytes.fromhex("020106 1FFF4C0002 0209"))

    assert said == Said(flags=6)


def test_a_length_of_zero_ends_the_advert() -> None:
    assert read(bytes.fromhex("00020106")) == Said()


@given(st.binary(max_size=255))
def test_any_bytes_can_be_read(data: bytes) -> None:
    said = read(data)

    assert sum(map(len, said.manufacturer.values())) <= len(data)
