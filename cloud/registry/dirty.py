"""Days of containers whose derived series must be made anew, until somebody has done it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cloud.registry import tables


class Why(StrEnum):
    """What made a day dirty."""

    LATE = "late reading"
    MOUNT = "corrected mounting"


@dataclass(frozen=True, slots=True)
class DirtyDay:
    """A container's local day, and since when it waits: anew whenever it is marked again."""

    container: str
    day: date
    since_us: int
    why: Why


def mark(connection: Connection, days: Iterable[tuple[str, date]], since_us: int, why: Why) -> None:
    """Mark (container, day) pairs; one that is marked already waits from now on."""
    rows = [
        {"container": container, "day": day, "since_us": since_us, "why": why.value}
        for container, day in sorted(set(days))
    ]
    if not rows:
        return
    table = tables.dirty_days
    # The two dialects spell it alike and share no class.
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    new, old = insert.excluded, table.c
    # Never the same twice, though a clock stands still: who recomputes compares it.
    later = case((new.since_us > old.since_us, new.since_us), else_=old.since_us + 1)
    statement = insert.on_conflict_do_update(
        index_elements=["container", "day"], set_={"since_us": later, "why": new.why}
    )
    connection.execute(statement, rows)


def listed(connection: Connection, until_us: int) -> list[DirtyDay]:
    """Read what was marked before `until_us`, by container and day."""
    table = tables.dirty_days
    rows = connection.execute(
        select(table).where(table.c.since_us < until_us).order_by(table.c.container, table.c.day)
    )
    return [DirtyDay(row.container, row.day, row.since_us, Why(row.why)) for row in rows]


def clear(connection: Connection, done: DirtyDay) -> bool:
    """Take a mark away unless it was set again meanwhile; tell whether it is gone."""
    table = tables.dirty_days
    same = (
        (table.c.container == done.container)
        & (table.c.day == done.day)
        & (table.c.since_us == done.since_us)
    )
    return connection.execute(delete(table).where(same)).rowcount > 0
