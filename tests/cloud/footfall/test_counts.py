"""Windows of a radio: read in any order, told in parts or twice, cut by any edge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.footfall.counts import counts_of, within
from cloud.store.point import Point
from tests.cloud.footfall.gate import START_US, WINDOW_S, count

WINDOW_US = WINDOW_S * 1_000_000


def window(
    number: int,
    births: float = 4,
    seen: float | None = None,
    *,
    arrivals: float | None = None,
    heard_s: float = WINDOW_S,
    seq: int = 1,
) -> Point:
    came = births if arrivals is None else arrivals
    met = births if seen is None else seen
    return count("z-001", START_US + number * WINDOW_US, births, met, came, heard_s, seq)


def arrivals(points: list[Point], windows: int) -> float:
    span = [START_US, START_US + windows * WINDOW_US]
    return float(within(counts_of(points), span).arrivals[0])


@given(st.permutations([window(0), window(1, 7), window(2, 2, seq=3), window(5, 9)]))
def test_any_order_of_arrival_gives_the_same(points: list[Point]) -> None:
    found = counts_of(points)

    assert found.arrivals.tolist() == [4, 7, 2, 9]
    assert found.begin_us.tolist() == [START_US + at * WINDOW_US for at in (0, 1, 2, 5)]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=24),
    st.lists(st.integers(-WINDOW_US, 25 * WINDOW_US), max_size=6),
)
def test_spans_side_by_side_add_up(windows: list[tuple[int, int]], cuts: list[int]) -> None:
    counts = counts_of([window(at, born, born + more) for at, (born, more) in enumerate(windows)])
    whole = [START_US - WINDOW_US, START_US + 25 * WINDOW_US]
    edges = sorted({*whole, *(START_US + cut for cut in cuts)})

    parts, total = within(counts, edges), within(counts, whole)

    assert parts.arrivals.sum() == pytest.approx(total.arrivals[0], abs=1e-6)
    assert parts.turned.sum() == pytest.approx(total.turned[0], abs=1e-6)
    heard_s = parts.share @ np.diff(edges) / 1e6
    assert heard_s == pytest.approx(len(windows) * WINDOW_S, abs=1e-3)


def test_a_window_that_an_edge_cuts_is_shared() -> None:
    third = START_US + WINDOW_US // 3

    found = within(counts_of([window(0, 6)]), [START_US, third, START_US + WINDOW_US])

    assert found.arrivals.tolist() == pytest.approx([2, 4])
    assert found.share.tolist() == pytest.approx([1, 1])


def test_two_parts_of_a_window_add_up() -> None:
    found = counts_of([window(0, 3, heard_s=120), window(0, 2, heard_s=100, seq=2)])

    assert found.arrivals.tolist() == [5]
    assert found.heard_s.tolist() == [220]


def test_a_window_told_twice_is_counted_once() -> None:
    found = counts_of([window(0, 5, heard_s=299), window(0, 3, heard_s=200, seq=2)])

    assert found.arrivals.tolist() == [5]
    assert found.heard_s.tolist() == [299]


def test_a_window_of_unknown_births_was_not_heard() -> None:
    bare = Point("count", (), START_US * 1000, {"window_s": 300.0, "heard_s": 300.0, "seen": 5.0})

    assert counts_of([bare]).begin_us.size == 0
    assert within(counts_of([bare]), [START_US, START_US + WINDOW_US]).share[0] == 0


def test_what_a_node_cuts_off_at_nothing_is_not_added_to_the_sum() -> None:
    # Of ten who stay a node takes four for new addresses; by chance there were none, then eight.
    quiet, busy = window(0, 0, 10, arrivals=0), window(1, 8, 18, arrivals=4)

    assert arrivals([quiet, busy], 2) == pytest.approx(0)


def test_a_radio_that_was_never_heard_heard_nothing() -> None:
    found = within(counts_of([]), [START_US, START_US + WINDOW_US])

    assert (found.share[0], found.arrivals[0], found.turned[0]) == (0, 0, 0)
