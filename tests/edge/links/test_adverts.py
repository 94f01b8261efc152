"""Adverts out of properties: what came, and nothing of what came before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.links.adverts import Adverts
from edge.reports import PUBLIC, RANDOM, Report
from firmware_sim.radio.structures import read

BASE = "-0000-1000-8000-00805f9b34fb"
PATH = "/org/bluez/hci0/dev_C0_00_00_00_00_01"


def device(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - as bleak passes them
    return {"Address": "C0:00:00:00:00:01", "AddressType": "random", "RSSI": -60, **properties}


def data(adverts: Adverts, now_s: float = 0.0, **properties: Any) -> bytes:  # noqa: ANN401
    report = adverts.report(PATH, device(**properties), now_s)
    assert report is not None
    return report.data


def test_a_device_says_who_it_is_and_how_loud() -> None:
    properties = device(AddressType="public", ManufacturerData={0x4C: b"\x10"})

    report = Adverts().report(PATH, properties, 0.0)

    assert report == Report(b"\xc0\0\0\0\0\1", PUBLIC, -60, b"\x04\xff\x4c\x00\x10")


def test_without_a_strength_it_was_no_advert() -> None:
    properties = device(ManufacturerData={0x4C: b"\x10"})
    del properties["RSSI"]

    assert Adverts().report(PATH, properties, 0.0) is None


def test_of_what_bluetoothd_has_gathered_only_the_changed_key_is_taken() -> None:
    adverts = Adverts()

    data(adverts, ManufacturerData={0x4C: b"a"})

    assert data(adverts, ManufacturerData={0x4C: b"a", 6: b"b"}) == b"\x04\xff\x06\x00b"
    assert data(adverts, ManufacturerData={0x4C: b"c", 6: b"b"}) == b"\x04\xff\x4c\x00c"


def test_the_same_advert_again_is_the_key_that_changed_last() -> None:
    adverts = Adverts()

    data(adverts, ManufacturerData={0x4C: b"a"})
    data(adverts, ManufacturerData={0x4C: b"a", 6: b"b"})

    assert data(adverts, ManufacturerData={0x4C: b"a", 6: b"b"}) == b"\x04\xff\x06\x00b"


def test_what_was_not_signalled_is_not_said_again() -> None:
    adverts = Adverts()
    made = {0x4C: b"a"}

    data(adverts, ManufacturerData=made)

    assert data(adverts, ManufacturerData=made) == b""
    served = {"0000fcd2" + BASE: b"b"}
    assert data(adverts, ManufacturerData=made, ServiceData=served) == b"\x04\x16\xd2\xfcb"


def test_devices_are_told_apart_and_forgotten_after_two_minutes_at_most() -> None:
    adverts = Adverts()
    made = {0x4C: b"a"}

    first = data(adverts, ManufacturerData=made)
    other = adverts.report(PATH + "2", device(ManufacturerData=made), 1.0)
    adverts.report(PATH + "2", device(), 60.0)
    adverts.report(PATH + "2", device(), 120.0)

    assert other is not None
    assert other.data == first
    assert data(adverts, 121.0, ManufacturerData=made) == first


@pytest.mark.parametrize("kind", ["random", "unheard of", ""])
def test_an_address_is_random_unless_it_is_said_to_be_public(kind: str) -> None:
    report = Adverts().report(PATH, device(AddressType=kind), 0.0)

    assert report is not None
    assert report.kind == RANDOM


_words = st.integers(0, 0xFFFF)
_uuids = st.one_of(
    _words.map(lambda word: f"{word:08x}{BASE}"),
    st.integers(0x10000, 2**32 - 1).map(lambda word: f"{word:08x}{BASE}"),
    st.uuids().map(str).filter(lambda text: not text.endswith(BASE)),
)


@given(
    made=st.dictionaries(_words, st.binary(max_size=27), max_size=2),
    served=st.dictionaries(_uuids, st.binary(max_size=11), max_size=2),
    services=st.lists(_uuids, max_size=3),
    name=st.none() | st.text("aé€", min_size=1, max_size=80),
    power_dbm=st.none() | st.integers(-127, 126),
    flags=st.integers(0, 255),
)
def test_bluetoothd_would_read_out_of_the_advert_what_it_said(
    made: dict[int, bytes],
    served: dict[str, bytes],
    services: list[str],
    name: str | None,
    power_dbm: int | None,
    flags: int,
) -> None:
    rebuilt = data(
        Adverts(),
        AdvertisingFlags=bytes([flags]),
        UUIDs=services,
        Name=name,
        TxPower=power_dbm,
        ManufacturerData=made,
        ServiceData=served,
    )

    said = read(rebuilt)

    assert (said.flags, said.services, said.name) == (flags, services, name)
    assert (said.power_dbm, said.manufacturer, said.service_data) == (power_dbm, made, served)
