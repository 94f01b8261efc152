"""No figure of fewer than five people can be worked out from the figures that are shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cloud.footfall.withhold import small, withheld

K = 5.0
HOURS, QUARTERS, GATES = 6, 24, 3

# Small figures are the dangerous ones; NaN was not heard.
person = st.sampled_from([0.0, 0.0, 0.3, 1.2, 3.7, 4.9, 5.0, 6.1, 8.0, 40.0])
heard_or_not = st.one_of(person, st.just(float("nan")))
Figures = NDArray[np.float64]


class Shown:
    """A day's figures, and what may be shown of them."""

    def __init__(self, quarters: list[float], gates: list[float]) -> None:
        self.quarters = np.array(quarters)
        self.into_hour = np.repeat(np.arange(HOURS), 4)
        self.hours = np.bincount(self.into_hour, self.quarters).astype(np.float64)
        self.day = np.array([self.hours.sum()])
        # Gates are another way to cut the same day: theirs are scaled to add up to it.
        share = np.array(gates)
        self.gates = share / share.sum() * self.day[0] if share.sum() else share * 0
        self.day_hidden = small(self.day, K)
        into_day = np.zeros(HOURS, np.intp)
        self.hours_hidden = withheld(self.hours, into_day, self.day_hidden, K)
        self.quarters_hidden = withheld(self.quarters, self.into_hour, self.hours_hidden, K)
        self.gates_hidden = withheld(self.gates, np.zeros(GATES, np.intp), self.day_hidden, K)


@given(
    st.lists(person, min_size=QUARTERS, max_size=QUARTERS),
    st.lists(person, min_size=GATES, max_size=GATES),
)
def test_nothing_withheld_can_be_solved_for(quarters: list[float], gates: list[float]) -> None:
    shown = Shown(quarters, gates)

    hidden = np.concatenate(
        [shown.quarters_hidden, shown.hours_hidden, shown.day_hidden, shown.gates_hidden]
    )
    # Every total is the sum of its parts: rows of one for the parts, of minus one for the total.
    rows = np.zeros((HOURS + 2, hidden.size))
    hour, day = QUARTERS, QUARTERS + HOURS
    for number in range(HOURS):
        rows[number, :QUARTERS][shown.into_hour == number] = 1
        rows[number, hour + number] = -1
    rows[HOURS, hour:day], rows[HOURS, day] = 1, -1
    rows[HOURS + 1, day + 1 :], rows[HOURS + 1, day] = 1, -1
    unknown = rows[:, hidden]
    rank = np.linalg.matrix_rank(unknown)
    for one in np.eye(unknown.shape[1]):
        assert np.linalg.matrix_rank(np.vstack((unknown, one))) > rank


@given(st.lists(heard_or_not, min_size=QUARTERS, max_size=QUARTERS))
def test_what_is_withheld_hides_among_five_people_at_least(quarters: list[float]) -> None:
    people, into = np.array(quarters), np.repeat(np.arange(HOURS), 4)
    totals = np.bincount(into, np.nan_to_num(people)).astype(np.float64)

    hidden = withheld(people, into, small(totals, K), K)

    for number in range(HOURS):
        among = people[hidden & (into == number)]
        left = people[~hidden & (into == number) & ~np.isnan(people)]
        assert not small(left, K).any()
        if totals[number] < K:
            assert not left.any() or totals[number] == 0
        elif among.size:
            # Where not all was heard, one part may stand alone, but never with a shown one.
            assert (among.size > 1 and among.sum() >= K) or not left.any()


def test_a_true_zero_is_shown() -> None:
    people = np.array([0.0, 6.0, 0.0, 7.0])

    assert not withheld(people, np.zeros(4, np.intp), np.array([False]), K).any()


def test_a_lonely_small_part_takes_the_next_smallest_with_it() -> None:
    people = np.array([2.0, 30.0, 6.0, 0.0])

    hidden = withheld(people, np.zeros(4, np.intp), np.array([False]), K)

    assert hidden.tolist() == [True, False, True, False]


def test_small_parts_that_hide_one_another_leave_the_rest_shown() -> None:
    people = np.array([2.0, 30.0, 4.0, 0.0])

    hidden = withheld(people, np.zeros(4, np.intp), np.array([False]), K)

    assert hidden.tolist() == [True, False, True, False]


def test_two_small_parts_of_too_few_people_take_a_third_with_them() -> None:
    people = np.array([1.0, 30.0, 2.0, 9.0])

    hidden = withheld(people, np.zeros(4, np.intp), np.array([False]), K)

    assert hidden.tolist() == [True, False, True, True]


def test_under_a_withheld_total_nothing_is_shown() -> None:
    people = np.array([0.0, 20.0, np.nan, 6.0])

    hidden = withheld(people, np.zeros(4, np.intp), np.array([True]), K)

    assert hidden.tolist() == [True, True, False, True]


def test_a_figure_of_exactly_five_is_shown() -> None:
    assert small(np.array([0.0, 0.1, 4.99, 5.0, np.nan]), K).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]
