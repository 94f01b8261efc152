import msgspec
from hypothesis import given
from hypothesis import strategies as st

from demo.answers import Replayed, count, last_line

LINES = st.lists(st.builds(Replayed, st.integers(0), st.integers(0), st.integers(0)), min_size=1)


@given(LINES, st.integers(1, 20))
def test_a_line_that_is_still_being_written_is_not_read(lines: list[Replayed], cut: int) -> None:
    written = [msgspec.json.encode(line) + b"\n" for line in lines]

    newest = last_line(b"".join(written)[:-cut])

    assert newest == (lines[-2] if len(lines) > 1 else Replayed())


def test_what_else_a_program_says_is_passed_over() -> None:
    line = b'{"frames": 5, "skipped": 1, "produced": 4, "pending": 1, "at_us": 1, "done": false}\n'

    replayed = last_line(line)

    assert (replayed.frames, replayed.settled) == (5, 3)


def test_listed_things_are_counted() -> None:
    assert count(b'[{"topic": "a"}, {"topic": "b"}]\n') == 2
