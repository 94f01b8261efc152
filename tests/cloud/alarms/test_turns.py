"""An alarm is opened once, told level by level, ends with its cause, and comes back as itself."""

from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cloud.alarms.judge import judge
from cloud.alarms.seen import Seen, State
from cloud.registry.values import Alarm, AlarmKind, Event, Message
from cloud.settings import AlarmLevel
from tests.cloud.alarms.conftest import HOOK, HOUR_US, MINUTE_US, NIGHT_US, Watched


def told(messages: tuple[Message, ...]) -> list[tuple[Event, str]]:
    return [(one.event, one.address) for one in messages]


def test_an_alarm_is_opened_once_however_often_its_cause_is_seen(valley: Watched) -> None:
    valley.hot(130)

    first = valley.turn()
    for _ in range(5):
        valley.hot(140)
        assert valley.turn(1).opened == ()

    assert len(first.opened) == 1
    (alarm,) = valley.open()
    assert (alarm.figure, alarm.reopened, alarm.seen_us) == (140, 0, valley.now_us)
    assert told(tuple(valley.alarms.messages())) == [(Event.OPENED, "one@vallee.example")]


def test_levels_are_told_one_after_the_other_until_somebody_acknowledges(valley: Watched) -> None:
    valley.hot(130)

    assert told(valley.turn().messages) == [(Event.OPENED, "one@vallee.example")]
    assert told(valley.turn(9.9).messages) == []
    assert told(valley.turn(0.1).messages) == [
        (Event.ESCALATED, "two@vallee.example"),
        (Event.ESCALATED, "one@vallee.example"),
        (Event.ESCALATED, HOOK),
    ]
    assert told(valley.turn(19.9).messages) == []
    (alarm,) = valley.open()
    valley.alarms.acknowledge(alarm.id, "marie")
    assert told(valley.turn(60).messages) == []


def test_a_level_that_names_kinds_is_told_of_no_others(valley: Watched) -> None:
    fires_only = AlarmLevel(5, ("fire",), ("chief@vallee.example",))
    night = AlarmLevel(5, ("fire", "overflow"), ("night@vallee.example",))
    valley.tower = replace(
        valley.tower, on_call=replace(valley.tower.on_call, levels=(fires_only, night))
    )
    valley.hot(130)
    for ago_min in (15, 0):
        valley.level(1.1, "n-002", ago_min)

    first, second = valley.turn(), valley.turn(5)

    assert {(one.alarm, one.address) for one in first.messages} == {
        (1, "chief@vallee.example"),
        (2, "night@vallee.example"),
    }
    assert told(second.messages) == [(Event.ESCALATED, "night@vallee.example")]


def test_the_last_level_is_told_once(valley: Watched) -> None:
    valley.hot(130)

    counts = [len(valley.turn(minutes).messages) for minutes in (0, 10, 20, 15, 600)]

    assert counts == [1, 3, 1, 0, 0]
    assert valley.open()[0].call_us is None


def test_who_came_first_takes_care_and_stays_named(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    (alarm,) = valley.open()

    valley.alarms.acknowledge(alarm.id, "marie")
    found = valley.alarms.acknowledge(alarm.id, "paul")

    assert found.acknowledged_by == "marie"


def test_the_end_is_told_to_whoever_was_told_of_the_beginning(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    valley.turn(10)
    valley.hot(30)

    ended = valley.turn(5)

    assert {address for event, address in told(ended.messages) if event is Event.CLOSED} == {
        "one@vallee.example",
        "two@vallee.example",
        HOOK,
    }
    assert len(ended.messages) == 3
    assert valley.open() == []


def test_what_comes_back_soon_is_the_same_alarm_and_waits_out_its_silence(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    valley.hot(30)
    valley.turn(5)
    valley.hot(130)

    back = valley.turn(5)

    assert (back.opened, told(back.messages)) == ((), [])
    (alarm,) = valley.open()
    assert (alarm.reopened, alarm.opened_us) == (1, NIGHT_US)
    # 15 minutes after it was told first it burns still: that is told.
    assert told(valley.turn(4.9).messages) == []
    assert told(valley.turn(0.1).messages) == [(Event.OPENED, "one@vallee.example")]


def test_what_flickers_within_its_silence_is_told_twice_at_most(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    for _ in range(6):
        valley.hot(30)
        valley.turn(1)
        valley.hot(130)
        valley.turn(1)

    assert [one.event for one in valley.alarms.messages()] == [Event.CLOSED, Event.OPENED]
    assert valley.open()[0].reopened == 6


def test_what_comes_back_later_is_a_new_alarm(valley: Watched) -> None:
    valley.hot(130)
    valley.turn()
    valley.hot(30)
    valley.turn(5)
    valley.hot(130, ago_min=-15)

    later = valley.turn(15)

    assert len(later.opened) == 1
    assert told(later.messages) == [(Event.OPENED, "one@vallee.example")]
    assert [one.reopened for one in valley.alarms.listed()] == [0, 0]


def test_an_alarm_of_what_is_watched_no_longer_is_closed(valley: Watched) -> None:
    alarm = Alarm(AlarmKind.LOST, "n-999", NIGHT_US, NIGHT_US, NIGHT_US, 7)

    turn = judge([alarm], [], NIGHT_US + 1, dict.fromkeys(AlarmKind, HOUR_US))

    assert [(one.id, one.closed_us) for one in turn.changed] == [(7, NIGHT_US + 1)]
    assert valley.open() == []


def test_a_message_says_what_where_since_when_and_what_to_do_and_no_secret(
    valley: Watched,
) -> None:
    valley.hot(130)

    (message,) = valley.turn(2).messages

    text = message.content["text"]
    french, english = text.split("—\n", 1)[0], text.split("—\n", 1)[1]
    assert message.content["subject"] == (
        "ALARME : Incendie : 130 °C dans un conteneur – Alpha, mairie"
    )
    assert "Où : Alpha, mairie (43.61000, 3.51000)" in french
    assert "Depuis : 24/11/2026, 03 h 05" in french
    assert "Appelez le 18 ou le 112" in french
    assert f"Prendre en charge : https://vallee.example/alarmes/{message.alarm}" in french
    assert "Since: 2026-11-24 03:05" in english
    assert message.content["link"].endswith(f"/alarmes/{message.alarm}")
    assert "secret" not in msgspec.json.encode(dict(message.content)).decode()


@given(st.lists(st.tuples(st.sampled_from([*State, None]), st.integers(0, 40)), max_size=25))
def test_whatever_is_seen_a_cause_has_one_open_alarm_at_most_and_one_while_it_is_seen(
    steps: list[tuple[State | None, int]],
) -> None:
    alarms: list[Alarm] = []
    now_us = NIGHT_US
    for state, minutes in steps:
        now_us += minutes * MINUTE_US
        seen = [] if state is None else [Seen(AlarmKind.FIRE, "c", state, now_us)]
        turn = judge(alarms, seen, now_us, dict.fromkeys(AlarmKind, 15 * MINUTE_US))
        changed = {one.id: one for one in turn.changed}
        alarms = [changed.get(one.id, one) for one in alarms]
        alarms += [replace(one, id=len(alarms) + 1) for one in turn.opened]

        is_open = sum(one.closed_us is None for one in alarms)
        assert is_open <= 1
        if state is not State.UNSURE:
            assert is_open == (state is State.ON)
