"""What can still be read of a damaged file, row by row, each by its own checksum."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from edge.lanes import Lane
from edge.links.outbox.record import COLUMNS, Record, adopt
from edge.links.outbox.wal import SANE, highest_number

SUFFIXES: Final = ("", "-wal", "-shm")
# A damaged page makes some dozen look-ups fail; a file that fails more is read no further.
PATIENCE: Final = 5000
# Older ones are deleted: a card that breaks every week shall not fill itself with its past.
KEPT_ASIDE: Final = 3


@dataclass(slots=True)
class Salvage:
    """Sound rows, the ledger as far as it could be read, and the highest number seen."""

    records: list[Record] = field(default_factory=list)
    ledger: tuple[int, int, int] | None = None
    seq: int = 0


def set_aside(file: Path, now_us: int) -> Path:
    """Move a damaged file out of the way with all that belongs to it; return its new place."""
    number = now_us
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    for suffix in SUFFIXES:
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    _forget_oldest(file)
    return aside


def salvage(aside: Path) -> Salvage:
    """Read what can be read; nothing that is in the file raises."""
    found = Salvage()
    # Looked for in the raw bytes first: reading the file as a database ends its WAL.
    for suffix in SUFFIXES[:2]:
        part = aside.with_name(aside.name + suffix)
        if part.exists():
            found.seq = max(found.seq, highest_number(part.read_bytes()))
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as db:
            db.text_factory = lambda text: text.decode(errors="replace")
            db.execute("PRAGMA cell_size_check=ON")
            _read_ledger(db, found)
            _Reader(db, found).read()
    except sqlite3.Error:
        pass
    found.seq = max([found.seq, *(one.seq for one in found.records)])
    return found


def _read_ledger(db: sqlite3.Connection, found: Salvage) -> None:
    try:
        row = db.execute("SELECT seq, produced, settled, dropped FROM ledger").fetchone()
    except sqlite3.Error:
        return
    if row and all(isinstance(figure, int) and 0 <= figure < SANE for figure in row):
        found.seq = max(found.seq, row[0])
        found.ledger = row[1:]


class _Reader:
    """Reads the rows of a range at once, or of its halves where a page in it is damaged."""

    _make: Callable[..., Record]

    def __init__(self, db: sqlite3.Connection, found: Salvage) -> None:
        self._db = db
        self._found = found
        self._failures = 0
        self._seen: set[int] = set()
        names = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('rows')")]
        self._lanes = list(Lane) if "lane" in names else []
        self._make = Record if self._lanes else adopt

    def read(self) -> None:
        """Read all lanes, or a file of the first schema, which had none."""
        for lane in self._lanes:
            ask = f"SELECT {COLUMNS} FROM rows WHERE lane = {lane:d} AND seq BETWEEN ? AND ?"  # noqa: S608 - a constant and a whole number
            self._range(ask, 1, self._found.seq)
        if not self._lanes:
            ask = "SELECT seq, epoch, is_loss, crc, body FROM rows WHERE seq BETWEEN ? AND ?"
            self._range(ask, 1, self._found.seq)

    def _range(self, ask: str, first: int, last: int) -> None:
        if first > last or self._failures > PATIENCE:
            return
        try:
            for row in self._db.execute(ask, (first, last)):
                self._take(row)
        except sqlite3.Error:
            self._failures += 1
            if first < last:
                middle = (first + last) // 2
                self._range(ask, first, middle)
                self._range(ask, middle + 1, last)

    def _take(self, row: tuple[object, ...]) -> None:
        one = self._make(*row)
        if one.sound and one.seq not in self._seen:
            self._seen.add(one.seq)
            self._found.records.append(one)


def _forget_oldest(file: Path) -> None:
    asides = [
        part
        for part in file.parent.glob(f"{file.name}.damaged-*")
        if part.name.rpartition("-")[2].isdigit()
    ]
    asides.sort(key=lambda part: int(part.name.rpartition("-")[2]))
    for old in asides[:-KEPT_ASIDE]:
        for suffix in SUFFIXES:
            old.with_name(old.name + suffix).unlink(missing_ok=True)
