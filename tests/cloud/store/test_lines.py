"""Line protocol, byte for byte."""

import pytest

from cloud.store.lines import line
from cloud.store.point import Point, Value

AT = 1_764_000_000_000_000_001


def test_a_reading_is_one_line() -> None:
    tags = (("node", "n-001"), ("sensor", "fill"))
    point = Point("level", tags, AT, {"distance_mm": 1234.5, "epoch": "00ff00ff00ff"})

    written = line(point)

    assert written == (
        b'level,node=n-001,sensor=fill distance_mm=1234.5,epoch="00ff00ff00ff" 1764000000000000001'
    )


def test_separators_in_a_tag_are_escaped() -> None:
    point = Point("level", (("place", "a b,c=d\\e"),), AT, {"seq": 1.0})

    written = line(point)

    assert written.startswith(rb"level,place=a\ b\,c\=d\e seq=1.0 ")


def test_a_series_without_tags_is_its_measurement() -> None:
    assert line(Point("level", (), AT, {"seq": 1.0})).startswith(b"level seq=1.0 ")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, b"7.0"),
        (True, b"1.0"),
        (1e22, b"1e+22"),
        (-0.1, b"-0.1"),
        ('say "é"', '"say \\"é\\""'.encode()),
        ("back\\slash", b'"back\\\\slash"'),
        ("two\nlines", b'"two\nlines"'),
        ("", b'""'),
    ],
)
def test_numbers_are_floats_and_texts_are_quoted(value: Value, written: bytes) -> None:
    assert line(Point("level", (), 1, {"v": value})) == b"level v=" + written + b" 1"
