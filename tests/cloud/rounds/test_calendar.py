from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.rounds.calendar import (
    WEEKDAYS,
    Calendar,
    OnHoliday,
    Weekday,
    days,
    falls_on,
    is_regular,
)
from cloud.rounds.holidays import HOLIDAYS
from cloud.rounds.season import Season

ANCHOR = date(2026, 1, 7)
NEW_YEARS = date(2027, 1, 1)
MOVING = st.sampled_from(["keep", "day-after", "day-before", "shift-week"])
ANY_TIME = st.dates(date(2026, 2, 1), date(2080, 1, 1))
CALENDARS = st.builds(
    Calendar,
    weekdays=st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple),
    anchor=st.just(ANCHOR),
    every_weeks=st.integers(1, 5),
    season=st.sampled_from([None, Season((5, 1), (9, 30)), Season((11, 15), (2, 15))]),
    on_holiday=st.sampled_from(["keep", "skip", "day-after", "day-before", "shift-week"]),
    holidays=st.sets(st.sampled_from(HOLIDAYS)).map(tuple),
)


def weekly(weekday: Weekday, on_holiday: OnHoliday) -> Calendar:
    return Calendar((weekday,), ANCHOR, on_holiday=on_holiday)


def test_the_week_of_the_anchor_counts_whole_and_none_before_it() -> None:
    fortnightly = Calendar(("mon", "thu"), ANCHOR, every_weeks=2)

    found = days(fortnightly, date(2025, 12, 1), date(2026, 2, 1))

    assert found == (date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 19), date(2026, 1, 22))


def test_a_fortnight_stays_one_over_the_new_year_of_a_year_with_53_weeks() -> None:
    for weekday in WEEKDAYS:
        fortnightly = Calendar((weekday,), ANCHOR, every_weeks=2)

        found = days(fortnightly, date(2026, 11, 1), date(2027, 3, 1))

        assert date(2026, 12, 31).isocalendar().week == 53
        assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(14)}
        assert len({day.isocalendar().week % 2 for day in found}) == 2


@given(st.sampled_from(WEEKDAYS), st.integers(1, 5), MOVING, ANY_TIME)
def test_a_moved_collection_is_neither_lost_nor_doubled(
    weekday: Weekday, every_weeks: int, on_holiday: OnHoliday, anchor: date
) -> None:
    last, later = anchor + timedelta(1000), anchor + timedelta(1010)
    kept = Calendar((weekday,), anchor, every_weeks, until=last)
    moved = replace(kept, on_holiday=on_holiday)

    regular = days(kept, anchor - timedelta(10), later)
    driven = days(moved, anchor - timedelta(10), later)

    assert len(driven) == len(regular)
    assert all(abs((d - r).days) <= 4 for d, r in zip(driven, regular, strict=True))


@given(CALENDARS, ANY_TIME)
def test_there_are_never_more_collections_than_regular_ones(
    calendar: Calendar, since: date
) -> None:
    until = since + timedelta(60)

    driven = days(calendar, since, until)

    near = days(replace(calendar, on_holiday="keep"), since - timedelta(7), until + timedelta(7))
    assert len(driven) <= len(near)
    assert all(any(abs((day - one).days) <= 7 for one in near) for day in driven)


@given(CALENDARS.filter(lambda one: one.on_holiday != "skip"), ANY_TIME)
def test_what_is_put_out_is_collected_within_the_week(calendar: Calendar, day: date) -> None:
    if is_regular(calendar, day):
        assert days(calendar, day - timedelta(6), day + timedelta(7))


@given(CALENDARS, ANY_TIME)
def test_a_day_says_what_the_list_of_days_says(calendar: Calendar, since: date) -> None:
    until = since + timedelta(20)
    found = days(calendar, since, until)

    one_by_one = [day for n in range(20) if falls_on(calendar, day := since + timedelta(n))]

    assert list(found) == one_by_one


@given(CALENDARS, ANY_TIME)
def test_where_no_holiday_counts_all_days_are_regular(calendar: Calendar, day: date) -> None:
    assert falls_on(replace(calendar, holidays=()), day) == is_regular(calendar, day)


@pytest.mark.parametrize(
    ("weekday", "on_holiday", "driven"),
    [
        # New Year of 2027 is a Friday.
        ("fri", "keep", date(2027, 1, 1)),
        ("fri", "skip", None),
        ("fri", "day-after", date(2027, 1, 2)),
        ("fri", "day-before", date(2026, 12, 31)),
        ("fri", "shift-week", date(2027, 1, 2)),
        ("sat", "day-after", date(2027, 1, 2)),
        ("sat", "shift-week", date(2027, 1, 2)),
        ("thu", "shift-week", date(2026, 12, 31)),
    ],
)
def test_a_holiday_does_what_the_operator_says(
    weekday: Weekday, on_holiday: OnHoliday, driven: date | None
) -> None:
    monday = date(2026, 12, 28)

    found = days(weekly(weekday, on_holiday), monday, monday + timedelta(7))

    assert found == (() if driven is None else (driven,))


def test_a_week_is_shifted_from_its_holiday_on_up_to_saturday() -> None:
    # Whit Monday of 2027 is 17 May.
    monday = date(2027, 5, 17)

    moved = [
        days(weekly(weekday, "shift-week"), monday, monday + timedelta(7))[0].isoweekday()
        for weekday in WEEKDAYS
    ]

    assert moved == [2, 3, 4, 5, 6, 6, 7]


def test_two_holidays_in_a_week_shift_it_twice() -> None:
    # 8 May 2024 is a Wednesday, and Ascension the day after.
    monday = date(2024, 5, 6)
    old = date(2024, 1, 1)

    moved = [
        days(replace(weekly(weekday, "shift-week"), anchor=old), monday, monday + timedelta(7))
        for weekday in WEEKDAYS[:5]
    ]

    assert [day.isoweekday() for (day,) in moved] == [1, 2, 5, 6, 6]


def test_nobody_makes_up_for_a_holiday_on_a_sunday_but_rounds_of_sundays() -> None:
    # 15 August 2026 is a Saturday, Easter Monday of 2027 follows Easter Sunday.
    saturday, easter_monday = date(2026, 8, 15), date(2027, 3, 29)

    after = days(weekly("sat", "day-after"), saturday, saturday + timedelta(4))
    before = days(weekly("mon", "day-before"), easter_monday - timedelta(3), easter_monday)
    sundays = replace(weekly("mon", "day-before"), weekdays=("mon", "sun"))

    assert after == (date(2026, 8, 17),)
    assert before == (date(2027, 3, 27),)
    assert falls_on(sundays, date(2027, 3, 28))


def test_only_the_operators_own_holidays_count() -> None:
    calendar = replace(weekly("fri", "skip"), holidays=("christmas",))

    assert falls_on(calendar, NEW_YEARS)
    assert not falls_on(calendar, date(2026, 12, 25))


def test_what_the_holiday_moves_out_of_season_is_still_collected() -> None:
    winter = Season((11, 1), (1, 1))

    found = days(replace(weekly("fri", "day-after"), season=winter), NEW_YEARS, date(2027, 2, 1))

    assert found == (date(2027, 1, 2),)


def test_a_round_ends() -> None:
    ended = replace(weekly("fri", "keep"), until=NEW_YEARS)

    assert days(ended, NEW_YEARS - timedelta(7), date(2027, 3, 1)) == (
        date(2026, 12, 25),
        NEW_YEARS,
    )


@pytest.mark.parametrize(("weekdays", "every_weeks"), [((), 1), (("mon",), 0)])
def test_a_calendar_without_days_is_none(weekdays: tuple[Weekday, ...], every_weeks: int) -> None:
    with pytest.raises(ValueError, match="a calendar needs a weekday"):
        Calendar(weekdays, ANCHOR, every_weeks)
