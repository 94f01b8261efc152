"""Photos of problems: kept once, under the SHA-256 by which a deed names them."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, delete, select

from cloud.registry import tables
from cloud.registry.driven_deeds import once

PROBLEM = "problem"
_LAST_ROUNDS: Final = 7


def missing(connection: Connection, names: Collection[str]) -> list[str]:
    """Return those of `names` that have not come, in order."""
    table = tables.crew_photos
    query = select(table.c.sha256).where(table.c.sha256.in_(list(names)))
    return sorted(set(names) - set(connection.execute(query).scalars()))


def is_named(connection: Connection, sha256: str, person: str) -> bool:
    """Tell whether a problem that a person told names a photo.

    It mostly is one of his last rounds: only if it is none are all the others looked through.
    """
    deeds, given = tables.crew_deeds, tables.rounds_given
    named = (
        (deeds.c.kind == PROBLEM)
        & (deeds.c.person == person)
        & deeds.c.body.contains(f'"photo":"{sha256}"', autoescape=True)
    )
    last = select(given.c.truck, given.c.day).where(given.c.person == person)
    last = last.order_by(given.c.day.desc()).limit(_LAST_ROUNDS)
    for truck, day in connection.execute(last).all():
        lately = named & (deeds.c.day == day) & (deeds.c.truck == truck)
        if connection.execute(select(deeds.c.seq).where(lately).limit(1)).first() is not None:
            return True
    return connection.execute(select(deeds.c.seq).where(named).limit(1)).first() is not None


def keep(connection: Connection, sha256: str, jpeg: bytes, now_us: int) -> bool:
    """Keep a photo; False if it is there."""
    table = tables.crew_photos
    row = {"sha256": sha256, "came_us": now_us, "jpeg": jpeg}
    said = once(connection, table).returning(table.c.sha256)
    return connection.execute(said, [row]).first() is not None


def one(connection: Connection, sha256: str) -> bytes | None:
    """Read a photo; None if there is none."""
    table = tables.crew_photos
    query = select(table.c.jpeg).where(table.c.sha256 == sha256)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    return found


def purge(connection: Connection, before_us: int) -> int:
    """Delete photos that came before."""
    table = tables.crew_photos
    return connection.execute(delete(table).where(table.c.came_us < before_us)).rowcount
