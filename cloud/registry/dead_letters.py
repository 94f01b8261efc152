"""Dead letters: what could not be taken, kept whole with its reason."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from cloud.registry import tables
from cloud.registry.values import DeadLetter

_LONGEST_TEXT: Final = 2000
_LARGEST: Final = 2**63


def bury(connection: Connection, letters: Sequence[DeadLetter]) -> None:
    """Keep `letters`; nothing in them is trusted, so nothing in them can make this fail."""
    if letters:
        connection.execute(insert(tables.dead_letters), [_row(letter) for letter in letters])


def newest(connection: Connection, limit: int) -> list[DeadLetter]:
    """Read at most `limit` dead letters, newest first."""
    table = tables.dead_letters
    rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
    return [DeadLetter(**row) for row in rows.mappings()]


def count(connection: Connection) -> int:
    """Count all dead letters."""
    return connection.execute(select(func.count()).select_from(tables.dead_letters)).scalar_one()


def _row(letter: DeadLetter) -> dict[str, Any]:
    row = asdict(letter)
    del row["id"]
    for name in ("topic", "node", "epoch", "rule", "reason"):
        row[name] = _printable(row[name])
    row["rule"] = row["rule"][:64]
    if letter.seq is not None and not -_LARGEST <= letter.seq < _LARGEST:
        row["seq"] = None
    return row


def _printable(text: str | None) -> str | None:
    """Spell out what a text column refuses: NUL, and surrogates without their other half."""
    if text is None:
        return None
    safe = text[:_LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")
    return safe.replace("\0", "\\x00")
