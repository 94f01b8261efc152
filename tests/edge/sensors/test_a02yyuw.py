"""A02YYUW: frames with known distances, and a stream that is never clean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import SensorFault
from edge.sensors.a02yyuw import A02yyuw, decode


def frame(distance_mm: int) -> bytes:
    head = bytes((0xFF, distance_mm >> 8, distance_mm & 0xFF))
    return head + bytes((sum(head) & 0xFF,))


@pytest.mark.parametrize(
    ("data", "distance_mm"),
    [
        ("ff07a1a7", 1953),  # the example of the maker's page
        ("ff001e1d", 30),
        ("ff1194a4", 4500),
        ("ff00fffe", 255),  # FF inside the data
        ("ff001d1c", None),  # nearer than the part can see
        ("ff0000ff", None),  # no echo
        ("fffffffd", None),  # 65535
    ],
)
def test_a_frame_gives_its_distance(data: str, distance_mm: int | None) -> None:
    assert decode(bytes.fromhex(data)) == distance_mm


@pytest.mark.parametrize("data", ["ff07a1a8", "fe07a1a6", "ff07a1", "ff07a1a700", ""])
def test_what_is_no_frame_is_a_fault(data: str) -> None:
    with pytest.raises(SensorFault):
        decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    "data",
    [
        "07a1a7ff07a1a7",  # began in the middle
        "ffff07a1a7",  # a stray FF before it
        "ff07a1a8ff07a1a7",  # a flipped bit, then a good one
        "00ff07a1a7ff07",  # and the next one not whole yet
    ],
)
def test_the_stream_finds_its_way_back(data: str) -> None:
    assert A02yyuw().feed(bytes.fromhex(data)) == [1953]


@given(st.lists(st.integers(30, 4500), max_size=20), st.data())
def test_frames_survive_any_cutting_of_the_stream(
    distances_mm: list[int], data: st.DataObject
) -> None:
    stream = b"".join(map(frame, distances_mm))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    part = A02yyuw()

    echoes: list[int | None] = []
    for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        echoes += part.feed(stream[begin:end])

    assert echoes == distances_mm


@given(st.binary(max_size=64), st.integers(30, 4500))
def test_after_any_noise_a_good_frame_comes_through(noise: bytes, distance_mm: int) -> None:
    part = A02yyuw()
    part.feed(noise)

    # Noise may end in what looks like the start of a frame and swallow the first good ones.
    assert part.feed(frame(distance_mm) * 3)[-1] == distance_mm
