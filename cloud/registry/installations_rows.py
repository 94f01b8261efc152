"""Rows of visits, of the places to visit, of photos and of signed records."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from cloud.registry import tables
from cloud.registry.values import Closed, Installation, PlaceToVisit


def places(connection: Connection) -> list[PlaceToVisit]:
    """Read the list of places to visit, by id."""
    table = tables.places_to_visit
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return [PlaceToVisit(**row) for row in rows]


def list_places(connection: Connection, listed: Sequence[PlaceToVisit]) -> None:
    """Write the list anew, as a whole."""
    connection.execute(delete(tables.places_to_visit))
    if listed:
        connection.execute(insert(tables.places_to_visit), [asdict(one) for one in listed])


def one(connection: Connection, number: str) -> Installation | None:
    """Read a visit; None if none of this id came in."""
    table = tables.installations
    row = connection.execute(select(table).where(table.c.id == number)).mappings().first()
    return None if row is None else _installation(row)


def every(connection: Connection) -> list[Installation]:
    """Read every visit, the oldest first."""
    table = tables.installations
    rows = connection.execute(select(table).order_by(table.c.received_us, table.c.id)).mappings()
    return [_installation(row) for row in rows]


def keep(connection: Connection, visit: Installation, jpeg: bytes | None) -> None:
    """Write a visit with its photo; a photo that is there already is there once."""
    if jpeg is not None and visit.photo is not None and photo(connection, visit.photo) is None:
        row = {"sha256": visit.photo, "jpeg": jpeg}
        connection.execute(insert(tables.installation_photos), [row])
    row = asdict(visit) | {"state": visit.state.value}
    connection.execute(insert(tables.installations), [row])


def photo(connection: Connection, sha256: str) -> bytes | None:
    """Read a photo; None if there is none."""
    table = tables.installation_photos
    return connection.execute(select(table.c.jpeg).where(table.c.sha256 == sha256)).scalar()


def prove(connection: Connection, number: str, proven_us: int, proof: str) -> None:
    """Write that a visit's node is proven, since when and by what."""
    table = tables.installations
    news = {"state": Closed.PROVEN.value, "proven_us": proven_us, "proof": proof}
    connection.execute(update(table).where(table.c.id == number).values(news))


def record(connection: Connection, number: str) -> bytes | None:
    """Read the signed record of a visit; None if none was signed."""
    table = tables.installation_records
    query = select(table.c.pdf).where(table.c.installation == number)
    return connection.execute(query).scalar()


def keep_record(connection: Connection, number: str, pdf: bytes) -> None:
    """Write the signed record of a visit."""
    row = {"installation": number, "pdf": pdf}
    connection.execute(insert(tables.installation_records), [row])


def _installation(row: Any) -> Installation:  # noqa: ANN401 - SQLAlchemy's mapping of a row
    return Installation(**{**row, "state": Closed(row["state"])})
