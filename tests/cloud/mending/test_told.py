"""What the desk writes into its journal can be read again."""

from hypothesis import given
from hypothesis import strategies as st

from cloud.mending.told import read_renaming, read_replay, told_renaming, told_replay
from cloud.registry.values import Renamed, Renaming
from contract.names import PATTERN

names = st.from_regex(PATTERN)
numbers = st.integers(0, 2**40)
moments = st.none() | st.integers(0, 2**53 - 1)


@given(numbers, numbers)
def test_a_replay_is_read_as_it_was_told(stored: int, refused: int) -> None:
    assert read_replay(told_replay(stored, refused)) == (stored, refused)


@given(names, st.none() | names, names, moments, moments)
def test_a_renaming_is_read_as_it_was_told(
    node: str, sensor: str | None, new: str, since_us: int | None, until_us: int | None
) -> None:
    kind = Renamed.NODE if sensor is None else Renamed.SENSOR
    old = node if sensor is None else f"{node}/{sensor}"

    told = told_renaming(Renaming(kind, node, sensor, new, since_us, until_us))

    assert read_renaming(told) == (old, new, since_us, until_us)


def test_a_renaming_of_before_times_were_told_is_still_read() -> None:
    assert read_renaming("node_renamed: n-404 is now n-001") == ("n-404", "n-001", None, None)


@given(st.text())
def test_whatever_else_is_written_there_is_read_as_nothing(text: str) -> None:
    assert read_replay(text) is None
    assert read_renaming(text) is None


@given(st.text(st.characters(exclude_categories=["Nd"])))
def test_a_time_that_is_none_is_no_renaming(text: str) -> None:
    assert read_renaming(f"node_renamed: a is now b, since {text}Z") is None
