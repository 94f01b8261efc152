"""The open outbox file: all or nothing at each write, a new file for a damaged one, room at need.

`sums` stands in memory beside the file and is taken back with a transaction that fails.
"""

import logging
import secrets
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from contract.loss import LossReceipt
from contract.reading import Reading
from edge.errors import OutboxFault
from edge.links.outbox import losses
from edge.links.outbox.record import COLUMNS, OVERHEAD, Record, record
from edge.links.outbox.reserve import Reserve
from edge.links.outbox.salvage import Salvage, salvage, set_aside
from edge.links.outbox.schema import go_by_log, go_in_place, is_full, is_harm, open_file
from edge.links.outbox.wal import highest_number, is_broken
from edge.ports import Clock

log = logging.getLogger(__name__)

T = TypeVar("T")

# Free pages inside the file that let it take ordinary batches while the disk is full.
_FREE_PAGES: Final = 64
# Epochs that are remembered: few enough for one page, so that no new start needs another.
_EPOCHS: Final = 100
# What is given up for an alarm goes in small commits, since each needs room of its own first.
_TRIES: Final = 20


class DiskFull(OutboxFault):
    """There is no room; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The last number, the bytes of all and of the notes of losses, and the ledger."""

    seq: int
    size: int
    noted: int
    produced: int
    settled: int
    dropped: int
    pending: int


class OutboxFile:
    """One SQLite file with an epoch of its own since it was opened.

    `found_damaged` is None as long as the file was sound, else how many readings it could not give
    back, as far as they can be counted.
    """

    db: sqlite3.Connection
    epoch: str
    sums: Sums

    def __init__(self, path: Path, clock: Clock, busy_s: float, max_pages: int | None) -> None:
        self._path = path
        self._clock = clock
        self._busy_s = busy_s
        self._max_pages = max_pages
        self._reserve = Reserve(path)
        self._tight = False
        self._roomless = False
        self._closed = False
        self.found_damaged: int | None = None
        self._begin()

    def write(
        self, work: Callable[[], T], *, urgent: bool, relief: Callable[[], None] | None = None
    ) -> T:
        """Do `work` in one commit; on a full disk from the reserve, if it is urgent.

        If that does not do, `relief` is done some times, each time in a commit of its own.
        """
        if not urgent and self._tight and not self._has_room():
            raise DiskFull("the outbox cannot be written: the disk is full")
        try:
            return self._attempt(work)
        except DiskFull:
            log.error("the disk is full: only alarms are kept, and from the reserve")  # noqa: TRY400 - no trace tells more
            self._tight = True
            self._reserve.release()
            # What the log holds goes into the file while there is room for it: a log that cannot
            # be emptied could not be opened without more of it.
            self._checkpoint()
            if not urgent:
                raise
        for _ in range(_TRIES if relief else 0):
            self._checkpoint()
            try:
                return self._attempt(work)
            except DiskFull:
                if relief:
                    self._attempt(relief)
        self._checkpoint()
        return self._attempt(work)

    def fault(self, error: sqlite3.DatabaseError) -> OutboxFault:
        """Return what to raise for `error`; a file that turns out damaged is changed for a new."""
        if isinstance(error, sqlite3.ProgrammingError) and not self._closed:
            # A new one could not be begun the last time.
            self._begin()
            return OutboxFault("the outbox could not be opened a while ago, and is open again")
        if is_full(error):
            return DiskFull(f"the outbox cannot be written: {error}")
        if self._closed or not is_harm(error):
            return OutboxFault(f"the outbox cannot be written: {error}")
        self.db.close()
        try:
            self._begin_anew(error, self.sums)
        except (OSError, sqlite3.Error) as worse:
            return OutboxFault(f"the outbox {self._path} cannot be opened: {worse}")
        return OutboxFault(f"the outbox was damaged ({error}), and a new one begun")

    def insert(self, make: Callable[[int], Reading | LossReceipt]) -> None:
        """Number a row and store it; within a write."""
        self.change(seq=1)
        one = record(make(self.sums.seq), self.epoch)
        self._put(one)
        self.change(size=one.size, pending=0 if one.is_loss else 1)

    def change(self, **by: int) -> None:
        """Add to the sums in memory; within a write, which ends with `book`."""
        was = self.sums
        self.sums = replace(was, **{name: getattr(was, name) + more for name, more in by.items()})

    def book(self) -> None:
        """Write the ledger down."""
        sums = self.sums
        self.db.execute(
            "UPDATE ledger SET seq = ?, produced = ?, settled = ?, dropped = ?",
            (sums.seq, sums.produced, sums.settled, sums.dropped),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        try:
            self.db.execute("UPDATE ledger SET is_open = 0")
        except sqlite3.Error as error:
            log.warning("the outbox could not be closed as it should: %s", error)
        self.db.close()

    def _begin(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open(None)
            except sqlite3.DatabaseError as error:
                if is_full(error):
                    self._open_tight()
                elif is_harm(error):
                    self._begin_anew(error, None)
                else:
                    raise
        except (OSError, sqlite3.Error) as error:
            raise OutboxFault(f"the outbox {self._path} cannot be opened: {error}") from error
        if not self._tight:
            self._reserve.take()

    def _open_tight(self) -> None:
        """Open on a full disk: from the reserve, or within the file if that is spent."""
        self._tight = True
        if self._reserve.held:
            self._reserve.release()
            try:
                self._open(None)
            except sqlite3.DatabaseError as error:
                if not is_full(error):
                    raise
            else:
                return
        self._open(None, roomless=True)
        log.error("the disk is full and the reserve spent: %s is changed in place", self._path)

    def _begin_anew(self, error: sqlite3.DatabaseError, known: Sums | None) -> None:
        """Keep a damaged file beside a new one: somebody may still read it by hand."""
        saved = salvage(set_aside(self._path, self._clock.now_us()))
        if known is not None:
            saved.ledger = (known.produced, known.settled, known.dropped)
            saved.seq = max(saved.seq, known.seq)
        log.error(
            "the outbox %s is damaged (%s): set aside, a new one begins with %d of its rows",
            self._path,
            error,
            len(saved.records),
        )
        self.found_damaged = 0
        self._open(saved)

    def _open(self, saved: Salvage | None, *, roomless: bool = False) -> None:
        wal = self._path.with_name(self._path.name + "-wal")
        log_before = wal.read_bytes() if wal.exists() else None
        self.db = open_file(self._path, self._busy_s, self._max_pages, roomless=roomless)
        self._roomless = roomless
        try:
            frames = self._checkpoint()
            if roomless:
                go_in_place(self.db)
            self.db.execute("BEGIN IMMEDIATE")
            if saved is not None:
                self._take_over(saved)
            self.sums = self._added_up(log_before, frames)
            self.epoch = secrets.token_hex(6)
            epoch = (self.epoch, self._clock.now_us())
            self.db.execute(
                "DELETE FROM epochs WHERE epoch NOT IN"
                " (SELECT epoch FROM epochs ORDER BY opened_at_us DESC LIMIT ?)",
                (_EPOCHS - 1,),
            )
            self.db.execute("INSERT INTO epochs VALUES (?, ?)", epoch)
            self.book()
            self._say_open(not roomless)
            self.db.execute("COMMIT")
            # In the file itself now, so that the word holds even if the WAL is taken away.
            self._checkpoint("TRUNCATE")
        except BaseException:
            self.db.close()
            raise

    def _take_over(self, saved: Salvage) -> None:
        for one in saved.records:
            self._put(one)
        readings = sum(1 for one in saved.records if not one.is_loss)
        ledger = saved.ledger or (readings, 0, 0)
        ask = "UPDATE ledger SET seq = ?, produced = ?, settled = ?, dropped = ?"
        self.db.execute(ask, (saved.seq, *ledger))

    def _added_up(self, log_before: bytes | None, frames: int) -> Sums:
        """Count what is there, and mend a ledger that it does not bear out."""
        count = (
            "SELECT coalesce(max(seq), 0), coalesce(sum(length(body) + ?), 0), "
            "coalesce(sum(is_loss = 0), 0) FROM rows"
        )
        highest, size, pending = self.db.execute(count, (OVERHEAD,)).fetchone()
        figures = self.db.execute("SELECT seq, produced, settled, dropped, is_open FROM ledger")
        seq, produced, settled, dropped, is_open = figures.fetchone() or (0,) * 5
        if not all(isinstance(figure, int) for figure in (seq, produced, settled, dropped)):
            raise sqlite3.DatabaseError("the ledger holds no numbers")
        missing = produced - settled - dropped - pending
        taken_away = is_open and log_before is None
        broken = is_broken(log_before or b"", frames)
        if missing or taken_away or broken:
            log.error("the outbox %s lacks %d readings that it had promised", self._path, missing)
            self.found_damaged = (self.found_damaged or 0) + max(0, missing)
            highest = max(highest, highest_number(log_before or b""))
        # What cannot be named was dropped; what nobody remembers having made was made.
        produced, dropped = produced + max(0, -missing), dropped + max(0, missing)
        noted = losses.size(self.db)
        return Sums(max(seq, highest), size + noted, noted, produced, settled, dropped, pending)

    def _attempt(self, work: Callable[[], T]) -> T:
        before = self.sums
        try:
            self.db.execute("BEGIN IMMEDIATE")
            done = work()
            self.db.execute("COMMIT")
        except BaseException as error:
            self.sums = before
            with suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise self.fault(error) from error
            raise
        return done

    def _has_room(self) -> bool:
        """Whether an ordinary batch may be tried again after the disk was full."""
        if self._reserve.disk_has_room:
            if self._roomless:
                self._leave_place()
            self._reserve.take()
            self._tight = False
            return True
        free: int = self.db.execute("PRAGMA freelist_count").fetchone()[0]
        return free >= _FREE_PAGES

    def _leave_place(self) -> None:
        try:
            go_by_log(self.db)
            self._say_open(True)
            self._checkpoint("TRUNCATE")
        except sqlite3.DatabaseError as error:
            raise self.fault(error) from error
        self._roomless = False

    def _say_open(self, is_open: bool) -> None:  # noqa: FBT001 - the column's value
        """Write down whether there is a log beside the file."""
        self.db.execute("UPDATE ledger SET is_open = ?", (is_open,))

    def _checkpoint(self, how: str = "PASSIVE") -> int:
        """Write the log into the file; return how many frames of it could be read."""
        try:
            frames: int = self.db.execute(f"PRAGMA wal_checkpoint({how})").fetchone()[1]
        except sqlite3.OperationalError:
            # If there is no room for it now, it is tried again at the next commit.
            return sys.maxsize
        return frames

    def _put(self, one: Record) -> None:
        ask = f"INSERT INTO rows({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - a constant
        self.db.execute(ask, one)
