"""Sessions and links: what opens the door, each kept as the hash of its secret.

A row is looked up by that hash. What the time of a look-up tells is about the hash, of which
nothing leads back to the secret.
"""

from dataclasses import asdict, fields
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cloud.registry import tables
from cloud.registry.values import Link, Person, Role, Session

_SESSION: Final = tuple(one.name for one in fields(Session))
_PERSON: Final = tuple(one.name for one in fields(Person) if one.name != "roles")
# Made once: to put such a question together takes longer than to answer it.
_WHOSE: Final = (
    select(
        *(tables.people_sessions.c[one] for one in _SESSION),
        *(tables.people.c[one] for one in _PERSON),
        tables.people_roles.c.role,
    )
    .join(tables.people, tables.people.c.id == tables.people_sessions.c.person)
    .outerjoin(tables.people_roles, tables.people_roles.c.person == tables.people.c.id)
    .where(tables.people_sessions.c.hash == bindparam("hashed"))
)


def keep(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    connection.execute(insert(tables.people_sessions), [asdict(session)])


def one(connection: Connection, hashed: str) -> Session | None:
    """Read a session; None if there is none, or it was ended."""
    table = tables.people_sessions
    row = connection.execute(select(table).where(table.c.hash == hashed)).mappings().first()
    return None if row is None else Session(**row)


def whose(connection: Connection, hashed: str) -> tuple[Session, Person] | None:
    """Read a session and its person at one question, since every request asks it; None likewise."""
    rows = connection.execute(_WHOSE, {"hashed": hashed}).all()
    if not rows:
        return None
    session, person = rows[0][: len(_SESSION)], rows[0][len(_SESSION) : -1]
    held = frozenset(Role(row.role) for row in rows if row.role is not None)
    return Session(*session), Person(**dict(zip(_PERSON, person, strict=True)), roles=held)


def seen(connection: Connection, hashed: str, now_us: int) -> None:
    """Note that a session is in use."""
    table = tables.people_sessions
    connection.execute(update(table).where(table.c.hash == hashed).values(seen_us=now_us))


def end(connection: Connection, hashed: str) -> bool:
    """End a session; False if there was none."""
    table = tables.people_sessions
    return connection.execute(delete(table).where(table.c.hash == hashed)).rowcount == 1


def end_all(connection: Connection, person: str, but: str | None = None) -> int:
    """End every session of a person, but for one if it is named; return how many those were."""
    table = tables.people_sessions
    theirs = (table.c.person == person) & (table.c.hash != (but or ""))
    return connection.execute(delete(table).where(theirs)).rowcount


def of(connection: Connection, person: str) -> list[Session]:
    """Read the sessions of a person, the newest first."""
    table = tables.people_sessions
    query = select(table).where(table.c.person == person).order_by(table.c.made_us.desc())
    return [Session(**row) for row in connection.execute(query).mappings()]


def keep_link(connection: Connection, link: Link) -> None:
    """Keep a new link."""
    connection.execute(insert(tables.people_links), [asdict(link)])


def use_link(connection: Connection, hashed: str, now_us: int) -> str | None:
    """Use a link up and return whose it is; None if it does not hold, or no longer.

    One statement decides, so of several who come at once exactly one wins.
    """
    table = tables.people_links
    free = (table.c.hash == hashed) & table.c.used_us.is_(None) & (table.c.until_us > now_us)
    used = update(table).where(free).values(used_us=now_us).returning(table.c.person)
    return connection.execute(used).scalar()


def end_links(connection: Connection, person: str, now_us: int) -> None:
    """Let the unused links of a person hold no longer."""
    table = tables.people_links
    live = (table.c.person == person) & table.c.used_us.is_(None) & (table.c.until_us > now_us)
    connection.execute(update(table).where(live).values(until_us=now_us))
