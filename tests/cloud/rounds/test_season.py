from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.rounds.season import Season

MONTH_DAY = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: (day.month, day.day))


def test_both_its_ends_are_in_it() -> None:
    summer = Season((6, 15), (9, 15))

    assert summer.holds(date(2026, 6, 15))
    assert summer.holds(date(2026, 9, 15))
    assert not summer.holds(date(2026, 6, 14))
    assert not summer.holds(date(2026, 9, 16))


def test_it_may_go_over_new_year() -> None:
    winter = Season((11, 1), (2, 29))

    assert winter.holds(date(2026, 12, 31))
    assert winter.holds(date(2027, 2, 28))
    assert not winter.holds(date(2027, 3, 1))
    assert not winter.holds(date(2026, 10, 31))


@given(MONTH_DAY, MONTH_DAY, st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_a_season_and_the_rest_of_the_year_are_the_year(
    first: tuple[int, int], last: tuple[int, int], day: date
) -> None:
    after, before = date(2000, *last) + timedelta(1), date(2000, *first) - timedelta(1)
    rest = Season((after.month, after.day), (before.month, before.day))
    whole = (rest.first, rest.last) == (first, last)

    assert whole or Season(first, last).holds(day) != rest.holds(day)


def test_no_season_ends_on_30_february() -> None:
    with pytest.raises(ValueError, match="day"):
        Season((1, 1), (2, 30))
