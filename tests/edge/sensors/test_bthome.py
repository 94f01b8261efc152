"""A fill sensor over BTHome: one ping a packet, however often the packet is heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.sensors.bthome import Bthome


def packet(number: int, distance_mm: int) -> bytes:
    return bytes((0x40, 0x00, number, 0x01, 97, 0x40)) + distance_mm.to_bytes(2, "little")


@pytest.mark.parametrize(
    ("data", "distance_mm"),
    [
        ("40 0009 0161 406a04", 1130),
        ("40 406a04", 1130),
        ("44 0009 401027", 10_000),
        ("40 410c00", 1200),  # in decimetres
        ("40 400000", None),  # no echo
        ("40 40ffff", None),  # likewise
        ("40 401127", None),  # farther than any container is deep
    ],
)
def test_a_packet_gives_its_distance(data: str, distance_mm: int | None) -> None:
    assert Bthome().feed(bytes.fromhex(data)) == [distance_mm]


@pytest.mark.parametrize("data", ["", "40", "400161", "41406a04", "30406a04", "40406a", "4055"])
def test_what_carries_no_distance_is_no_ping(data: str) -> None:
    assert Bthome().feed(bytes.fromhex(data)) == []


def test_a_packet_that_is_heard_again_is_the_same_ping() -> None:
    part = Bthome()

    echoes = [part.feed(packet(number, 900 + number)) for number in (7, 7, 7, 8, 8, 7)]

    assert echoes == [[907], [], [], [908], [], [907]]


def test_a_packet_without_a_distance_does_not_hide_the_one_that_follows() -> None:
    part = Bthome()

    echoes = part.feed(bytes.fromhex("40 0007 0161")) + part.feed(packet(7, 900))

    assert echoes == [900]


def test_without_packet_numbers_each_advert_is_a_ping() -> None:
    part = Bthome()

    assert part.feed(bytes.fromhex("40406a04")) + part.feed(bytes.fromhex("40406a04")) == [1130] * 2


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(1, 5)), max_size=300))
def test_repeats_change_nothing(pings: list[tuple[int, int]]) -> None:
    part = Bthome()

    echoes = [
        echo
        for number, (distance_mm, times) in enumerate(pings)
        for _ in range(times)
        for echo in part.feed(packet(number % 256, distance_mm))
    ]

    assert echoes == [distance_mm for distance_mm, _ in pings]
