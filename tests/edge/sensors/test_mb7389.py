"""MB7389: words with known distances, the banner, and partial words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import SensorFault
from edge.sensors.mb7389 import Mb7389, decode


@pytest.mark.parametrize(
    ("word", "distance_mm"),
    [(b"R1234", 1234), (b"R0300", 300), (b"R4999", 4999), (b"R5000", None), (b"R0299", None)],
)
def test_a_word_gives_its_distance(word: bytes, distance_mm: int | None) -> None:
    assert decode(word) == distance_mm


@pytest.mark.parametrize("word", [b"RX234", b"R123", b"R12345", b"1234", b"", b"HRXL-MaxSonar"])
def test_what_is_no_word_is_a_fault(word: bytes) -> None:
    with pytest.raises(SensorFault):
        decode(word)


def test_the_banner_and_partial_words_are_skipped() -> None:
    part = Mb7389()

    echoes = part.feed(b"HRXL-MaxSonar-WRMT\rPN:MB7389\rRoHS 1.2b100 0320\r34\rR1234\rR12")
    echoes += part.feed(b"35\r")

    assert echoes == [1234, 1235]


@given(st.lists(st.integers(300, 4999)), st.integers(1, 7))
def test_words_survive_any_cutting_of_the_stream(distances_mm: list[int], size: int) -> None:
    stream = b"".join(b"R%04d\r" % distance_mm for distance_mm in distances_mm)
    part = Mb7389()

    echoes = [
        echo
        for begin in range(0, len(stream), size)
        for echo in part.feed(stream[begin : begin + size])
    ]

    assert echoes == distances_mm


def test_endless_noise_takes_no_memory() -> None:
    part = Mb7389()

    for _ in range(1000):
        part.feed(b"x" * 1000)

    assert part.feed(b"\rR0500\r") == [500]
