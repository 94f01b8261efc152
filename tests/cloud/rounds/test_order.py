from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.rounds.order import EXACT, Course, reordered


def town(count: int, seed: int) -> Course:
    """Make sides in a square kilometre whose way there is not the way back."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 1000, (2 * count + 2, 2))
    metres = np.abs(at[:, None] - at[None]).sum(2) + rng.uniform(0, 300, (len(at), len(at)))
    np.fill_diagonal(metres, 0)
    return Course(
        sides=[(2 * side, 2 * side + 1) for side in range(count)],
        start=2 * count,
        end=2 * count + 1,
        seconds=(metres / 8).astype(np.int64),
        metres=metres.astype(np.int64),
    )


def along_a_street(order: list[int]) -> Course:
    """Make sides of 100 m, one behind the other, that are driven today in this order."""
    places = np.arange(len(order) + 1)
    metres = 100 * np.abs(places[:, None] - places[None])
    # Whoever drives back drives twice as long.
    seconds = np.where(places[:, None] > places[None], metres // 4, metres // 8)
    return Course([(at, at + 1) for at in order], 0, len(order), seconds, metres)


@given(st.integers(0, 30), st.integers(0, 999))
@settings(max_examples=25, deadline=None)
def test_no_order_is_worse_than_the_one_given_and_none_is_lost(count: int, seed: int) -> None:
    course = town(count, seed)

    found = reordered(course, kicks=3, seed=seed)

    assert sorted(found) == list(range(count))
    assert course.driven(found) <= course.driven(range(count))


@pytest.mark.parametrize("seed", range(3))
def test_a_small_round_is_solved_exactly(seed: int) -> None:
    course = town(6, seed)

    best = min(course.driven(order) for order in permutations(range(6)))

    assert course.driven(reordered(course)) == best


def test_sides_of_one_street_are_driven_one_after_the_other() -> None:
    today = np.random.default_rng(4).permutation(40).tolist()

    found = reordered(along_a_street(today))

    assert [today[side] for side in found] == list(range(40))
    assert along_a_street(today).driven(found) == (0, 0)


def test_an_order_that_cannot_be_bettered_is_left_as_it_is() -> None:
    for count in (EXACT - 1, EXACT + 10):
        same = Course([(0, 0)] * count, 0, 0, np.zeros((1, 1), int), np.zeros((1, 1), int))

        assert reordered(same, kicks=2) == tuple(range(count))


def test_metres_decide_between_orders_that_take_equally_long() -> None:
    course = along_a_street([2, 0, 1])
    timeless = Course(course.sides, 0, 3, np.zeros((4, 4), dtype=np.int64), course.metres)

    assert reordered(timeless) == (1, 2, 0)


def test_kicks_and_seed_make_the_same_order_again() -> None:
    course = town(20, 1)

    assert reordered(course, kicks=10, seed=5) == reordered(course, kicks=10, seed=5)


def test_more_kicks_never_make_it_worse() -> None:
    course = town(25, 2)

    driven = [course.driven(reordered(course, kicks)) for kicks in (0, 5, 20, 60)]

    assert driven == sorted(driven, reverse=True)
    assert driven[-1] < driven[0]
