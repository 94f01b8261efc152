"""What was issued, plans and forecasts: appended, never rewritten."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert, select

from cloud.errors import RegistryFault
from cloud.registry.values import Issued


def append(connection: Connection, table: Table, issued: Issued) -> None:
    """Add to `table`; raise RegistryFault if the body is no JSON."""
    try:
        msgspec.json.decode(issued.body)
        body = issued.body.decode("utf-8")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RegistryFault(f"what is issued is JSON, and this is not: {error}") from None
    row = {
        "day": issued.day,
        "issued_at_us": issued.issued_at_us,
        "body": body,
        "figures": dict(issued.figures),
    }
    connection.execute(insert(table), [row])


def newest(connection: Connection, table: Table, day: date | None) -> Issued | None:
    """Return what was issued last about `day`, or last of all; None if nothing was."""
    found = history(connection, table, day, 1)
    return found[0] if found else None


def numbers(connection: Connection, table: Table, day: date, limit: int) -> list[tuple[int, int]]:
    """Return at most `limit` of what was issued about `day` by number and time, the last first."""
    query = select(table.c.id, table.c.issued_at_us).where(table.c.day == day)
    query = query.order_by(table.c.issued_at_us.desc(), table.c.id.desc()).limit(limit)
    return [(row[0], row[1]) for row in connection.execute(query)]


def one(connection: Connection, table: Table, number: int) -> Issued | None:
    """Return what was issued under a number; None if nothing was."""
    columns = (table.c.day, table.c.issued_at_us, table.c.body, table.c.figures)
    row = connection.execute(select(*columns).where(table.c.id == number)).first()
    return None if row is None else _issued(row)


def history(connection: Connection, table: Table, day: date | None, limit: int) -> list[Issued]:
    """Return at most `limit` issues about `day`, or of all days, the last issued first."""
    columns = (table.c.day, table.c.issued_at_us, table.c.body, table.c.figures)
    query = select(*columns).order_by(table.c.issued_at_us.desc(), table.c.id.desc()).limit(limit)
    if day is not None:
        query = query.where(table.c.day == day)
    return [_issued(row) for row in connection.execute(query)]


def _issued(row: Any) -> Issued:  # noqa: ANN401 - SQLAlchemy's
    return Issued(row.day, row.issued_at_us, row.body.encode("utf-8"), row.figures)
