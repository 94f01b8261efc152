"""How far a series is moved, and which part of it is played."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.csv_series.span import Span, weeks_between

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@given(DAYS, DAYS)
def test_the_last_day_comes_to_be_within_the_week_from_until_on(last: date, until: date) -> None:
    weeks = weeks_between(last, until)

    moved = last + timedelta(weeks=weeks)
    assert moved.weekday() == last.weekday()
    assert moved >= until
    assert weeks == 0 or moved - until < timedelta(weeks=1)


def test_a_series_that_goes_on_after_until_is_not_moved() -> None:
    assert weeks_between(date(2025, 11, 30), date(2025, 11, 3)) == 0


def test_a_span_holds_its_start_and_not_its_end() -> None:
    at_us = np.array([9, 10, 11, 20, 21])

    assert Span(10, 20).holds(at_us).tolist() == [False, True, True, False, False]
    assert Span().holds(at_us).all()
