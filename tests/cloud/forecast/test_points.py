"""A forecast as points: what is not known has no field, and never a zero."""

from datetime import date

from cloud.forecast.need import Need
from cloud.forecast.points import need_points
from cloud.forecast.survey import Forecast

ISSUED_US = 1_764_000_000_000_000
HOUR_US = 3_600_000_000


def test_hours_to_full_count_from_the_issue() -> None:
    need = Need("c1", ISSUED_US, 0.7, 0.8, 300, 40, 0.4, ISSUED_US + 6 * HOUR_US, None)

    (point,) = need_points(Forecast(date(2025, 11, 25), ISSUED_US, (need,)))

    assert (point.measurement, point.tags) == ("need", (("container", "c1"),))
    assert point.time_ns == ISSUED_US * 1000
    assert point.fields == {
        "fill_ratio": 0.7,
        "p_overflow": 0.4,
        "load_kg": 300.0,
        "hours_to_full": 6.0,
    }


def test_what_is_not_known_is_left_out() -> None:
    silent = Need("c1", None, None, 0.5, 0, 0, 0.1, None, None, "silent")

    (point,) = need_points(Forecast(date(2025, 11, 25), ISSUED_US, (silent,)))

    assert set(point.fields) == {"p_overflow", "load_kg"}


def test_a_container_that_is_full_already_is_full_in_no_time() -> None:
    full = Need("c1", ISSUED_US, 1.1, 1.2, 500, 40, 1.0, ISSUED_US - HOUR_US, None)

    (point,) = need_points(Forecast(date(2025, 11, 25), ISSUED_US, (full,)))

    assert point.fields["hours_to_full"] == 0.0
