"""Many points at a stretch: the same lines, and no line at all where one wants a closer look."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.store.body import body
from cloud.store.fit import misfit
from cloud.store.lines import line
from cloud.store.point import Point

TAGS = (("node", "n-001"), ("sensor", "fill"))
PLAIN = Point(
    "level", TAGS, 1_764_000_000_000_000_123, {"fill_ratio": 0.5, "epoch": "0f", "seq": 7}
)

values = st.floats() | st.text(max_size=5) | st.integers(-(2**70), 2**70)
points = st.builds(
    Point,
    st.sampled_from(["level", "count", "Bad", "time"]),
    st.sampled_from(
        [TAGS, (), (("node", "a b,c=d%e"),), (("node", ""),), (("z", "1"), ("a", "2"))]
    ),
    st.integers(-(2**65), 2**65),
    st.dictionaries(st.sampled_from(["fill_ratio", "seq", "time", "x"]), values, max_size=3),
)


def spoken(text: bytes) -> list[tuple[bytes, list[tuple[bytes, float | bytes]], bytes]]:
    """Read lines that hold no blank in a text: head, fields, time."""
    found = []
    for one in text.split(b"\n"):
        head, fields, time = one.replace(rb"\ ", b"_").split(b" ")
        pairs = [field.split(b"=", 1) for field in fields.split(b",")]
        found.append((head, [(n, v if v[:1] == b'"' else float(v)) for n, v in pairs], time))
    return found


def test_lines_of_a_body_say_what_single_lines_say() -> None:
    many = [PLAIN, Point("container_level", (("container", "a b%"),), 5, {"fill_ratio": 1e300})]

    made = body(many)

    assert made is not None
    assert spoken(made) == spoken(b"\n".join(map(line, many)))


def test_no_points_are_no_lines() -> None:
    assert body([]) == b""


@pytest.mark.parametrize(
    "fields",
    [
        {"x": math.nan},
        {"x": math.inf},
        {"x": True},
        {"x": "\ud800"},
        {"x": 'a"b'},
        {"x": "a\nb"},
        {"time": 1.0},
        {},
    ],
)
def test_one_odd_point_has_all_looked_at_closely(fields: dict[str, float | str]) -> None:
    assert body([PLAIN, Point("level", TAGS, 1, fields)]) is None


@given(st.lists(points, min_size=1, max_size=4))
def test_whatever_does_not_fit_is_never_in_a_body(many: list[Point]) -> None:
    made = body(many)

    assert made is None or all(misfit(point) is None for point in many)
