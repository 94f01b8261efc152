"""Photos of problems: kept once, under the SHA-256 by which a deed names them."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from cloud.registry import tables
from cloud.registry.driven_deeds import once

PROBLEM = "problem"


def missing(connection: Connection, names: Collection[str]) -> list[str]:
    """Return those of `names` that have not come, in order."""
    table = tables.crew_photos
    query = select(table.c.sha256).where(table.c.sha256.in_(list(names)))
    return sorted(set(names) - set(connection.execute(query).scalars()))


def is_named(connection: Connection, sha256: str, person: str) -> bool:
    """Tell whether a problem that a person told names a photo."""
    table = tables.crew_deeds
    query = select(table.c.seq).where(
        table.c.kind == PROBLEM,
        table.c.person == person,
        table.c.body.contains(f'"photo":"{sha256}"', autoescape=True),
    )
    return connection.execute(query.limit(1)).first() is not None


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
