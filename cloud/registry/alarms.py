"""Alarms as the rest of the cloud sees them, with the outbox of the messages that tell of them.

A facade of the registry beside `registry.py`, on the same database.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.values import Alarm, AlarmKind, AlarmTurn, Channel, Event, Message

Decide = Callable[[Sequence[Alarm]], AlarmTurn]

_LONGEST_TROUBLE: Final = 500


def open_alarms(url: str, now_us: Callable[[], int] = machine_us) -> "Alarms":
    """Open the alarms in the registry at `url`, which is made if need be; see RegistryFault."""
    return Alarms(open_database(url), now_us)


class Alarms(Facade):
    """What calls people out; each call is one transaction.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    def turn(self, since_us: int, decide: Decide) -> AlarmTurn:
        """Have `decide` look at the alarms that are open or were closed since, and do what it says.

        Programs that do so at once take turns. A message whose key is known already is left out.
        """
        with self._database.writing() as connection:
            table = tables.alarms
            _take_turns(connection)
            fresh = table.c.closed_us.is_(None) | (table.c.closed_us >= since_us)
            found = [_alarm(row) for row in _rows(connection, select(table).where(fresh))]
            turn = decide(found)
            if turn.opened:
                connection.execute(insert(table), [_row(one) for one in turn.opened])
            for one in turn.changed:
                connection.execute(update(table).where(table.c.id == one.id).values(_row(one)))
            _put(connection, turn.messages)
            return turn

    def acknowledge(self, number: int, who: str) -> Alarm:
        """Note who takes care of an open alarm; nobody else is called then. The first one stays."""
        table = tables.alarms
        free = (
            (table.c.id == number) & table.c.closed_us.is_(None) & table.c.acknowledged_us.is_(None)
        )
        noted = {"acknowledged_us": self._now_us(), "acknowledged_by": who, "call_us": None}
        with self._database.writing() as connection:
            connection.execute(update(table).where(free).values(noted))
            found = _one(connection, number)
        if found is None:
            raise RegistryFault(f"there is no alarm {number}; see: vallee-cloud alarms list")
        return found

    def alarm(self, number: int) -> Alarm | None:
        """Return an alarm; None if there is none of this number."""
        with self._database.reading() as connection:
            return _one(connection, number)

    def listed(self, limit: int = 100, *, only_open: bool = False) -> list[Alarm]:
        """Return at most `limit` alarms, the open ones first, each newest first."""
        table = tables.alarms
        order = (table.c.closed_us.is_not(None), table.c.opened_us.desc(), table.c.id.desc())
        query = select(table).order_by(*order).limit(limit)
        if only_open:
            query = query.where(table.c.closed_us.is_(None))
        with self._database.reading() as connection:
            return [_alarm(row) for row in _rows(connection, query)]

    # The outbox.

    def put(self, message: Message) -> None:
        """Put a message into the outbox; one whose key is known already is there."""
        with self._database.writing() as connection:
            _put(connection, [message])

    def due(self, now_us: int, limit: int = 100) -> list[Message]:
        """Return at most `limit` messages that are to be tried now, the oldest first."""
        table = tables.alarm_messages
        query = select(table).where(_waits(), table.c.next_us <= now_us).order_by(table.c.id)
        with self._database.reading() as connection:
            return [_message(row) for row in _rows(connection, query.limit(limit))]

    def take(self, message: Message, until_us: int) -> bool:
        """Take a due message to oneself until then; False if somebody else has it.

        Whoever dies with it gives it back by that: it is due again.
        """
        table = tables.alarm_messages
        free = (table.c.id == message.id) & (table.c.next_us == message.next_us) & _waits()
        taken = {"next_us": until_us, "tries": message.tries + 1}
        with self._database.writing() as connection:
            return bool(connection.execute(update(table).where(free).values(taken)).rowcount)

    def note_sent(self, number: int) -> None:
        """Note that the other side has taken a message."""
        self._note(number, {"sent_us": self._now_us(), "trouble": ""})

    def note_trouble(self, number: int, why: str, next_us: int) -> None:
        """Note why a message could not be delivered, and when it is tried again."""
        self._note(number, {"trouble": why[:_LONGEST_TROUBLE], "next_us": next_us})

    def drop(self, number: int, why: str) -> None:
        """Give a message up."""
        self._note(number, {"trouble": why[:_LONGEST_TROUBLE], "dropped_us": self._now_us()})

    def messages(self, alarm: int | None = None, limit: int = 100) -> list[Message]:
        """Return at most `limit` messages, of one alarm if it is given, the newest first."""
        table = tables.alarm_messages
        query = select(table).order_by(table.c.id.desc()).limit(limit)
        if alarm is not None:
            query = query.where(table.c.alarm == alarm)
        with self._database.reading() as connection:
            return [_message(row) for row in _rows(connection, query)]

    def undelivered(self, limit: int = 100) -> list[Message]:
        """Return at most `limit` messages that wait after a failed try, the oldest first."""
        table = tables.alarm_messages
        query = select(table).where(_waits(), table.c.trouble != "").order_by(table.c.id)
        with self._database.reading() as connection:
            return [_message(row) for row in _rows(connection, query.limit(limit))]

    def purge(self, messages_us: int, alarms_us: int) -> tuple[int, int]:
        """Delete settled messages that were made before, and alarms that closed before; count them.

        An alarm of which a message still waits stays with it.
        """
        told, alarms = tables.alarm_messages, tables.alarms
        settled = ~_waits()
        over = alarms.c.closed_us < alarms_us
        waits = select(told.c.alarm).where(_waits(), told.c.alarm.is_not(None))
        gone = select(alarms.c.id).where(over, alarms.c.id.not_in(waits))
        with self._database.writing() as connection:
            old = (told.c.made_us < messages_us) | told.c.alarm.in_(gone)
            messages = connection.execute(delete(told).where(settled, old)).rowcount
            found = delete(alarms).where(alarms.c.id.in_(gone.scalar_subquery()))
            return messages, connection.execute(found).rowcount

    def _note(self, number: int, values: dict[str, Any]) -> None:
        table = tables.alarm_messages
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.id == number).values(values))


def _take_turns(connection: Connection) -> None:
    """Wait for whoever decides now; SQLite has one writer at a time anyhow."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE alarms IN SHARE ROW EXCLUSIVE MODE")


def _put(connection: Connection, messages: Sequence[Message]) -> None:
    if not messages:
        return
    table = tables.alarm_messages
    # The two dialects spell it alike and share no class.
    put = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    rows = [_row(one) for one in messages]
    connection.execute(put.on_conflict_do_nothing(index_elements=["key"]), rows)


def _waits() -> Any:  # noqa: ANN401 - SQLAlchemy's clause
    table = tables.alarm_messages
    return table.c.sent_us.is_(None) & table.c.dropped_us.is_(None)


def _one(connection: Connection, number: int) -> Alarm | None:
    table = tables.alarms
    found = _rows(connection, select(table).where(table.c.id == number))
    return _alarm(found[0]) if found else None


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _row(value: Alarm | Message) -> dict[str, Any]:
    """Return the columns of a value; the registry itself numbers what is new."""
    row = asdict(value)
    del row["id"]
    return {name: str(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


def _alarm(row: dict[str, Any]) -> Alarm:
    return Alarm(**{**row, "kind": AlarmKind(row["kind"])})


def _message(row: dict[str, Any]) -> Message:
    kinds = {"event": Event(row["event"]), "channel": Channel(row["channel"])}
    return Message(**{**row, **kinds})
