"""Local days: of 23 to 25 hours, and one that still runs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cloud.footfall.calendar import calendar, midnight_us
from tests.cloud.footfall.gate import DAY_US, HOUR_US, PARIS, START_US


def instant(text: str, zone: ZoneInfo = PARIS) -> int:
    return (
        int(datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC).timestamp()) * 10**6
    )


@pytest.mark.parametrize(
    ("day", "after", "hours"),
    [
        ("2025-03-30", "2025-03-31", 23),
        ("2025-10-26", "2025-10-27", 25),
        ("2025-10-27", "2025-10-28", 24),
    ],
)
def test_a_day_has_as_many_hours_as_the_clocks_leave_it(day: str, after: str, hours: int) -> None:
    when = calendar(instant(day), instant(after), PARIS)

    assert when.edges_us["hour"].size - 1 == hours
    assert when.edges_us["quarter"].size - 1 == 4 * hours
    assert when.edges_us["day"].tolist() == [instant(day), instant(after)]


def test_every_quarter_is_in_its_hour_and_every_hour_in_its_day() -> None:
    when = calendar(instant("2025-10-25"), instant("2025-10-28"), PARIS)

    assert np.bincount(when.inside("quarter", "hour")).tolist() == [4] * 73
    assert np.bincount(when.inside("hour", "day")).tolist() == [24, 25, 24]


def test_the_day_that_runs_ends_at_its_last_whole_hour() -> None:
    when = calendar(START_US, START_US + DAY_US + 9 * HOUR_US + 1, PARIS)

    assert when.edges_us["day"].tolist() == [
        START_US,
        START_US + DAY_US,
        START_US + DAY_US + 9 * HOUR_US,
    ]
    assert when.gone == pytest.approx(9 / 24)


def test_a_day_that_has_just_begun_is_not_there_yet() -> None:
    when = calendar(START_US, START_US + DAY_US + 1, PARIS)

    assert when.edges_us["day"].tolist() == [START_US, START_US + DAY_US]
    assert when.gone == 1.0


def test_hours_are_those_of_the_wall_clock() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    when = calendar(instant("2025-10-01", kolkata), instant("2025-10-02", kolkata), kolkata)

    assert [at.hour for at in when.local("hour")] == list(range(24))
    assert {at.minute for at in when.local("hour")} == {0}


def test_a_day_begins_at_local_midnight() -> None:
    assert midnight_us(START_US + 5 * HOUR_US, PARIS) == START_US
