"""The journal of identities: who did what with which node, in lines that nobody can rewrite."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from cloud.registry import tables
from cloud.registry.values import IdentityEntry

_LONGEST_TEXT: Final = 500


class Deed(StrEnum):
    """What is done with a node's identity; ALARM is what somebody must look at."""

    ADDED = "added"
    STOCK = "stock"
    CLAIMED = "claim made"
    ENROLLED = "enrolled"
    RENEWED = "renewed"
    SEEN = "new certificate works"
    REPLACED = "replaced"
    REVOKED = "revoked"
    TURNED_AWAY = "turned away"
    ALARM = "alarm"


def note(connection: Connection, entry: IdentityEntry) -> None:
    """Append a line; nothing that stands in it can make this fail."""
    note_all(connection, [entry])


def note_all(connection: Connection, entries: Sequence[IdentityEntry]) -> None:
    """Append lines likewise, in their order."""
    if entries:
        connection.execute(insert(tables.identity_journal), [_row(one) for one in entries])


def newest(connection: Connection, limit: int, node: str | None = None) -> list[IdentityEntry]:
    """Read at most `limit` lines, of one node if it is given, newest first."""
    table = tables.identity_journal
    columns = (table.c.at_us, table.c.who, table.c.what, table.c.node, table.c.detail)
    query = select(*columns).order_by(table.c.id.desc()).limit(limit)
    if node is not None:
        query = query.where(table.c.node == node)
    return [IdentityEntry(**row) for row in connection.execute(query).mappings()]


def _row(entry: IdentityEntry) -> dict[str, Any]:
    row = asdict(entry)
    for name in ("who", "what", "node", "detail"):
        row[name] = _printable(row[name])
    return row


def _printable(text: str) -> str:
    """Spell out what a text column refuses, and what would draw lines of its own on a screen."""
    safe = text[:_LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in safe)
