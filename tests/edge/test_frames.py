"""Timed frames: read line by line, and a bad line is named."""

import pytest

from edge.errors import BadFrames
from edge.frames import Frame, read_frames

GOOD = b'{"at_us":1764000000000000,"node":"n-001","sensor":"fill","hex":"ff07a1a7"}\n'


def test_a_line_is_the_bytes_of_a_sensor_and_when_they_came() -> None:
    (frame,) = read_frames([GOOD])

    assert frame == Frame(1764000000000000, "n-001", "fill", "ff07a1a7")
    assert frame.data == b"\xff\x07\xa1\xa7"


@pytest.mark.parametrize(
    "line",
    [b"", b"nonsense", GOOD.replace(b"a7", b"zz"), GOOD.replace(b"n-001", b"N/1"), b"[]"],
)
def test_a_bad_line_is_named_by_its_number(line: bytes) -> None:
    with pytest.raises(BadFrames, match="line 2: "):
        list(read_frames([GOOD, line]))
