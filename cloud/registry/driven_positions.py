"""Positions of trucks in shift: kept for two months, then what they prove, for a year."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from cloud.registry import tables
from cloud.registry.upsert import upsert
from cloud.registry.values import KeptDeed, Passage
from cloud.registry.values.driven import POSITION, REFUSED

_COLUMNS: Final = tuple(one.name for one in fields(Passage))
_LEFT: Final = tables.crew_passages
_PASSAGES: Final = (
    select(*(_LEFT.c[name] for name in _COLUMNS))
    .where(_LEFT.c.day == bindparam("day"))
    .order_by(*_LEFT.primary_key)
)
_PASSAGES_OF: Final = _PASSAGES.where(_LEFT.c.truck.in_(bindparam("trucks", expanding=True)))
_GONE: Final = b"purged with its positions"


def newest(connection: Connection, truck: str, since_us: int) -> KeptDeed | None:
    """Read where a truck was last; None if it said nothing since."""
    table = tables.crew_positions
    query = (
        select(table)
        .where(table.c.truck == truck, table.c.at_us >= since_us)
        .order_by(table.c.at_us.desc(), table.c.epoch.desc(), table.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else KeptDeed(kind=POSITION, came_us=0, **row)


def of_day(connection: Connection, day: date) -> list[KeptDeed]:
    """Read the positions of a day's rounds, by truck and time."""
    table = tables.crew_positions
    query = select(table).where(table.c.day == day)
    query = query.order_by(table.c.truck, table.c.at_us, *table.primary_key)
    rows = connection.execute(query).mappings()
    return [KeptDeed(kind=POSITION, came_us=0, **row) for row in rows]


def days_before(connection: Connection, day: date) -> list[date]:
    """Return the days before `day` of which there are positions."""
    table = tables.crew_positions
    query = select(table.c.day).where(table.c.day < day).distinct().order_by(table.c.day)
    return list(connection.execute(query).scalars())


def count_of(connection: Connection, person: str) -> int:
    """Count the positions that a person's sessions sent and that are still there."""
    table = tables.crew_positions
    query = select(func.count()).select_from(table).where(table.c.person == person)
    return connection.execute(query).scalar_one()


def reduce(connection: Connection, day: date, passages: Sequence[Passage]) -> int:
    """Keep of a day's positions what they prove, and delete them; return how many."""
    upsert(connection, tables.crew_passages, [asdict(one) for one in passages])
    table = tables.crew_positions
    return connection.execute(delete(table).where(table.c.day == day)).rowcount


def passages(
    connection: Connection, day: date, trucks: Collection[str] | None = None
) -> list[Passage]:
    """Read what is left of a day's positions, of some trucks if they are named.

    By its trucks a day is found at once, among a year of them.
    """
    if trucks is None:
        rows = connection.execute(_PASSAGES, {"day": day})
    else:
        rows = connection.execute(_PASSAGES_OF, {"day": day, "trucks": sorted(trucks)})
    return [Passage(*row) for row in rows]


def forget_passages(connection: Connection, before: date) -> int:
    """Delete what is left of positions of days before."""
    table = tables.crew_passages
    return connection.execute(delete(table).where(table.c.day < before)).rowcount


def forget_rows(connection: Connection, before: date, before_us: int, topic: str) -> int:
    """Delete what refused rows said, which may be positions; their numbers stay settled."""
    deeds, letters = tables.crew_deeds, tables.dead_letters
    old = (deeds.c.kind == REFUSED) & (deeds.c.day < before) & deeds.c.body.is_not(None)
    count = connection.execute(update(deeds).where(old).values(body=None)).rowcount
    said = (letters.c.topic == topic) & (letters.c.at_us < before_us) & (letters.c.payload != _GONE)
    connection.execute(update(letters).where(said).values(payload=_GONE))
    return count
