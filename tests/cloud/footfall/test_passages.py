"""Passages of quarters, hours and days: what adds up, what is missing, and how sure it is."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.footfall.calendar import Calendar, calendar
from cloud.footfall.counts import counts_of
from cloud.footfall.factor import Factor
from cloud.footfall.figures import Step
from cloud.footfall.passages import Passages, of_radio, together
from cloud.store.point import Point
from tests.cloud.footfall.gate import DAY_US, HOUR_US, PARIS, START_US, WINDOW_S, count_points

SURE = Factor(1.25, shared=0.0, own=0.0, dispersion=0.5, people=1000)
A_DAY = DAY_US // (WINDOW_S * 1_000_000)


def days(count: int) -> Calendar:
    return calendar(START_US, START_US + count * DAY_US, PARIS)


def windows(births: int, count: int) -> list[Point]:
    return count_points("z-001", np.full(count, births), np.full(count, births))


def passages(points: list[Point], when: Calendar, factor: Factor = SURE) -> dict[Step, Passages]:
    return of_radio(counts_of(points), factor, when)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=A_DAY, max_size=A_DAY))
def test_quarters_add_to_hours_and_hours_to_the_day(told: list[tuple[int, int]]) -> None:
    births, stayed = np.array(told).T

    found = passages(count_points("z-001", births, births + stayed), days(1))

    quarters, hours, day = (found[step].people for step in ("quarter", "hour", "day"))
    assert quarters.reshape(24, 4).sum(axis=1) == pytest.approx(hours)
    assert hours.sum() == pytest.approx(day[0])
    assert quarters.min() >= 0


def test_people_are_arrivals_times_the_factor() -> None:
    found = passages(windows(4, A_DAY), days(1))

    assert found["quarter"].people == pytest.approx(np.full(96, 15.0))
    assert found["day"].people[0] == pytest.approx(4 * A_DAY * 1.25)
    assert found["day"].coverage[0] == pytest.approx(1)


@pytest.mark.parametrize(("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25)])
def test_a_day_of_the_clocks_change_is_whole(day: str, hours: int) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=PARIS).astimezone(UTC)
    start_us = int(start.timestamp()) * 1_000_000
    births = np.full(12 * hours, 1)
    when = calendar(start_us, start_us + hours * HOUR_US, PARIS)

    found = passages(count_points("z-001", births, births, start_us), when)

    assert found["day"].people == pytest.approx([12 * hours * 1.25])
    assert found["day"].coverage == pytest.approx([1])


def without(points: list[Point], first: int, end: int) -> list[Point]:
    return points[:first] + points[end:]


def width(found: Passages, at: int) -> float:
    low, high = found.interval()
    return float(high[at] - low[at])


def test_a_missing_window_is_made_up_for_and_widens_the_interval() -> None:
    whole, less = (
        passages(points, days(1))["quarter"]
        for points in (windows(4, A_DAY), without(windows(4, A_DAY), 120, 121))
    )

    assert less.people[40] == pytest.approx(whole.people[40])
    assert width(less, 40) > 1.2 * width(whole, 40)
    assert less.coverage[40] == pytest.approx(2 / 3)


def test_too_little_heard_is_no_figure() -> None:
    # From 10:05 to 10:20, and all the afternoon.
    points = without(without(windows(4, A_DAY), 168, 240), 121, 124)

    found = passages(points, days(1))

    assert np.isnan(found["quarter"].people[40])
    assert not np.isnan(found["hour"].people[10])
    assert np.isnan(found["hour"].people[14:20]).all()
    assert np.isnan(found["day"].people[0])
    assert found["day"].coverage[0] == pytest.approx(1 - 75 / A_DAY)


def test_a_missing_hour_counts_as_much_as_passes_in_it_usually() -> None:
    busy = np.zeros(A_DAY * 3, int)
    busy.reshape(3, 24, 12)[:, 9:19] = 4
    points = count_points("z-001", busy, busy)
    noon, night = 2 * A_DAY + 12 * 12, 2 * A_DAY + 2 * 12

    found = passages(without(without(points, noon, noon + 12), night, night + 12), days(3))["day"]

    assert found.people == pytest.approx(np.full(3, 600.0))
    assert width(found, 2) > 1.1 * width(found, 1)


def test_nobody_heard_may_still_be_somebody_without_a_device() -> None:
    low, high = passages(windows(0, A_DAY), days(1))["hour"].interval()

    assert low[0] == 0
    assert 1 < high[0] < 5


def test_the_factors_error_is_not_averaged_out_by_adding() -> None:
    unsure = Factor(1.25, shared=0.0, own=0.1, dispersion=0.5, people=100)

    week = passages(windows(40, 7 * A_DAY), days(7), unsure)["day"]

    low, high = week.interval()
    assert high[0] - low[0] > 2 * 1.96 * 0.1 * week.people[0]
    assert week.own == pytest.approx(0.1 * week.people)


def both(factor: Factor) -> Passages:
    one = passages(windows(40, A_DAY), days(1), factor)["day"]
    return together([one, one], [1, 1])


def test_gates_add_and_so_do_the_errors_that_they_share() -> None:
    own, shared = (
        both(Factor(1.25, shared=shared, own=own, dispersion=0.5, people=100))
        for shared, own in ((0.0, 0.1), (0.1, 0.0))
    )

    people = 2 * 40 * A_DAY * 1.25
    assert own.people[0] == shared.people[0] == pytest.approx(people)
    assert shared.shared[0] == pytest.approx(0.1 * people)
    assert own.own[0] == pytest.approx(0.1 * people / np.sqrt(2))
    assert width(shared, 0) > 1.3 * width(own, 0)


def with_a_deaf_gate(people_per_day: float) -> Passages:
    heard, deaf = passages(windows(4, A_DAY), days(1)), passages([], days(1))
    return together([heard["day"], deaf["day"]], [900, people_per_day])


def test_a_deaf_gate_leaves_the_zone_without_a_figure() -> None:
    assert np.isnan(with_a_deaf_gate(300).people[0])


def test_a_deaf_side_gate_is_made_up_for() -> None:
    found = with_a_deaf_gate(100)

    assert found.people[0] == pytest.approx(4 * A_DAY * 1.25 * 10 / 9)
    assert found.coverage[0] == pytest.approx(0.5)


def test_gates_that_nobody_has_guessed_weigh_the_same() -> None:
    heard = passages(windows(4, A_DAY), days(1))["day"]

    assert together([heard, heard], [0, 0]).people == pytest.approx(2 * heard.people)
