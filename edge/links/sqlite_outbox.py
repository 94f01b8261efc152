"""The outbox on the node's own disk: SQLite, one commit a batch, a checksum a row.

WAL with synchronous=FULL: with NORMAL, 21 of 25 power cuts lost rows that were promised. A file
holds one ledger: numbers go up over all epochs, and an emptied table does not start them anew.
"""

import logging
import secrets
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from contract.loss import LossReason, LossReceipt
from contract.reading import Measurement, Reading
from contract.receipt import Range
from edge.errors import OutboxFault
from edge.ports import Clock, Row, Tally

log = logging.getLogger(__name__)

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS ledger(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  produced INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  dropped INTEGER NOT NULL
);
INSERT OR IGNORE INTO ledger VALUES (1, 0, 0, 0, 0);
CREATE TABLE IF NOT EXISTS epochs(
  epoch TEXT PRIMARY KEY,
  opened_at_us INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows(
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  is_loss INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS damaged(
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  body BLOB NOT NULL
);
"""
# What a row costs beside its body: number, epoch, checksum and the b-tree's own.
_ROW_OVERHEAD: Final = 40
# Dropping goes a little below the bound, so that it does not happen at every commit.
_SLACK: Final = 50

_ENCODER: Final = msgspec.json.Encoder()
_READING: Final = msgspec.json.Decoder(Reading)
_LOSS: Final = msgspec.json.Decoder(LossReceipt)


class SqliteOutbox:
    """Readings in one SQLite file; a damaged file is set aside and a new one begun.

    Raises OutboxFault if the file cannot be opened or written; another process, a backup for one,
    may hold it for `busy_s`.
    """

    def __init__(
        self, file: Path, clock: Clock, max_bytes: int = 64 << 20, *, busy_s: float = 10.0
    ) -> None:
        self._clock = clock
        self._max_bytes = max_bytes
        self._db = _open_sound(file, clock.now_us(), busy_s)
        size = "SELECT coalesce(sum(length(body) + ?), 0) FROM rows"
        self._bytes: int = self._db.execute(size, (_ROW_OVERHEAD,)).fetchone()[0]
        self._seq: int = self._db.execute("SELECT seq FROM ledger").fetchone()[0]
        self.epoch = secrets.token_hex(6)
        with self._transaction():
            self._db.execute("INSERT INTO epochs VALUES (?, ?)", (self.epoch, clock.now_us()))

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number and store `measurements` durably, in one commit."""
        with self._transaction():
            for taken in measurements:
                self._insert(
                    Reading(self._next(), taken.sensor, taken.kind, taken.taken_at_us, taken.values)
                )
            self._count("produced", len(measurements))
            if self._bytes > self._max_bytes:
                self._drop_oldest()

    def rows(self, after_seq: int, limit: int) -> list[Row]:
        """Return up to `limit` sound rows with a number above `after_seq`, in order."""
        found = self._db.execute(
            "SELECT seq, epoch, is_loss, crc, body FROM rows WHERE seq > ? ORDER BY seq LIMIT ?",
            (after_seq, limit),
        ).fetchall()
        if any(zlib.crc32(body) != crc for _, _, _, crc, body in found):
            self._quarantine([row for row in found if zlib.crc32(row[4]) != row[3]])
            return self.rows(after_seq, limit)
        return [
            Row(epoch, (_LOSS if is_loss else _READING).decode(body))
            for _, epoch, is_loss, _, body in found
        ]

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget these rows of `epoch`; return the numbers of those that were there."""
        gone: list[tuple[int, int, int]] = []
        with self._transaction():
            for first, last in settled:
                gone += self._db.execute(
                    "DELETE FROM rows WHERE seq BETWEEN ? AND ? AND epoch = ?"
                    " RETURNING seq, is_loss, length(body)",
                    (first, last, epoch),
                ).fetchall()
            self._count("settled", sum(1 for _, is_loss, _ in gone if not is_loss))
            self._bytes -= sum(size + _ROW_OVERHEAD for _, _, size in gone)
        return [seq for seq, _, _ in gone]

    def tally(self) -> Tally:
        """Return the node's side of the ledger."""
        ask = (
            "SELECT produced, settled, dropped,"
            " (SELECT count(*) FROM rows WHERE is_loss = 0) FROM ledger"
        )
        return Tally(*self._db.execute(ask).fetchone())

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, the counters in memory included."""
        before = self._seq, self._bytes
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._seq, self._bytes = before
            if isinstance(error, sqlite3.Error):
                raise OutboxFault(f"the outbox cannot be written: {error}") from error
            raise

    def _next(self) -> int:
        self._seq += 1
        return self._seq

    def _insert(self, item: Reading | LossReceipt) -> None:
        body = _ENCODER.encode(item)
        row = (item.seq, self.epoch, isinstance(item, LossReceipt), zlib.crc32(body), body)
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", row)
        self._bytes += len(body) + _ROW_OVERHEAD

    def _count(self, column: str, by: int) -> None:
        # `column` is one of three words written in this file.
        ask = f"UPDATE ledger SET seq = ?, {column} = {column} + ?"  # noqa: S608 - see above
        self._db.execute(ask, (self._seq, by))

    def _drop_oldest(self) -> None:
        aim = self._max_bytes - self._max_bytes // _SLACK
        gone: list[tuple[str, int]] = []
        oldest = "SELECT seq, epoch, length(body) FROM rows WHERE is_loss = 0 ORDER BY seq"
        for seq, epoch, size in self._db.execute(oldest):
            if self._bytes <= aim:
                break
            gone.append((epoch, seq))
            self._bytes -= size + _ROW_OVERHEAD
        self._db.executemany("DELETE FROM rows WHERE seq = ?", [(seq,) for _, seq in gone])
        self._own_up(gone, LossReason.FULL)
        log.error("the outbox is full: the %d oldest readings were dropped", len(gone))

    def _quarantine(self, rows: list[tuple[int, str, int, int, bytes]]) -> None:
        with self._transaction():
            for seq, epoch, _, _, body in rows:
                self._db.execute("INSERT INTO damaged VALUES (?, ?, ?)", (seq, epoch, body))
                self._db.execute("DELETE FROM rows WHERE seq = ?", (seq,))
                self._bytes -= len(body) + _ROW_OVERHEAD
            readings = [(epoch, seq) for seq, epoch, is_loss, _, _ in rows if not is_loss]
            self._own_up(readings, LossReason.DAMAGED)
        log.error("%d rows of the outbox were damaged and set aside", len(rows))

    def _own_up(self, gone: list[tuple[str, int]], reason: LossReason) -> None:
        """Keep a loss receipt for each run of lost numbers."""
        runs: list[tuple[str, int, int]] = []
        for epoch, seq in sorted(gone, key=lambda lost: lost[1]):
            if runs and runs[-1][0] == epoch and runs[-1][2] == seq - 1:
                runs[-1] = (epoch, runs[-1][1], seq)
            else:
                runs.append((epoch, seq, seq))
        now_us = self._clock.now_us()
        for epoch, first, last in runs:
            self._insert(LossReceipt(self._next(), epoch, first, last, reason, now_us))
        self._count("dropped", len(gone))


def _open_sound(file: Path, now_us: int, busy_s: float) -> sqlite3.Connection:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(file, busy_s)
        except sqlite3.OperationalError:
            # Locked, full or not ours to open: nothing is wrong with the file itself.
            raise
        except sqlite3.DatabaseError as error:
            _set_aside(file, error, now_us)
            return _open(file, busy_s)
    except (OSError, sqlite3.Error) as error:
        raise OutboxFault(f"the outbox {file} cannot be opened: {error}") from error


def _open(file: Path, busy_s: float) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None, timeout=busy_s)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        # Small and often: the card is written once, not twice, and the WAL stays short.
        db.execute("PRAGMA wal_autocheckpoint=256")
        db.execute("PRAGMA journal_size_limit=1048576")
        sound = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        db.executescript(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db


def _set_aside(file: Path, error: sqlite3.DatabaseError, now_us: int) -> None:
    """Keep a damaged file beside a new one: somebody may still read it by hand."""
    log.error("the outbox %s is damaged (%s): set aside, a new one begins", file, error)
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(part.with_name(f"{part.name}.damaged-{now_us}"))
