"""Alarms in the registry, on SQLite and on PostgreSQL: one open alarm a cause, whoever looks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.config import Config

from cloud.alarms.keeping import purge
from cloud.errors import RegistryFault
from cloud.registry import migrate
from cloud.registry.alarms import open_alarms
from cloud.registry.database import Database
from cloud.registry.registry import open_registry
from cloud.registry.values import Alarm, AlarmKind, AlarmTurn, Channel, Event, Message
from cloud.settings import Alarms as Wishes
from tests.cloud.alarms.conftest import HOUR_US, NIGHT_US, watched

FIRE = Alarm(AlarmKind.FIRE, "alpha-01", NIGHT_US, NIGHT_US, NIGHT_US, call_us=NIGHT_US)


def test_a_fire_from_its_first_sight_to_its_end(url: str, folder: Path, wishes: Wishes) -> None:
    with open_registry(url) as registry, open_alarms(url, lambda: NIGHT_US) as alarms:
        registry.load_territory(folder)
        valley = watched(registry, alarms, wishes)
        valley.hot(130)
        valley.turn()
        (opened,) = valley.open()
        alarms.acknowledge(opened.id, "marie")
        valley.hot(20)
        valley.turn(5)

        (closed,) = alarms.listed()
        assert (closed.acknowledged_by, closed.call_us) == ("marie", None)
        assert closed.closed_us == valley.now_us
        assert alarms.alarm(opened.id) == closed
        assert [one.event for one in alarms.messages(opened.id)] == [Event.CLOSED, Event.OPENED]


def test_programs_that_look_at_once_open_a_cause_once_and_tell_it_once(
    url: str, folder: Path, wishes: Wishes
) -> None:
    with open_registry(url) as registry, open_alarms(url) as alarms:
        registry.load_territory(folder)
        valley = watched(registry, alarms, wishes)
        valley.hot(130)

        with ThreadPoolExecutor(4) as pool:
            turns = list(pool.map(lambda _: valley.tower.turn(NIGHT_US), range(8)))

        assert sum(len(turn.opened) for turn in turns) == 1
        assert len(alarms.listed()) == 1
        assert len(alarms.messages()) == 1


def test_the_database_itself_refuses_a_second_open_alarm_of_a_cause(url: str) -> None:
    with open_alarms(url) as alarms:
        alarms.turn(0, lambda _: AlarmTurn((FIRE,)))
        try:
            alarms.turn(0, lambda _: AlarmTurn((FIRE,)))
        except RegistryFault:
            refused = True
        else:
            refused = False
        (first,) = alarms.listed()
        alarms.turn(0, lambda _: AlarmTurn((), (replace(first, closed_us=NIGHT_US + HOUR_US),)))
        alarms.turn(0, lambda _: AlarmTurn((FIRE,)))

        assert refused
        assert [one.closed_us is None for one in alarms.listed()] == [True, False]


def test_only_open_alarms_and_those_closed_since_are_looked_at(url: str) -> None:
    looked: list[int] = []

    def look(alarms: object) -> AlarmTurn:
        looked.append(len(list(alarms)))  # type: ignore[call-overload]  # a sequence
        return AlarmTurn()

    with open_alarms(url) as alarms:
        alarms.turn(0, lambda _: AlarmTurn((replace(FIRE, closed_us=100), replace(FIRE))))
        for since_us in (101, 100):
            alarms.turn(since_us, look)

    assert looked == [1, 2]


def test_the_tables_can_be_taken_away_again(url: str) -> None:
    with open_alarms(url):
        pass
    database = Database(url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option(
            "script_location", str(Path(migrate.__file__).with_name("migrations"))
        )
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        left = set(connection.dialect.get_table_names(connection))
        command.upgrade(config, "0010")
        back = set(connection.dialect.get_table_names(connection))
    database.close()

    assert back - left == {"alarms", "alarm_messages", "tickets", "unloadings"}


def test_old_messages_and_alarms_go_and_what_lasts_or_waits_stays(url: str) -> None:
    old_us, now_us = NIGHT_US - 400 * 24 * HOUR_US, NIGHT_US
    told = {"subject": "", "text": ""}

    def message(key: str, alarm: int, made_us: int) -> Message:
        address = "a@vallee.example"
        return Message(key, alarm, Event.OPENED, Channel.MAIL, address, told, made_us, made_us)

    with open_alarms(url, lambda: NIGHT_US) as alarms:
        over, lasting = replace(FIRE, closed_us=old_us), replace(FIRE, subject="alpha-02")
        kept = replace(FIRE, subject="alpha-03", closed_us=old_us)
        lately = replace(FIRE, subject="alpha-04", closed_us=now_us - 200 * 24 * HOUR_US)
        alarms.turn(0, lambda _: AlarmTurn((over, lasting, kept, lately)))
        for key, alarm in (("over", 1), ("lasting", 2), ("waits", 3), ("lately", 4)):
            alarms.put(message(key, alarm, old_us))
        alarms.put(message("new", 4, now_us - HOUR_US))
        for one in alarms.messages():
            if one.key != "waits":
                alarms.note_sent(one.id)

        assert purge(alarms, now_us) == (3, 1)
        assert purge(alarms, now_us) == (0, 0)
        assert sorted(one.key for one in alarms.messages()) == ["new", "waits"]
        assert sorted(one.id for one in alarms.listed()) == [2, 3, 4]
