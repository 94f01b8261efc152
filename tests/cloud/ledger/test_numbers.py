"""Ranges are sets, whatever their order and however often a number comes."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cloud.ledger.numbers import Numbers, count, runs, union, within, without

some = st.lists(st.integers(1, 60), max_size=40)


def made(numbers: list[int]) -> Numbers:
    return runs(np.array(numbers, np.int64))


def plain(numbers: Numbers) -> set[int]:
    return {one for first, last in numbers for one in range(first, last + 1)}


@given(some)
def test_ranges_hold_exactly_what_was_given_and_no_two_touch(numbers: list[int]) -> None:
    ranges = made(numbers)

    assert plain(ranges) == set(numbers)
    assert count(ranges) == len(set(numbers))
    assert all(a[1] + 1 < b[0] for a, b in itertools.pairwise(ranges))


@given(some, some, st.integers(1, 60), st.integers(1, 60))
def test_they_join_subtract_and_cut_as_sets_do(
    left: list[int], right: list[int], first: int, last: int
) -> None:
    a, b = made(left), made(right)

    assert union(a, b) == made(left + right)
    assert plain(without(a, b)) == set(left) - set(right)
    assert plain(within(a, first, last)) == {one for one in left if first <= one <= last}


def test_a_range_of_all_numbers_costs_nothing() -> None:
    assert count(without(((1, 2**53),), ((2, 2**53),))) == 1
