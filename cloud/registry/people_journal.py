"""The journal of people: who came, who was let do what, and who did that."""

from dataclasses import asdict
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, or_, select

from cloud.registry import tables
from cloud.registry.values import PersonEntry


class PersonDeed(StrEnum):
    """What is done with a person's account."""

    ADDED = "added"
    CHANGED = "changed"
    ROLES = "roles"
    PASSWORD = "password"  # noqa: S105 - a deed's name
    TOTP = "codes"
    NO_TOTP = "codes taken away"
    LINK = "link made"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    ENDED = "sessions ended"
    SLOWED = "slowed down"
    LETTERS = "dead letters"
    EXPORTED = "exported"
    ERASED = "erased"


def note(connection: Connection, entry: PersonEntry) -> None:
    """Append a line; its detail names nobody, so that an erasure has nothing to rewrite."""
    connection.execute(insert(tables.people_journal), [asdict(entry)])


def newest(connection: Connection, limit: int, person: str | None = None) -> list[PersonEntry]:
    """Read at most `limit` lines, of or by one person if he is given, newest first."""
    table = tables.people_journal
    columns = (table.c.at_us, table.c.who, table.c.person, table.c.what, table.c.detail)
    query = select(*columns).order_by(table.c.id.desc()).limit(limit)
    if person is not None:
        query = query.where(or_(table.c.who == person, table.c.person == person))
    return [PersonEntry(**row) for row in connection.execute(query).mappings()]


def has_since(connection: Connection, entry: PersonEntry, since_us: int) -> bool:
    """Tell whether the same was noted of the same person since then."""
    table = tables.people_journal
    # A person who is not known is NULL, which equals nothing.
    of_person = table.c.person.is_not_distinct_from(entry.person)
    alike = of_person & (table.c.what == entry.what) & (table.c.detail == entry.detail)
    query = select(table.c.id).where(alike & (table.c.at_us > since_us)).limit(1)
    return connection.execute(query).first() is not None


def purge(connection: Connection, before_us: int) -> int:
    """Delete the lines of before; count them."""
    table = tables.people_journal
    return connection.execute(delete(table).where(table.c.at_us < before_us)).rowcount
