"""What an arrival stands for: a guess, until somebody counts; and how well that is known."""

import pytest

from cloud.footfall.counts import counts_of
from cloud.footfall.factor import DISPERSION, Factor, Session, factors, session
from cloud.registry.values import ManualCount
from tests.cloud.footfall.gate import START_US, WINDOW_S, count

NORTH, SOUTH = ("z-001", "radio"), ("z-002", "radio")
WINDOW_US = WINDOW_S * 1_000_000


def counted(people: float, devices: float) -> Session:
    return Session(people, devices, 0.0)


def north(own: list[Session], elsewhere: list[Session] | None = None) -> Factor:
    return factors({NORTH: own, SOUTH: elsewhere or []})[NORTH]


def test_nobody_counted_is_a_guess_that_says_so() -> None:
    found = north([])

    assert found.people_per_arrival == pytest.approx(1.2)
    assert found.error == pytest.approx(0.35, abs=0.005)
    assert found.people == 0


def test_a_hundred_passages_make_a_factor() -> None:
    found = north([counted(20, 10)] * 5)

    assert found.people_per_arrival == pytest.approx(2.0, rel=0.06)
    assert 0.08 < found.error < 0.12


def test_ten_minutes_leave_the_guess_a_guess() -> None:
    found = north([counted(3, 1)])

    assert found.people_per_arrival == pytest.approx(1.2, rel=0.35)
    assert found.error > 0.3


def test_more_counting_makes_the_factor_surer() -> None:
    errors = [north([counted(20, 16)] * sessions).error for sessions in (0, 1, 4, 16, 64)]

    assert errors == sorted(errors, reverse=True)


def test_a_gate_where_nobody_counted_leans_on_the_zones_others() -> None:
    found = north([], elsewhere=[counted(100, 50)] * 5)

    assert found.people_per_arrival == pytest.approx(2.0, rel=0.03)
    # Another gate's distance and walls stay unknown.
    assert 0.2 < found.error < 0.25
    assert found.own == pytest.approx(0.2, abs=0.005)


def test_a_gate_with_counts_of_its_own_hardly_leans_on_others() -> None:
    alone, beside = (north([counted(100, 80)] * 5, more) for more in ([], [counted(50, 25)] * 9))

    assert beside.people_per_arrival == pytest.approx(alone.people_per_arrival, rel=0.02)
    assert beside.shared < 0.01


def test_counts_that_scatter_tell_less() -> None:
    even = [counted(50, 40)] * 6
    uneven = [counted(50, 20), counted(50, 60)] * 3

    assert north(uneven).people_per_arrival == pytest.approx(1.25, rel=0.01)
    assert north(uneven).error > 2 * north(even).error
    assert north(even).dispersion == DISPERSION


def test_nobody_in_a_session_is_taken_as_it_is() -> None:
    found = north([counted(0, 0), counted(100, 80)])

    assert found.people_per_arrival == pytest.approx(1.25, rel=0.01)


def manual(windows: int, people: int = 12) -> ManualCount:
    return ManualCount(*NORTH, START_US, START_US + windows * WINDOW_US, people)


def test_a_session_takes_the_windows_beside_it_pro_rata() -> None:
    counts = counts_of([count("z-001", START_US + at * WINDOW_US, 4, 4, 4) for at in range(3)])
    half = ManualCount(*NORTH, START_US + WINDOW_US // 2, START_US + 2 * WINDOW_US, 9)

    found = session(counts, half)

    assert found is not None
    assert (found.people, found.arrivals) == pytest.approx((9, 6))


def test_a_session_that_was_half_deaf_is_not_used() -> None:
    counts = counts_of([count("z-001", START_US, 4, 4, 4)])

    assert session(counts, manual(2)) is None


def test_a_session_that_was_nearly_heard_is_scaled_to_it() -> None:
    counts = counts_of([count("z-001", START_US + at * WINDOW_US, 4, 4, 4) for at in range(5)])

    found = session(counts, manual(6))

    assert found is not None
    assert found.people == pytest.approx(10)
