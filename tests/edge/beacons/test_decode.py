"""From the bytes of an advert to what it says, format by format."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.beacons.advert import Advert, read_advert
from edge.beacons.altbeacon import AltBeacon
from edge.beacons.bthome import BtHome
from edge.beacons.decode import Said, decode
from edge.beacons.eddystone import Tlm, Uid
from edge.beacons.ibeacon import IBeacon
from edge.beacons.sort import Sort
from edge.errors import BadAdvert

Vectors = Callable[[str], list[dict[str, Any]]]

ZONE = bytes.fromhex("7e3f2c105d4a4b8e9a612f0c8b1d4e01")

GOOD: dict[str, tuple[str, Said]] = {
    "ibeacon": (
        "020106 1aff4c000215 7e3f2c105d4a4b8e9a612f0c8b1d4e01 8542 0001 c5",
        IBeacon(ZONE + bytes.fromhex("85420001"), -59),
    ),
    "ibeacon without power": (
        "020106 19ff4c000215 7e3f2c105d4a4b8e9a612f0c8b1d4e01 8542 0001",
        IBeacon(ZONE + bytes.fromhex("85420001"), None),
    ),
    "altbeacon": (
        "02011a 1bff1801beac 2f234454cf6d4a0fadf2f4911ba9ffa600010002 c509",
        AltBeacon(bytes.fromhex("2f234454cf6d4a0fadf2f4911ba9ffa600010002"), -59),
    ),
    "eddystone uid": (
        "020106 0303aafe 1716aafe00ee 5a1e0c7b2d9f4e6a8b3c 000000000002 0000",
        Uid(bytes.fromhex("5a1e0c7b2d9f4e6a8b3c000000000002"), -18),
    ),
    "eddystone uid without reserve": (
        "020106 0303aafe 1516aafe00ee 5a1e0c7b2d9f4e6a8b3c 000000000002",
        Uid(bytes.fromhex("5a1e0c7b2d9f4e6a8b3c000000000002"), -18),
    ),
    "eddystone tlm": (
        "020106 0303aafe 1116aafe2000 0b18 1780 00001467 00002ac4",
        Tlm(2840, 23.5, 5223, 1094.8),
    ),
    "eddystone tlm below zero": (
        "1116aafe2000 0b18 fe80 00000001 0000000a",
        Tlm(2840, -1.5, 1, 1.0),
    ),
    "eddystone tlm of a mains beacon": (
        "1116aafe2000 0000 8000 00000001 0000000a",
        Tlm(None, None, 1, 1.0),
    ),
    "eddystone tlm encrypted": ("1516aafe2001 000102030405060708090a0b 1234 5678", Sort.SEALED),
    "eddystone eid": ("020106 0303aafe 0d16aafe30e3 4549445f74657374", Sort.SEALED),
    "eddystone url": ("0303aafe 1316aafe10f8036769746875620063697472757a", Sort.THING),
    "locator of a lost phone": (
        "1916aafe41 0102030405060708090a0b0c0d0e0f101112131415",
        Sort.THING,
    ),
    "bthome": (
        "020106 0e16d2fc40 0009 0161 406a04 0c2a0b",
        BtHome(
            {"packet_id": 9, "battery_ratio": 0.97, "distance_mm": 1130, "voltage_v": 2.858},
            cut=False,
        ),
    ),
    "bthome encrypted": ("1416d2fc41 d2fcefe52eb212d600112233bc38c966", Sort.SEALED),
    "bthome version 1": ("0a16d2fc30 585b0501c424", Sort.THING),
    "iphone": ("02011a 020a0c 0aff4c001005031c8e2f3a", Sort.PERSON),
    "handoff": ("02011a 1aff4c000c0e00a1b2c3d4e5f60718293a4b5c5d1005011c2d3e4f", Sort.PERSON),
    "contact tracing": (
        "02011a 03036ffd 17166ffd0d3b4f65584c582160571dd19010d41c2660ee34",
        Sort.PERSON,
    ),
    "android nearby": ("0b16f3fe4a17233142564500", Sort.PERSON),
    "android fast share": ("020102 03039ffe 09169ffe010203040506", Sort.PERSON),
    "find my, lost": (
        "1eff4c001219 10 000102030405060708090a0b0c0d0e0f1011121314151617",
        Sort.THING,
    ),
    "find my, near its owner": ("07ff4c0012020001", Sort.THING),
    "smart tag": ("0b165afd0102030405060708", Sort.THING),
    "fast pair": ("06162cfe010203", Sort.THING),
}


@pytest.mark.parametrize(("data", "said"), GOOD.values(), ids=GOOD.keys())
def test_a_good_advert_says_what_it_says(data: str, said: Said) -> None:
    advert = read_advert(bytes.fromhex(data))

    assert not advert.cut
    assert decode(advert) == said


@pytest.mark.parametrize(
    "data",
    [
        "",
        "020106",
        "0aff570102030405060708",  # a company that is not known
        "05166f181234",  # a service that is not known
        "09ff4c000706011920",  # earbuds in their case
        "14ff4c0001 56fe8749000000000000000000000000",  # an app in the background
        "0409426f78",  # a name and nothing else
    ],
)
def test_what_is_of_no_known_format_says_nothing(data: str) -> None:
    assert decode(read_advert(bytes.fromhex(data))) is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("08ff4c000215010203", "iBeacon"),
        ("08ff1801beac010203", "AltBeacon"),
        ("0316aafe", "without a frame type"),
        ("0816aafe00ee010203", "UID"),
        ("0816aafe2000010203", "TLM"),
        ("0316d2fc", "BTHome"),
    ],
)
def test_a_format_that_breaks_its_own_rules_is_refused(data: str, sentence: str) -> None:
    with pytest.raises(BadAdvert, match=sentence):
        decode(read_advert(bytes.fromhex(data)))


def test_a_thing_is_no_person_whatever_else_it_says() -> None:
    lost_and_near = Advert({0x004C: bytes.fromhex("100503 1c8e2f3a 12020001")}, {}, cut=False)
    phone_and_beacon = Advert({}, {0xFEF3: b"\x4a", 0xFEAA: b"\x10\x00\x03"}, cut=False)
    phone_with_tag = Advert({0x004C: bytes.fromhex("12020001")}, {0xFD6F: bytes(20)}, cut=False)

    said = [decode(one) for one in (lost_and_near, phone_and_beacon, phone_with_tag)]

    assert said == [Sort.THING] * 3


@pytest.mark.parametrize("data", [data for data, _ in GOOD.values()], ids=GOOD.keys())
def test_a_good_advert_that_is_cut_anywhere_says_nothing(data: str) -> None:
    whole = bytes.fromhex(data)

    adverts = [read_advert(whole[:length]) for length in range(len(whole))]

    # What counts stands last in each of them.
    assert {decode(advert) for advert in adverts} == {None}
    assert adverts[-1].cut


@pytest.mark.parametrize("data", [data for data, _ in GOOD.values()], ids=GOOD.keys())
def test_a_byte_that_lies_raises_nothing_but_our_own_refusal(data: str) -> None:
    whole = bytes.fromhex(data)
    heard = refused = 0

    for at in range(len(whole)):
        for lie in range(256):
            try:
                decode(read_advert(whole[:at] + bytes((lie,)) + whole[at + 1 :]))
                heard += 1
            except BadAdvert:
                refused += 1

    assert heard + refused == len(whole) * 256


@pytest.mark.parametrize("length", range(32))
@given(st.data())
def test_any_bytes_of_an_adverts_length_are_taken_or_refused(
    length: int, data: st.DataObject
) -> None:
    drawn = data.draw(st.binary(min_size=length, max_size=length))
    known = [b"\xff\x4c\x00", b"\x16\xaa\xfe", b"\x16\xd2\xfc", b"\xff\x18\x01\xbe\xac"]
    head = data.draw(st.sampled_from(known))
    for advert in (drawn, (bytes((max(0, length - 1),)) + head + drawn)[:length]):
        try:
            decode(read_advert(advert))
        except BadAdvert as refusal:
            assert str(refusal)  # noqa: PT017 - that it is ours and speaks is the claim


def test_beacontools_agrees(vectors: Vectors) -> None:
    for vector in vectors("beacontools"):
        expected = vector["expected"] or {}
        advert = read_advert(bytes.fromhex(vector["adv_hex"]))
        match vector.get("frame"):
            case "IBeaconAdvertisement":
                said = decode(advert)
                assert isinstance(said, IBeacon)
                assert said.identity[:16].hex() == expected["uuid"].replace("-", "")
                assert said.power_dbm == expected["tx_power"]
            case "EddystoneTLMFrame":
                said = decode(advert)
                assert isinstance(said, Tlm)
                assert said.battery_mv == expected["voltage"]
                assert said.adverts == expected["advertising_count"]
            case "EddystoneEIDFrame":
                assert decode(advert) is Sort.SEALED
            case "EddystoneURLFrame":
                assert decode(advert) is Sort.THING
            case "ExposureNotificationFrame":
                assert decode(advert) is Sort.PERSON
            case _:  # what beacontools cannot read, or what is not asked here
                assert not isinstance(decode(advert), (IBeacon, Uid, Tlm, BtHome))


def test_the_alt_beacon_library_agrees(vectors: Vectors) -> None:
    found = 0
    for vector in vectors("altbeacon"):
        for data in vector["hex"]:
            try:
                said = decode(read_advert(bytes.fromhex(data)))
            except BadAdvert:
                continue
            if isinstance(said, AltBeacon) and not vector["layouts"]:
                found += 1
                assert said.identity.hex() == "2f234454cf6d4a0fadf2f4911ba9ffa600010002"
                assert said.power_dbm in (-59, 0)

    assert found >= 2
