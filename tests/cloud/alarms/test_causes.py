"""What is an alarm, and when it is over: each bound has another for the way back."""

import pytest

from cloud.alarms.rules import fire, lost, overflow
from cloud.alarms.seen import Seen, State, together
from cloud.alarms.watch import Watch
from cloud.errors import StoreDown
from cloud.registry.values import AlarmKind
from cloud.settings import Alarms
from tests.cloud.alarms.conftest import HOUR_US, MINUTE_US, NIGHT_US, Watched
from tests.services.asked import Asked

FIRE_C = 65.0


def heats(*celsius: float) -> list[tuple[int, float]]:
    return [(NIGHT_US + i * MINUTE_US, one) for i, one in enumerate(celsius)]


@pytest.mark.parametrize(
    ("celsius", "state"),
    [
        ((64.9,), State.UNSURE),
        ((65.0,), State.ON),
        ((120.0, 51.0), State.UNSURE),
        ((120.0, 49.9), State.OFF),
        ((40.0, 90.0), State.ON),
    ],
)
def test_a_fire_begins_at_one_bound_and_ends_below_another(
    celsius: tuple[float, ...], state: State
) -> None:
    assert fire("c", heats(*celsius), None, FIRE_C).state is state


def test_a_fire_is_since_the_first_hot_reading_of_its_run() -> None:
    found = fire("c", heats(90, 30, 70, 110), None, FIRE_C)

    assert (found.since_us, found.figure) == (NIGHT_US + 2 * MINUTE_US, 110)


def test_silence_ends_no_fire_but_half_an_hour_of_other_readings_does() -> None:
    hot_us = NIGHT_US

    assert fire("c", [(hot_us, 200.0)], None, FIRE_C).state is State.ON
    assert fire("c", [(hot_us, 200.0)], hot_us + 30 * MINUTE_US, FIRE_C).state is State.ON
    assert fire("c", [(hot_us, 200.0)], hot_us + 31 * MINUTE_US, FIRE_C).state is State.OFF
    assert fire("c", [], None, FIRE_C).state is State.UNSURE


@pytest.mark.parametrize(
    ("fills", "state"),
    [
        ((), State.UNSURE),
        ((1.2,), State.UNSURE),
        ((0.7, 1.2), State.UNSURE),
        ((1.2, 0.7), State.UNSURE),
        ((1.0, 1.0), State.ON),
        ((1.0, 0.99), State.UNSURE),
        ((0.85, 0.84), State.UNSURE),
        ((1.1, 0.84, 0.1), State.OFF),
    ],
)
def test_two_readings_make_an_overflow_and_two_end_it(
    fills: tuple[float, ...], state: State
) -> None:
    told = [(NIGHT_US + i * MINUTE_US, fill) for i, fill in enumerate(fills)]

    assert overflow("c", told, 1.0, 0.85).state is state


def test_a_lost_node_is_back_when_it_speaks_again_and_not_by_chance() -> None:
    heard = {"a": 25, "b": 24, "c": 7, "d": 6}

    found = lost({node: -h * HOUR_US for node, h in heard.items()}, 0, 24 * HOUR_US)

    assert {one.subject: one.state for one in found if one.subject} == {
        "a": State.ON,
        "b": State.UNSURE,
        "c": State.UNSURE,
        "d": State.OFF,
    }


@pytest.mark.parametrize(("silent", "all_of_them", "is_deaf"), [(3, 4, 0), (4, 8, 0), (5, 9, 1)])
def test_when_most_nodes_fall_silent_it_is_one_alarm(
    silent: int, all_of_them: int, is_deaf: int
) -> None:
    heard = {f"n-{i}": -25 * HOUR_US if i < silent else 0 for i in range(all_of_them)}

    found = lost(heard, 0, 24 * HOUR_US)

    on = [(one.kind, one.figure) for one in found if one.state is State.ON]
    expected = [(AlarmKind.RECEPTION, silent)] if is_deaf else [(AlarmKind.LOST, None)] * silent
    assert on == expected


def test_one_sensor_that_sees_a_fire_is_enough() -> None:
    views = [Seen(AlarmKind.FIRE, "c", state) for state in (State.OFF, State.ON, State.UNSURE)]

    assert together(views) == [views[1]]


def test_what_sensors_say_becomes_alarms_of_the_container(valley: Watched) -> None:
    valley.hot(130)
    for ago_min in (30, 15, 0):
        valley.level(1.1, "n-002", ago_min)

    valley.turn()

    found = {(one.kind, one.subject, one.figure) for one in valley.open()}
    assert found == {(AlarmKind.FIRE, "alpha-01", 130), (AlarmKind.OVERFLOW, "alpha-02", 1.1)}


def test_a_fire_of_a_node_without_a_clock_is_one(valley: Watched) -> None:
    valley.undated(130)

    valley.turn(1)

    assert [(one.kind, one.since_us) for one in valley.open()] == [
        (AlarmKind.FIRE, valley.now_us - MINUTE_US)
    ]


def test_a_fire_that_waited_out_an_outage_is_told_and_one_of_last_week_is_not(
    valley: Watched,
) -> None:
    valley.hot(130, ago_min=5 * 60)
    valley.hot(130, "n-002", ago_min=7 * 24 * 60)

    valley.turn()

    assert [(one.subject) for one in valley.open()] == ["alpha-01"]


def test_a_node_that_only_measures_is_not_lost(valley: Watched) -> None:
    valley.now_us += 30 * HOUR_US
    valley.level(0.4, ago_min=60)

    valley.turn()

    assert [(one.kind, one.subject, one.since_us) for one in valley.open()] == [
        (AlarmKind.LOST, "n-002", NIGHT_US)
    ]


def test_a_store_that_is_down_ends_no_alarm(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    valley.store.down = True

    with pytest.raises(StoreDown):
        valley.turn(5)

    assert len(valley.open()) == 1


def test_an_overflow_is_since_the_first_full_reading_of_its_run(valley: Watched) -> None:
    for ago_min, fill in ((60, 1.1), (45, 0.9), (30, 1.0), (15, 1.2), (0, 1.1)):
        valley.level(fill, ago_min=ago_min)

    valley.turn()

    assert [one.since_us for one in valley.open()] == [valley.now_us - 30 * MINUTE_US]


def test_where_nothing_is_wrong_no_sensor_is_asked_by_itself(valley: Watched) -> None:
    for ago_min in (15, 0):
        valley.level(0.5, ago_min=ago_min)
        valley.level(0.5, "n-002", ago_min)
    valley.now_us += 7 * HOUR_US  # so that the statuses say nothing of now
    valley.level(0.6)
    store = Asked(valley.store)

    Watch(valley.registry, store, Alarms()).look(valley.now_us, ())

    assert "newest" in store.questions
    assert "read" not in store.questions


def test_an_old_overflow_of_a_silent_sensor_opens_nothing(valley: Watched) -> None:
    for ago_min in (60, 75):
        valley.level(1.2, ago_min=ago_min)
    valley.now_us += 60 * HOUR_US
    valley.heard("n-001")
    valley.heard("n-002")

    valley.turn()

    assert valley.open() == []
