"""The outbox file: its tables, its promises to the disk, and its way from older forms.

WAL with synchronous=FULL: with NORMAL, 21 of 25 power cuts lost rows that were promised. Rows lie
in the order in which they are sent, lane by lane, so that no index has to be written beside them.

A disk that has no room for the log and its index has none for a rollback journal either. Then the
file is changed in place, the journal in memory: a power cut within a commit may damage the file,
which is salvaged then, and that is better than a node that neither sends nor forgets.
"""

import sqlite3
from pathlib import Path
from typing import Final

from edge.links.outbox.record import COLUMNS, adopt

VERSION: Final = 2

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS ledger(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  produced INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  -- Whether somebody has it open; if so, and there is no WAL beside it, that was taken away.
  is_open INTEGER NOT NULL DEFAULT 0
);
INSERT OR IGNORE INTO ledger VALUES (1, 0, 0, 0, 0, 0);
CREATE TABLE IF NOT EXISTS epochs(
  epoch TEXT PRIMARY KEY,
  opened_at_us INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows(
  lane INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  is_loss INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (lane, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS damaged(
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  body BLOB NOT NULL
);
-- Which numbers are gone and not yet receipted: a bit each, 1024 a row.
CREATE TABLE IF NOT EXISTS lost(
  epoch TEXT NOT NULL,
  reason TEXT NOT NULL,
  block INTEGER NOT NULL,
  noted_at_us INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bits BLOB NOT NULL,
  PRIMARY KEY (epoch, reason, block)
) WITHOUT ROWID;
-- Up to which number a lane has been thinned once, twice, three times.
CREATE TABLE IF NOT EXISTS thinned(
  lane INTEGER NOT NULL,
  round INTEGER NOT NULL,
  up_to INTEGER NOT NULL,
  PRIMARY KEY (lane, round)
) WITHOUT ROWID;
"""


# What SQLite says when the disk, a right or another process is in the way.
_NOT_THE_FILE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


def open_file(
    file: Path, busy_s: float, max_pages: int | None = None, *, roomless: bool = False
) -> sqlite3.Connection:
    """Open the file, checked and in today's form; for a while without room, if it is `roomless`.

    Raises sqlite3.Error; `is_harm` tells whether the file itself is damaged.
    """
    db = sqlite3.connect(file, isolation_level=None, timeout=busy_s)
    # Flipped bits must reach the checksum, not fail on their way to it.
    db.text_factory = lambda text: text.decode(errors="replace")
    try:
        # Alone with the file, it needs no index beside the log.
        db.execute("PRAGMA locking_mode=EXCLUSIVE" if roomless else "PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        # Small and often: the card is written once, not twice, and the WAL stays short.
        db.execute("PRAGMA wal_autocheckpoint=256")
        db.execute("PRAGMA journal_size_limit=1048576")
        if max_pages is not None:
            db.execute(f"PRAGMA max_page_count={max_pages:d}")
        sound = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        _bring_up(db)
    except BaseException:
        db.close()
        raise
    return db


def go_in_place(db: sqlite3.Connection) -> None:
    """Write what a log holds into the file, and from now on nothing beside it."""
    db.execute("PRAGMA journal_mode=MEMORY")


def go_by_log(db: sqlite3.Connection) -> None:
    """Write a log again, and let others read: there is room; raise sqlite3.Error if not."""
    db.execute("PRAGMA locking_mode=NORMAL")
    mode = db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        error = sqlite3.OperationalError(f"it stays in mode {mode}")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error


def is_harm(error: sqlite3.Error) -> bool:
    """Say whether `error` tells of a damaged file, and not of a disk or a neighbour."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return isinstance(error, sqlite3.DatabaseError) and code & 0xFF not in _NOT_THE_FILE


def is_full(error: sqlite3.Error) -> bool:
    """Say whether there is no room: for a page, or for the WAL and its index to be made."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}


def _bring_up(db: sqlite3.Connection) -> None:
    """Make what is missing and turn old rows into new ones, all or nothing."""
    if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        known = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('rows')")]
        is_old = bool(known) and "lane" not in known
        if is_old:
            db.execute("ALTER TABLE rows RENAME TO old_rows")
            db.execute("ALTER TABLE ledger ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0")
        for statement in _TABLES.split(";\n"):
            db.execute(statement)
        if is_old:
            old = db.execute("SELECT seq, epoch, is_loss, crc, body FROM old_rows")
            db.executemany(
                f"INSERT INTO rows({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                (adopt(*row) for row in old),
            )
            db.execute("DROP TABLE old_rows")
        db.execute(f"PRAGMA user_version={VERSION:d}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
