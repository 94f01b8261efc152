"""A device's rows: each number is settled once, and what it said first stays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Executable, Table, and_, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from cloud.registry import dead_letters, tables
from cloud.registry.values import DeadLetter, KeptDeed
from cloud.registry.values.driven import POSITION

Key = tuple[str, str, int]

_COLUMNS: Final = tuple(one.name for one in fields(KeptDeed))
_AT_ONCE: Final = 500

# Questions are made once: to put one together takes longer than to answer it.
_DEEDS: Final = tables.crew_deeds
_PLACES: Final = tables.crew_positions
NUMBERS: Final = (
    select(*(_DEEDS.c[name] for name in _COLUMNS), _PLACES.c.body.label("apart"))
    .outerjoin(
        _PLACES,
        and_(*(_DEEDS.c[name] == _PLACES.c[name] for name in ("device", "epoch", "seq"))),
    )
    .order_by(*_DEEDS.primary_key)
)
"""Rows, positions with their bodies, by device and number."""

OF_START: Final = NUMBERS.where(
    _DEEDS.c.device == bindparam("device"), _DEEDS.c.epoch == bindparam("epoch")
)
"""Those of a device's start."""

_STORED: Final = OF_START.where(_DEEDS.c.seq.in_(bindparam("seqs", expanding=True)))


def keep(connection: Connection, rows: Sequence[KeptDeed]) -> set[Key]:
    """Keep rows whose number is new; return these numbers.

    Of rows under one number the first is kept, whoever else keeps at the same instant: that one
    waits here, and then finds the number taken.
    """
    table = tables.crew_deeds
    # In one order, so that two who keep the same rows never wait for each other.
    rows = sorted(rows, key=lambda row: row.key)
    written = [{**asdict(row), "body": None if _is_apart(row) else row.body} for row in rows]
    new: set[Key] = set()
    for some in _some(written):
        said = once(connection, table).returning(table.c.device, table.c.epoch, table.c.seq)
        new |= {(one.device, one.epoch, one.seq) for one in connection.execute(said, some)}
    seen: set[Key] = set()
    apart = []
    for row in rows:
        if row.key in new - seen and _is_apart(row):
            apart.append({c.name: getattr(row, c.name) for c in tables.crew_positions.columns})
        seen.add(row.key)
    if apart:
        connection.execute(once(connection, tables.crew_positions), apart)
    return new


def stored(connection: Connection, rows: Sequence[KeptDeed]) -> dict[Key, KeptDeed]:
    """Read what is kept under the numbers of rows, which are of one device and epoch."""
    found: dict[Key, KeptDeed] = {}
    for some in _some(rows):
        values = {"device": some[0].device, "epoch": some[0].epoch, "seqs": [r.seq for r in some]}
        found |= {kept.key: kept for kept in of_numbers(connection, _STORED, values)}
    return found


def of_day(connection: Connection, day: date, trucks: Collection[str] | None) -> list[KeptDeed]:
    """Read the rows of a day's rounds, positions without their bodies, in no order that counts."""
    table = tables.crew_deeds
    query = select(*(table.c[name] for name in _COLUMNS)).where(table.c.day == day)
    if trucks is not None:
        query = query.where(table.c.truck.in_(list(trucks)))
    query = query.where(table.c.kind != POSITION).order_by(table.c.at_us, *table.primary_key)
    return [KeptDeed(*row) for row in connection.execute(query)]


def of_others(
    connection: Connection, device: str, named: Collection[tuple[str, int]], person: str
) -> frozenset[tuple[str, int]]:
    """Return those of a device's rows, by epoch and number, that somebody else told."""
    if not named:
        return frozenset()
    table = tables.crew_deeds
    query = select(table.c.epoch, table.c.seq).where(
        table.c.device == device,
        table.c.epoch.in_({epoch for epoch, _ in named}),
        table.c.person.is_distinct_from(person),
    )
    return frozenset((row.epoch, row.seq) for row in connection.execute(query)) & set(named)


def bury_once(connection: Connection, letters: Iterable[DeadLetter]) -> None:
    """Bury letters, but none that is there already: a device tells again what it told."""
    new, seen = [], set()
    for letter in letters:
        said = (letter.node, letter.epoch, letter.seq, letter.payload)
        if said not in seen and not _is_buried(connection, letter):
            new.append(letter)
        seen.add(said)
    dead_letters.bury(connection, new)


def once(connection: Connection, table: Table) -> Any:  # noqa: ANN401 - of either dialect
    """Return an insertion that passes over keys that are there."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    return insert.on_conflict_do_nothing(index_elements=list(table.primary_key.columns.keys()))


def _is_buried(connection: Connection, letter: DeadLetter) -> bool:
    table = tables.dead_letters
    query = select(table.c.id).where(
        table.c.topic == letter.topic,
        table.c.rule == letter.rule,
        table.c.node.is_not_distinct_from(letter.node),
        table.c.epoch.is_not_distinct_from(letter.epoch),
        table.c.seq.is_not_distinct_from(letter.seq),
        table.c.payload == letter.payload,
    )
    return connection.execute(query.limit(1)).first() is not None


def of_numbers(
    connection: Connection,
    query: Executable,
    values: Mapping[str, object],
) -> list[KeptDeed]:
    """Read the rows that a question which begins with NUMBERS asks for, given its values."""
    return [_kept(*row) for row in connection.execute(query, values)]


def _kept(*said: Any) -> KeptDeed:  # noqa: ANN401 - SQLAlchemy's
    """Return a row whose body may stand apart: that one is told last."""
    *head, body, person, apart = said
    return KeptDeed(*(*head, body or apart, person))


def _is_apart(row: KeptDeed) -> bool:
    return row.kind == POSITION


def _some(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
