"""The hours of a commercial zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from firmware_sim.world.days import DAY_US, Day
from firmware_sim.world.hours import (
    SATURDAY,
    SEASON,
    SUNDAY,
    WEATHER,
    WEEK,
    WORKING_DAY,
    people_per_hour,
)
from firmware_sim.world.types import Figures

PARIS = ZoneInfo("Europe/Paris")


def local_day(of: date) -> Day:
    midnight, end = (
        int(datetime(each.year, each.month, each.day, tzinfo=PARIS).timestamp()) * 1_000_000
        for each in (of, of + timedelta(days=1))
    )
    return Day(of, midnight, end)


def hours_of(of: date, seed: int = 7) -> Figures:
    return people_per_hour(500, local_day(of), PARIS, seed)[1]


def test_a_working_day_is_the_measure_and_saturday_the_strong_one() -> None:
    assert np.mean(WEEK[:5]) == pytest.approx(1.0)
    assert WEEK[5] == max(WEEK)
    assert WEEK[6] == min(WEEK)


@pytest.mark.parametrize("profile", [WORKING_DAY, SATURDAY])
def test_shops_are_open_from_nine_to_seven(profile: Figures) -> None:
    assert profile[9:19].sum() / profile.sum() > 0.8
    assert profile[:6].sum() / profile.sum() < 0.01


def test_there_is_a_peak_at_noon_and_one_on_the_way_home() -> None:
    assert WORKING_DAY[12] > WORKING_DAY[[10, 14]].max()
    assert WORKING_DAY[17] > WORKING_DAY[[15, 19]].max()
    assert int(SUNDAY.argmax()) < 12


def test_days_differ_as_weather_and_weeks_do() -> None:
    mondays = [date(2025, 1, 6) + timedelta(weeks=week) for week in range(300)]

    totals = np.array([hours_of(monday).sum() for monday in mondays])

    assert totals.mean() == pytest.approx(500 * WEEK[0], rel=0.03)
    assert np.log(totals).std() == pytest.approx(np.hypot(WEATHER, SEASON), rel=0.15)


def test_the_longest_day_has_an_hour_more_and_the_shortest_one_less() -> None:
    shortest, longest = date(2026, 3, 29), date(2026, 10, 25)

    for day, hours in ((shortest, 23), (longest, 25)):
        starts_us, expected = people_per_hour(500, local_day(day), PARIS, 7)

        assert len(starts_us) == len(expected) == hours
        busiest = datetime.fromtimestamp(int(starts_us[expected.argmax()]) // 1_000_000, PARIS)
        assert busiest.hour == SUNDAY.argmax()


def test_the_gates_of_a_territory_have_the_same_weather() -> None:
    day = local_day(date(2025, 11, 4))

    small, large = (people_per_hour(size, day, PARIS, 7)[1] for size in (100, 300))

    assert day.until_us - day.from_us == DAY_US
    assert large == pytest.approx(3 * small)
