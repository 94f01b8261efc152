"""What the registry knows of a crew's round: its stops, whose it is, where tips are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, bindparam, select

from cloud.registry import tables
from cloud.registry.driven_deeds import once
from cloud.registry.values import Hours, Site

Place: TypeAlias = tuple[str, str]
"""A stop's kind and ref."""

_AT_ONCE: Final = 500

# Made once: to put a question together takes longer than to answer it.
_IDS: Final[Any] = bindparam("ids", expanding=True)
_CONTAINERS: Final = select(
    *(tables.containers.c[name] for name in ("id", "stream", "windows", "access"))
).where(tables.containers.c.id.in_(_IDS))
_SITES: Final = select(tables.sites).where(tables.sites.c.id.in_(_IDS))
_GIVEN: Final = select(tables.rounds_given.c.at_us).where(
    *(tables.rounds_given.c[name] == bindparam(name) for name in ("person", "truck", "day"))
)


@dataclass(frozen=True, slots=True)
class About:
    """What a crew wants to know of a place beside the plan: what is taken, when, how to get there.

    Attributes:
        hours: none if it is open at any time.
        access: "" if the files say nothing.
    """

    stream: str
    hours: tuple[Hours, ...] = ()
    access: str = ""


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


def about(connection: Connection, asked: Collection[Place]) -> dict[Place, About]:
    """Read of some stops' places what a crew wants to know; those nobody knows are left out."""
    rounds = {ref.partition("/")[0] for kind, ref in asked if kind == "side"}
    streams = _streams(connection, rounds)
    found: dict[Place, About] = {}
    for kind, ref in asked:
        stream = streams.get(ref.partition("/")[0]) if kind == "side" else None
        if stream is not None:
            found[kind, ref] = About(stream)
    found.update(_containers(connection, [ref for kind, ref in asked if kind == "container"]))
    found.update(_tips(connection, [ref for kind, ref in asked if kind == "tip"]))
    return found


def _streams(connection: Connection, rounds: Collection[str]) -> dict[str, str]:
    table = tables.rounds
    query = select(table.c.id, table.c.stream)
    return {
        row.id: row.stream
        for some in _some(sorted(rounds))
        for row in connection.execute(query.where(table.c.id.in_(some)))
    }


def _containers(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Place, About]]:
    for some in _some(ids):
        for row in connection.execute(_CONTAINERS, {"ids": some}):
            yield ("container", row.id), About(row.stream, row.windows, row.access or "")


def _tips(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Place, About]]:
    for some in _some(ids):
        for row in connection.execute(_SITES, {"ids": some}).mappings():
            site = Site(**row)
            yield ("tip", site.id), About(", ".join(site.streams), site.hours)


def _some(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return some names at a time: a statement holds so many values and no more."""
    return (names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE))


def give(connection: Connection, person: str, truck: str, day: date, now_us: int) -> None:
    """Note that a round was given to a person; the first time counts."""
    row = {"person": person, "truck": truck, "day": day, "at_us": now_us}
    connection.execute(once(connection, tables.rounds_given), [row])


def was_given(connection: Connection, person: str, truck: str, day: date) -> bool:
    """Tell whether a round was given to a person."""
    which = {"person": person, "truck": truck, "day": day}
    return connection.execute(_GIVEN, which).first() is not None


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
