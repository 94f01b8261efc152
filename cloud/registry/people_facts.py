"""All that is kept of a person, found by what names `people`: told, erased, purged."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, delete, or_, select, update

from cloud.registry import tables
from cloud.registry.columns import MENTIONS, NAMES

Rows = list[dict[str, Any]]

# In whatever stands between two persons, the other one is nobody's business.
ANOTHER: Final = "another person"
# Who was erased where a name must stand.
NOBODY: Final = "-"


def naming() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """Yield each table that names people, with the columns in which it does."""
    for table in tables.METADATA.sorted_tables:
        columns = [column for column in table.columns if _names(column)]
        if columns:
            yield table, columns


def _names(column: Column[Any]) -> bool:
    keys = (key.column is tables.people.c.id for key in column.foreign_keys)
    return column.info is NAMES or any(keys)


def _mentioning(connection: Connection, name: str) -> Iterator[tuple[Column[Any], list[str]]]:
    """Yield each column of free text with those of its texts that say what a person is called."""
    people = tables.people
    called = connection.execute(select(people.c.name).where(people.c.id == name)).scalar()
    if called is None:
        return
    for table in tables.METADATA.sorted_tables:
        for column in (one for one in table.columns if one.info is MENTIONS):
            query = select(column).where(column.is_not(None)).distinct()
            # In Python, since SQLite folds the case of ASCII only.
            texts = [
                text
                for text in connection.execute(query).scalars()
                if called.casefold() in text.casefold()
            ]
            if texts:
                yield column, texts


def told(connection: Connection, name: str) -> dict[str, Rows]:
    """Return every row that names a person, by table; of secrets only that there is one."""
    people = tables.people
    facts = {people.name: _rows(connection, people, people.c.id == name, name)}
    for table, columns in naming():
        which = or_(*(column == name for column in columns))
        facts[table.name] = _rows(connection, table, which, name)
    for column, texts in _mentioning(connection, name):
        facts[column.table.name] = _rows(connection, column.table, column.in_(texts), name)
    return facts


def erase(connection: Connection, name: str) -> None:
    """Take a person out of every table: rows that are about him go, others lose his name."""
    for column, texts in _mentioning(connection, name):
        said = update(column.table).where(column.in_(texts)).values({column.name: None})
        connection.execute(said)
    # Who points comes before what is pointed at.
    for table, columns in reversed(list(naming())):
        for column in columns:
            of_person = column == name
            if column.info is NAMES and not column.nullable:
                connection.execute(update(table).where(of_person).values({column.name: NOBODY}))
            elif table.info.get("goes_with") or not column.nullable:
                connection.execute(delete(table).where(of_person))
            else:
                connection.execute(update(table).where(of_person).values({column.name: None}))
    connection.execute(delete(tables.people).where(tables.people.c.id == name))


def purge(connection: Connection, before_us: int) -> int:
    """Delete sessions and links that ended before, and tries that were made before; count them."""
    sessions, links, tries = tables.people_sessions, tables.people_links, tables.people_tries
    old: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (sessions, sessions.c.until_us < before_us),
        (links, links.c.until_us < before_us),
        (tries, tries.c.at_us < before_us),
    )
    return sum(connection.execute(delete(table).where(which)).rowcount for table, which in old)


def _rows(connection: Connection, table: Table, which: ColumnElement[bool], name: str) -> Rows:
    found = connection.execute(select(table).where(which).order_by(*table.primary_key)).mappings()
    return [{column.name: _value(column, row, name) for column in table.columns} for row in found]


def _value(column: Column[Any], row: Mapping[Any, Any], name: str) -> Any:  # noqa: ANN401 - what JSON takes
    value = row[column.name]
    if value is not None and column.info.get("secret"):
        return True
    if _names(column) and value not in (None, name):
        return ANOTHER
    return msgspec.to_builtins(value)
