"""What the registry knows of a crew's round: its stops, whose it is, where tips are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from cloud.registry import tables
from cloud.registry.driven_deeds import once


def refs(connection: Connection, asked: Collection[str]) -> frozenset[str]:
    """Return those of `asked` that are containers, sites or sides of rounds."""
    sides = [ref for ref in asked if "/" in ref]
    plain = [ref for ref in asked if "/" not in ref]
    known: set[str] = set()
    for table in (tables.containers, tables.sites):
        query = select(table.c.id).where(table.c.id.in_(plain))
        known |= set(connection.execute(query).scalars())
    if sides:
        table = tables.sides
        rounds = {ref.partition("/")[0] for ref in sides}
        query = select(table.c.round, table.c.number).where(table.c.round.in_(rounds))
        there = {f"{row.round}/{row.number}" for row in connection.execute(query)}
        known |= there & set(sides)
    return frozenset(known)


def streams(connection: Connection, sites: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return what each of some sites takes."""
    table = tables.sites
    query = select(table.c.id, table.c.streams).where(table.c.id.in_(list(sites)))
    return {row.id: tuple(row.streams) for row in connection.execute(query)}


def give(connection: Connection, person: str, truck: str, day: date, now_us: int) -> None:
    """Note that a round was given to a person."""
    row = {"person": person, "truck": truck, "day": day, "at_us": now_us}
    connection.execute(once(connection, tables.rounds_given), [row])


def was_given(connection: Connection, person: str, truck: str, day: date) -> bool:
    """Tell whether a round was given to a person."""
    table = tables.rounds_given
    query = select(table.c.at_us).where(
        table.c.person == person, table.c.truck == truck, table.c.day == day
    )
    return connection.execute(query).first() is not None


def rounds_of(connection: Connection, person: str) -> dict[str, list[date]]:
    """Return the days of which a person was given rounds, by truck."""
    table = tables.rounds_given
    query = select(table.c.truck, table.c.day).where(table.c.person == person)
    found: dict[str, list[date]] = defaultdict(list)
    for row in connection.execute(query.order_by(table.c.day)):
        found[row.truck].append(row.day)
    return dict(found)


def is_truck(connection: Connection, truck: str) -> bool:
    """Tell whether a truck is still in the registry."""
    table = tables.trucks
    return connection.execute(select(table.c.id).where(table.c.id == truck)).first() is not None
