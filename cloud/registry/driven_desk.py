"""What the desk does: sendings, incidents, looks, drafts, wishes."""

from dataclasses import asdict, fields, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from cloud.errors import RegistryFault
from cloud.registry import tables
from cloud.registry.driven_deeds import once
from cloud.registry.values import Draft, Incident, Look, Sending, Wish

_INCIDENT: Final = tuple(one.name for one in fields(Incident))


class NotTheNewest(RegistryFault):
    """Somebody saved the draft meanwhile; look at the newest version and do it again."""


def note_sendings(connection: Connection, sendings: list[Sending]) -> None:
    """Note which rounds were left on the broker; the first time of each counts."""
    if sendings:
        rows = [asdict(one) for one in sendings]
        connection.execute(once(connection, tables.plan_sendings), rows)


def sendings(connection: Connection, day: date) -> list[Sending]:
    """Read the rounds of a day that were left on the broker."""
    table = tables.plan_sendings
    columns = [table.c[one.name] for one in fields(Sending)]
    query = select(*columns).where(table.c.day == day).order_by(*table.primary_key)
    return [Sending(**row) for row in connection.execute(query).mappings()]


# Incidents, and who looked.


def open_incident(
    connection: Connection, truck: str, why: str, who: str, now_us: int, fresh_us: int
) -> Incident:
    """Open an incident; a truck that has one since `fresh_us` keeps it, an older one is closed."""
    found = incident(connection, truck)
    if found is not None and found.opened_us >= fresh_us:
        return found
    if found is not None:
        close_incident(connection, found.id, None, now_us)
    row = {"truck": truck, "why": why, "opened_us": now_us, "opened_by": who}
    table = tables.incidents
    number = connection.execute(insert(table).returning(table.c.id), [row]).scalar_one()
    return Incident(number, truck, why, now_us, who)


def incident(connection: Connection, truck: str) -> Incident | None:
    """Read the open incident of a truck; None if there is none."""
    table = tables.incidents
    query = select(*(table.c[name] for name in _INCIDENT)).where(
        table.c.truck == truck, table.c.closed_us.is_(None)
    )
    row = connection.execute(query.order_by(table.c.id).limit(1)).mappings().first()
    return None if row is None else Incident(**row)


def open_incidents(connection: Connection) -> list[Incident]:
    """Read every open incident."""
    table = tables.incidents
    query = select(*(table.c[name] for name in _INCIDENT)).where(table.c.closed_us.is_(None))
    return [Incident(**row) for row in connection.execute(query.order_by(table.c.id)).mappings()]


def close_incident(connection: Connection, number: int, who: str | None, now_us: int) -> bool:
    """Close an incident; False if it is closed or there is none."""
    table = tables.incidents
    still = (table.c.id == number) & table.c.closed_us.is_(None)
    done = {"closed_us": now_us, "closed_by": who}
    return connection.execute(update(table).where(still).values(done)).rowcount > 0


def note_look(connection: Connection, number: int, who: str, now_us: int) -> None:
    """Write down that somebody looked."""
    row = {"incident": number, "at_us": now_us, "who": who}
    connection.execute(insert(tables.looks), [row])


def looks(connection: Connection, truck: str | None, since_us: int, limit: int) -> list[Look]:
    """Read who looked where a truck is, or any, the newest first: when and why, nobody's name."""
    one, all_ = tables.looks, tables.incidents
    query = (
        select(one.c.at_us, all_.c.truck, one.c.incident, all_.c.why)
        .join(all_, all_.c.id == one.c.incident)
        .where(one.c.at_us >= since_us)
        .order_by(one.c.id.desc())
        .limit(limit)
    )
    if truck is not None:
        query = query.where(all_.c.truck == truck)
    return [Look(**row) for row in connection.execute(query).mappings()]


# Drafts.


def draft(connection: Connection, day: date, version: int | None = None) -> Draft | None:
    """Read a version of a day's draft, the newest if none is asked for; None if there is none."""
    table = tables.plan_drafts
    query = select(table).where(table.c.day == day).order_by(table.c.version.desc()).limit(1)
    if version is not None:
        query = query.where(table.c.version == version)
    row = connection.execute(query).mappings().first()
    return None if row is None else Draft(**row)


def history(connection: Connection, day: date, limit: int) -> list[Draft]:
    """Read at most `limit` versions of a day's draft without their bodies, the newest first."""
    table = tables.plan_drafts
    columns = [column for column in table.columns if column.name != "body"]
    query = select(*columns).where(table.c.day == day).order_by(table.c.version.desc())
    rows = connection.execute(query.limit(limit)).mappings()
    return [Draft(body=b"", **row) for row in rows]


def save(connection: Connection, draft: Draft, read: int) -> Draft:
    """Save a draft as the version after `read`, 0 if there was none.

    Raises:
        NotTheNewest: somebody saved one meanwhile.
    """
    table = tables.plan_drafts
    newest = select(func.max(table.c.version)).where(table.c.day == draft.day)
    there = connection.execute(newest).scalar_one() or 0
    made = replace(draft, version=read + 1)
    said = once(connection, table).returning(table.c.version)
    # Two who save at once have both read the same newest: the key lets one of them in.
    if there != read or connection.execute(said, [asdict(made)]).first() is None:
        raise NotTheNewest(
            f"the draft of {draft.day} has changed since version {read}; look at the newest one"
        )
    return made


# Wishes.


def wish(connection: Connection, one: Wish) -> None:
    """Keep a wish; one that is there stays."""
    connection.execute(once(connection, tables.plan_wishes), [asdict(one)])


def wishes(connection: Connection, since: date, day: date) -> list[Wish]:
    """Read what was moved to the days from `since` to `day`."""
    table = tables.plan_wishes
    query = select(table).where(table.c.day.between(since, day))
    query = query.order_by(table.c.day, table.c.container)
    return [Wish(**row) for row in connection.execute(query).mappings()]
