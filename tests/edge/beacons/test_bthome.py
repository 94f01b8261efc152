"""BTHome version 2: every object is walked over, the useful ones are read."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.beacons.bthome import BtHome, Figure, decode
from edge.beacons.sort import Sort

Vectors = Callable[[str], list[dict[str, Any]]]

# Sizes as bthome.io/format has them, written down here once more.
TABLE: Final = {
    1: "01 09 0f-11 15-2f 3a 46 57-59 60 64-65",
    2: "02-03 06-08 0c-0e 12-14 3c-3d 3f-41 43-45 47-4a 51-52 56 5a 5d-5f 61 f0",
    3: "04-05 0a-0b 42 4b f2",
    4: "3e 4c-50 55 5b-5c 62-63 f1",
}
PACKET_7: Final = bytes((0x00, 7))


def kinds(text: str) -> list[int]:
    spans = [span.split("-") for span in text.split()]
    return [kind for span in spans for kind in range(int(span[0], 16), int(span[-1], 16) + 1)]


@pytest.mark.parametrize(
    ("kind", "size"), [(kind, size) for size, text in TABLE.items() for kind in kinds(text)]
)
def test_the_walk_goes_on_past_every_object_of_the_table(kind: int, size: int) -> None:
    said = decode(b"\x40" + bytes((kind,)) + bytes(size) + PACKET_7)

    assert isinstance(said, BtHome)
    assert said.figures["packet_id"] == 7
    assert not said.cut


@pytest.mark.parametrize(
    "part", ["53 03 414243", "54 02 ffff", "53 00", "3b 00 01", "3b e2 03 0102"]
)
def test_the_walk_goes_on_past_what_says_its_own_length(part: str) -> None:
    said = decode(b"\x40" + bytes.fromhex(part) + PACKET_7)

    assert said == BtHome({"packet_id": 7}, cut=False)


@pytest.mark.parametrize(
    ("data", "figure", "value"),
    [
        ("40 02ca09", "temperature_c", 25.06),
        ("40 0233ff", "temperature_c", -2.05),
        ("40 451101", "temperature_c", 27.3),
        ("40 57ea", "temperature_c", -22),
        ("40 58ea", "temperature_c", pytest.approx(-7.7)),
        ("40 0161", "battery_ratio", 0.97),
        ("40 03bf13", "humidity_ratio", 0.5055),
        ("40 2e34", "humidity_ratio", 0.52),
        ("40 0c020c", "voltage_v", 3.074),
        ("40 4a020c", "voltage_v", 307.4),
        ("40 406a04", "distance_mm", 1130),
        ("40 414e00", "distance_mm", pytest.approx(7800)),
        ("40 55d2040000", "volume_l", 1.234),
        ("40 4e87562a01", "volume_l", 19551.879),
        ("40 473412", "volume_l", 466),
        ("40 48dc87", "volume_l", 34.78),
        ("42 b2188d38c1a4 0161", "battery_ratio", 0.97),  # with its address in front
    ],
)
def test_a_useful_object_has_its_value(data: str, figure: Figure, value: float) -> None:
    assert decode(bytes.fromhex(data)) == BtHome({figure: value}, cut=False)


def test_of_two_objects_of_one_name_the_first_counts() -> None:
    said = decode(bytes.fromhex("4002ca0902cf09"))

    assert said == BtHome({"temperature_c": 25.06}, cut=False)


def test_an_unknown_object_ends_the_walk_and_is_no_fault() -> None:
    assert decode(bytes.fromhex("400161feca09")) == BtHome({"battery_ratio": 0.97}, cut=False)


@pytest.mark.parametrize("data", ["400161 406a", "400161 530541", "400161 3b", "400161 55d20400"])
def test_what_stands_before_an_object_that_is_cut_is_kept(data: str) -> None:
    assert decode(bytes.fromhex(data)) == BtHome({"battery_ratio": 0.97}, cut=True)


@given(st.integers(0, 255), st.binary(max_size=24))
def test_any_service_data_is_taken(information: int, objects: bytes) -> None:
    said = decode(bytes((information,)) + objects)

    assert isinstance(said, BtHome) == (information >> 5 == 2 and not information & 1)


NAMES: Final[dict[str, tuple[Figure, float]]] = {
    "battery": ("battery_ratio", 100),
    "temperature": ("temperature_c", 1),
    "humidity": ("humidity_ratio", 100),
    "voltage": ("voltage_v", 1),
    "distance": ("distance_mm", 0.001),
}


def test_bthome_ble_agrees(vectors: Vectors) -> None:
    compared = 0
    for vector in vectors("bthome_v2"):
        for data in map(bytes.fromhex, vector["service_data"].values()):
            said = decode(data)
            if data[0] & 1:
                assert said in (Sort.SEALED, Sort.THING)
            entities = (vector["expected"] or {}).get("entities", {})
            for name, (figure, parts) in NAMES.items():
                if name in entities and isinstance(said, BtHome):
                    compared += 1
                    assert said.figures[figure] * parts == pytest.approx(entities[name])

    assert compared >= 15
