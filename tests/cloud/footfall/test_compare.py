"""This week against the last one: like with like, by the clock on the wall."""

from datetime import UTC, datetime, timedelta

from cloud.footfall.compare import Weeks, weeks, with_week_before
from cloud.footfall.figures import Period
from tests.cloud.footfall.gate import HOUR_US, PARIS


def instant(text: str) -> int:
    return (
        int(datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC).timestamp()) * 10**6
    )


def period(begin_us: int, passages: float | None) -> Period:
    return Period(begin_us, passages, passages, passages, 1.0, withheld=passages is None)


def test_the_same_hour_is_the_same_on_the_wall_when_clocks_change() -> None:
    before, after = instant("2025-10-20T09:00"), instant("2025-10-27T09:00")
    assert after - before == (7 * 24 + 1) * HOUR_US

    found = with_week_before([period(before, 10), period(after, 12)], PARIS)

    assert [one.week_before for one in found] == [None, 10]


def test_an_hour_that_clocks_left_out_is_compared_with_none() -> None:
    spring = instant("2025-03-30T01:00")
    hours = [period(spring + at * HOUR_US, 10.0 + at) for at in range(3)]
    next_week = period(instant("2025-04-06T02:00"), 9)

    assert with_week_before([*hours, next_week], PARIS)[-1].week_before is None


def test_an_hour_that_clocks_repeat_is_compared_by_its_first() -> None:
    autumn = instant("2025-10-26T02:00")
    hours = [period(autumn, 10), period(autumn + HOUR_US, 20)]
    next_week = period(instant("2025-11-02T02:00"), 9)

    assert with_week_before([*hours, next_week], PARIS)[-1].week_before == 10


def test_what_is_withheld_is_compared_with_nothing() -> None:
    first = instant("2025-10-06")
    days = [period(first, None), period(first + 7 * 24 * HOUR_US, 8)]

    assert with_week_before(days, PARIS)[-1].week_before is None


def test_weeks_compare_the_days_that_both_show() -> None:
    first = datetime(2025, 9, 29, tzinfo=PARIS)
    passages = [10.0] * 6 + [None] + [12.0] * 5 + [None, 12.0]
    days = [
        period(int((first + timedelta(number)).timestamp()) * 10**6, people)
        for number, people in enumerate(passages)
    ]

    assert weeks(with_week_before(days, PARIS)) == Weeks(60.0, 50.0, 5)


def test_one_week_compares_with_nothing() -> None:
    days = [period(instant(f"2025-10-0{number}"), 10) for number in range(1, 8)]

    assert weeks(with_week_before(days, PARIS)) is None
