"""A look into an outbox from outside, which changes nothing in it, even while the agent has it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from edge.links.outbox.record import OVERHEAD

# The agent commits in milliseconds; a backup may hold the file for longer.
_BUSY_S: Final = 2.0


class OutboxSeen(NamedTuple):
    """What is in an outbox; `fault` says why nobody knows, in SQLite's words."""

    there: bool = True
    fault: str | None = None
    rows: int = 0
    size_bytes: int = 0
    damaged: int = 0


def look_into(file: Path) -> OutboxSeen:
    """Return what waits in the outbox `file`."""
    if not file.exists():
        return OutboxSeen(there=False)
    try:
        where = f"file:{quote(str(file.absolute()))}?mode=ro"
        with closing(sqlite3.connect(where, uri=True, timeout=_BUSY_S)) as db:
            sound = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
            if sound != "ok":
                return OutboxSeen(fault=sound)
            rows, size = db.execute(
                "SELECT count(*), coalesce(sum(length(body) + ?), 0) FROM rows", (OVERHEAD,)
            ).fetchone()
            damaged = db.execute("SELECT count(*) FROM damaged").fetchone()[0]
    except sqlite3.Error as error:
        return OutboxSeen(fault=str(error))
    return OutboxSeen(True, None, rows, size, damaged)
