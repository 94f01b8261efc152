"""Hours and weeks of a container's series, in local time."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.local import begins_us, days_of, local_day
from cloud.rollup import hour, week
from cloud.rollup.roll import is_old, roll_day, roll_week
from cloud.store.memory import MemoryStore
from cloud.store.point import Point

PARIS = ZoneInfo("Europe/Paris")
HOUR_US = 3_600_000_000
FORWARD, BACK, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 3)


def level(at_us: int, fill_ratio: float, seq: int = 0) -> Point:
    tags = (("container", "c"),)
    return Point("container_level", tags, at_us * 1000 + seq, {"fill_ratio": fill_ratio})


def hourly(day: date, count: int) -> list[Point]:
    return [level(begins_us(day, PARIS) + n * HOUR_US // 4, n / 1000) for n in range(count)]


def hours_of(store: MemoryStore) -> list[Point]:
    return store.read(hour.MEASUREMENT, hour.series_of("c"), 0, 2**63 - 1)


def usual(store: MemoryStore, weekday: int, at: int) -> dict[str, float | str]:
    (point,) = store.read(
        week.MEASUREMENT, week.series_of("c", (str(weekday), f"{at:02}")), 0, 2**63 - 1
    )
    return dict(point.fields)


@pytest.mark.parametrize(("day", "count"), [(FORWARD, 23), (BACK, 25), (PLAIN, 24)])
def test_a_local_day_has_its_own_number_of_hours(day: date, count: int) -> None:
    store = MemoryStore()
    store.write(hourly(day - timedelta(1), 400))

    roll_day(store, "c", day, PARIS)

    found = hours_of(store)
    assert len(found) == count
    assert {one.fields["count"] for one in found} == {4.0}
    assert local_day(found[0].time_ns // 1000, PARIS) == day
    assert local_day(found[-1].time_ns // 1000, PARIS) == day


def test_an_hour_says_mean_least_most_last_and_how_many() -> None:
    store, begin_us = MemoryStore(), begins_us(PLAIN, PARIS) + 5 * HOUR_US
    store.write([level(begin_us + n * 60_000_000, fill) for n, fill in enumerate((0.5, 0.2, 0.8))])

    assert roll_day(store, "c", PLAIN, PARIS) == 1

    (one,) = hours_of(store)
    assert one.time_ns == begin_us * 1000
    assert one.fields == {"mean": 0.5, "min": 0.2, "max": 0.8, "last": 0.8, "count": 3.0}


def test_an_hour_whose_readings_have_gone_goes_too() -> None:
    store = MemoryStore()
    store.write(hourly(PLAIN, 8))
    roll_day(store, "c", PLAIN, PARIS)
    first_us = begins_us(PLAIN, PARIS)

    store.erase("container_level", (("container", "c"),), first_us * 1000, first_us * 1000 + 1)
    store.erase(
        "container_level",
        (("container", "c"),),
        (first_us + HOUR_US) * 1000,
        (first_us + 2 * HOUR_US) * 1000,
    )

    assert is_old(store, "c", PLAIN, PARIS)
    assert roll_day(store, "c", PLAIN, PARIS) == 2
    assert [one.fields["count"] for one in hours_of(store)] == [3.0]
    assert not is_old(store, "c", PLAIN, PARIS)


# Three days, of which one may have an hour less.
readings = st.lists(
    st.tuples(st.integers(0, 71 * 60 - 1), st.floats(0, 2), st.integers(0, 999)), max_size=60
)


@given(readings, st.sampled_from([FORWARD, BACK, PLAIN]), st.randoms(use_true_random=False))
def test_in_whatever_order_levels_come_and_hours_are_made_they_come_out_the_same(
    these: list[tuple[int, float, int]], middle: date, rnd: random.Random
) -> None:
    days = [middle + timedelta(n) for n in (-1, 0, 1)]
    first_us = begins_us(days[0], PARIS)
    points = {
        (one := level(first_us + minute * 60_000_000, fill, seq)).time_ns: one
        for minute, fill, seq in these
    }
    at_once, bit_by_bit = MemoryStore(), MemoryStore()
    at_once.write(list(points.values()))
    for day in days:
        roll_day(at_once, "c", day, PARIS)

    shuffled = list(points.values())
    rnd.shuffle(shuffled)
    for one in shuffled:
        bit_by_bit.write([one, one])
        roll_day(bit_by_bit, "c", local_day(one.time_ns // 1000, PARIS), PARIS)

    assert hours_of(bit_by_bit) == hours_of(at_once)
    assert sum(float(one.fields["count"]) for one in hours_of(at_once)) == len(points)
    assert [roll_day(at_once, "c", day, PARIS) for day in days] == [0, 0, 0]


def test_a_usual_week_is_the_mean_rise_of_each_local_hour() -> None:
    store = MemoryStore()
    # Two Wednesdays of 0.01 an hour, but 0.03 and 0.05 in the hour from nine on.
    for day, extra in ((PLAIN, 0.02), (PLAIN + timedelta(7), 0.04)):
        for at in range(24):
            fill = 0.1 + 0.01 * at + (extra if at >= 9 else 0.0)
            store.write([level(begins_us(day, PARIS) + at * HOUR_US, fill)])
        roll_day(store, "c", day, PARIS)

    roll_week(store, "c", 14, PLAIN + timedelta(8), PARIS)

    assert usual(store, 3, 9) == pytest.approx({"rise_ratio": 0.04, "hours": 2.0})
    assert usual(store, 3, 8) == pytest.approx({"rise_ratio": 0.01, "hours": 2.0})
    # No hour before it is known.
    assert usual(store, 3, 0) == {"rise_ratio": 0.0, "hours": 0.0}


def test_emptying_is_no_rise() -> None:
    store, begin_us = MemoryStore(), begins_us(PLAIN, PARIS)
    store.write([level(begin_us, 0.9), level(begin_us + HOUR_US, 0.05)])
    roll_day(store, "c", PLAIN, PARIS)

    roll_week(store, "c", 1, PLAIN + timedelta(1), PARIS)

    assert usual(store, 3, 1) == {"rise_ratio": 0.0, "hours": 1.0}


def test_both_hours_of_an_autumn_night_count_as_that_hour() -> None:
    store = MemoryStore()
    store.write(hourly(BACK, 100))
    roll_day(store, "c", BACK, PARIS)

    roll_week(store, "c", 1, BACK + timedelta(1), PARIS)

    assert usual(store, 7, 2)["hours"] == 2.0
    assert usual(store, 7, 3)["hours"] == 1.0


def test_a_week_made_twice_on_one_day_is_one() -> None:
    store = MemoryStore()
    store.write(hourly(PLAIN, 96))
    roll_day(store, "c", PLAIN, PARIS)

    for _ in range(2):
        roll_week(store, "c", 1, PLAIN + timedelta(1), PARIS)

    assert usual(store, 3, 9)["hours"] == 1.0


@given(st.integers(0, 4_000_000_000_000_000), st.integers(0, 10 * 86_400_000_000))
def test_the_days_of_a_stretch_are_those_of_its_instants(from_us: int, length_us: int) -> None:
    days = days_of(from_us, from_us + length_us, PARIS)

    if length_us == 0:
        assert days == []
        return
    assert days[0] == datetime.fromtimestamp(from_us // 10**6, PARIS).date()
    assert (
        begins_us(days[-1], PARIS)
        < from_us + length_us
        <= begins_us(days[-1] + timedelta(1), PARIS)
    )
