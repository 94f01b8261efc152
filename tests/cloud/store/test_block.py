"""Blocks are their points, whoever looks at them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.store.block import Block, Blocks, of_point, parts_of
from cloud.store.body import body
from cloud.store.lines import line
from cloud.store.memory import MemoryStore
from cloud.store.point import Point

TAGS = (("node", "n-001"), ("sensor", "fill"))

cells = st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 2**53))
rows = st.lists(st.tuples(cells, st.integers(0, 2**62)), min_size=1, max_size=5)


def block(those: list[tuple[tuple[float, int], int]], epoch: str = "0f") -> Block:
    flat = [cell for values, time_ns in those for cell in (*values, time_ns)]
    return Block("level", TAGS, ("fill_ratio", "seq"), flat, (("epoch", epoch),))


blocks = st.lists(st.builds(block, rows), max_size=4)


@given(blocks)
def test_a_block_has_a_point_of_each_of_its_rows(many: list[Block]) -> None:
    found = Blocks(many)

    assert len(found) == len(list(found)) == sum(map(len, many))
    for one in many:
        points = list(one.points())
        assert [point.time_ns for point in points] == list(one.times_ns)
        assert [point.fields["seq"] for point in points] == list(one.column("seq"))
        assert all(point.fields["epoch"] == "0f" for point in points)


@given(blocks)
def test_the_lines_of_blocks_say_what_those_of_their_points_say(many: list[Block]) -> None:
    made = body(Blocks(many))

    assert made is not None
    ours, theirs = MemoryStore(), MemoryStore()
    ours.write([read(one) for one in made.split(b"\n") if one])
    theirs.write([read(line(point)) for point in Blocks(many)])
    whole = ("level", TAGS, 0, 2**63 - 1)
    assert ours.read(*whole) == theirs.read(*whole)


def read(text: bytes) -> Point:
    head, fields, time_ns = text.decode().split(" ")
    assert head == "level,node=n-001,sensor=fill"
    pairs = [pair.split("=") for pair in fields.split(",")]
    values = {name: value if '"' in value else float(value) for name, value in pairs}
    return Point("level", TAGS, int(time_ns), values)


@pytest.mark.parametrize("epoch", ['a"b', "a,b", "a\\", "", "a\nb", "é", "\ud800"])
def test_a_common_text_that_is_out_of_the_ordinary_wants_a_closer_look(epoch: str) -> None:
    assert body(Blocks([block([((0.5, 1), 7)], epoch)])) is None


@given(st.dictionaries(st.sampled_from("abc"), st.floats(0, 1), min_size=1), st.integers())
def test_a_point_is_a_block_of_one(fields: dict[str, float], time_ns: int) -> None:
    point = Point("level", TAGS, time_ns, fields)

    assert list(of_point(point).points()) == [point]


@given(st.lists(st.integers(1, 9), max_size=9), st.integers(1, 20))
def test_parts_hold_everything_once_and_in_order(sizes: list[int], most: int) -> None:
    many = Blocks([block([((0.5, seq), seq) for seq in range(1, size + 1)]) for size in sizes])

    parts = parts_of(many, most)

    assert [point for part in parts for point in part] == list(many)
    assert [point for part in parts_of(list(many), most) for point in part] == list(many)
    # Full, but not by more than a block.
    assert all(most <= len(part) < most + 9 for part in parts[:-1])
