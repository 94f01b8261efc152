"""What people throw in."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from firmware_sim.world.days import DAY_US, Days, days_around
from firmware_sim.world.deposits import HOURS, RELIEF_MM, WEEK, deposits
from firmware_sim.world.seeds import generator

PARIS = ZoneInfo("Europe/Paris")
# 1 January 2025, midnight in Paris.
NEW_YEAR_US = 1_735_686_000_000_000


@pytest.fixture
def year() -> Days:
    return days_around(PARIS, NEW_YEAR_US, 365)


def test_a_year_brings_the_litres_per_day_that_the_territory_says(year: Days) -> None:
    thrown = deposits(600, year, generator(1, "deposits"))

    assert thrown.total_l[-1] / len(year.dates) == pytest.approx(600, rel=0.02)
    assert np.median(np.diff(thrown.total_l)) == pytest.approx(6.0, rel=0.02)


def test_weekdays_get_their_share(year: Days) -> None:
    thrown = deposits(600, year, generator(1, "deposits"))

    per_day = np.diff(thrown.before(year.midnights_us))
    weekdays = np.array([day.weekday() for day in year.dates])
    means = np.array([per_day[weekdays == weekday].mean() for weekday in range(7)])
    assert means / means.mean() == pytest.approx(np.array(WEEK), abs=0.04)


def test_profiles_have_mean_one_and_no_hole_in_the_day() -> None:
    assert np.mean(WEEK) == pytest.approx(1.0)
    assert HOURS[8:20].min() > 0
    assert len(HOURS) == 24


def test_nobody_comes_at_night_by_the_clock_on_the_wall(year: Days) -> None:
    thrown = deposits(600, year, generator(1, "deposits"))

    # Hours since local midnight, on the 23- and 25-hour days too.
    day = np.searchsorted(year.midnights_us, thrown.at_us, side="right") - 1
    into = (thrown.at_us - year.midnights_us[day]) / np.diff(year.midnights_us)[day] * 24
    assert into.min() >= 5
    assert into.max() <= 23


def test_the_surface_is_another_after_each_deposit(year: Days) -> None:
    thrown = deposits(600, year, generator(1, "deposits"))

    sizes = np.abs(thrown.relief_mm)
    assert (sizes.min() >= RELIEF_MM[0], sizes.max() <= RELIEF_MM[1]) == (True, True)
    assert thrown.relief_mm.mean() == pytest.approx(0, abs=1.0)
    assert len(np.unique(thrown.relief_mm)) == len(thrown.at_us) + 1


def test_days_are_those_of_the_wall_clock() -> None:
    autumn = days_around(PARIS, 1_761_400_000_000_000, 2)

    lengths = np.diff(autumn.midnights_us)
    assert dict(zip(autumn.dates, lengths / DAY_US * 24, strict=True))[
        next(day for day in autumn.dates if (day.month, day.day) == (10, 26))
    ] == pytest.approx(25)


def test_a_column_that_nobody_uses_stays_empty(year: Days) -> None:
    thrown = deposits(0, year, generator(1, "deposits"))

    assert thrown.at_us.size == 0
    assert thrown.total_l.tolist() == [0.0]
