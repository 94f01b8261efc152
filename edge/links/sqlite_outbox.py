"""The outbox on the node's own disk: SQLite, one commit a batch, a checksum a row.

A file holds one ledger: numbers go up over all epochs, and an emptied table does not start them
anew. A row is *live* while it was kept less than LIVE_S ago, by the clock that never jumps and by
this process; all else is backlog.
"""

import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement, Reading
from contract.receipt import Range
from edge.errors import OutboxFault
from edge.lanes import Lane
from edge.links.outbox import losses, thinning
from edge.links.outbox.file import OutboxFile
from edge.links.outbox.record import COLUMNS, OVERHEAD, Record, read
from edge.ports import Clock, Row, Tally

log = logging.getLogger(__name__)

LIVE_S: Final = 300.0
# Dropping goes a little below the bound, so that it does not happen at every commit.
_SLACK: Final = 50
# Above any number: the contract keeps them below.
_END: Final = 2**53
# Damaged rows and given up ones that are kept for somebody to look at.
_QUARANTINED: Final = 1000
# Rows that are given up at a time for an alarm on a full disk.
_FEW: Final = 100


class SqliteOutbox:
    """Readings in one SQLite file; a damaged file is set aside and what is sound taken over.

    Rows that `pick` handed out are thinned and dropped last, since an ingester may have them
    already; after a new start nobody knows which these are.

    Raises OutboxFault if the file cannot be opened or written; another process, a backup for one,
    may hold it for `busy_s`. `max_pages` bounds the file itself, as a full disk would.
    """

    def __init__(
        self,
        file: Path,
        clock: Clock,
        max_bytes: int = 64 << 20,
        *,
        busy_s: float = 10.0,
        max_pages: int | None = None,
    ) -> None:
        self._clock = clock
        self._max_bytes = max_bytes
        self._live: deque[tuple[float, int]] = deque()
        self._handed: set[int] = set()
        self._file = OutboxFile(file, clock, busy_s, max_pages)

    @property
    def epoch(self) -> str:
        """Epoch of what is kept from now on; a file begun anew has another."""
        return self._file.epoch

    @property
    def found_damaged(self) -> int | None:
        """How many readings a damaged file could not give back; None while all was sound."""
        return self._file.found_damaged

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number and store `measurements` durably, in one commit.

        A full disk takes a batch only if an alarm is in it, and from the reserve.
        """
        first = self._file.sums.seq + 1

        def work() -> None:
            for taken in measurements:
                self._file.insert(partial(_numbered, taken))
            self._file.change(produced=len(measurements))
            self._fit(live_from=min(first, self._live_from()))
            self._file.book()

        urgent = any(taken.kind is Kind.ALARM for taken in measurements)
        self._file.write(work, urgent=urgent, relief=self._drop_few if urgent else None)
        now_s = self._clock.monotonic_s()
        if not self._live or now_s - self._live[-1][0] >= 1:
            self._live.append((now_s, first))

    def pick(self, limit: int, on_way: Container[int]) -> list[Row]:
        """Return up to `limit` rows to send next, none of them `on_way`.

        Losses that were only noted become rows when there is little else to send.
        """
        try:
            found = self._sound(limit, on_way)
            if len(found) < limit and self._file.sums.noted:
                self._own_up(limit - len(found))
                found = self._sound(limit, on_way)
        except OutboxFault as fault:
            log.warning("%s; nothing is sent now", fault)
            return []
        self._handed.update(one.seq for one in found)
        return [one.row for one in found]

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget these rows of `epoch`; return the numbers of those that were there."""
        delete = (
            "DELETE FROM rows WHERE lane = ? AND seq BETWEEN ? AND ? AND epoch = ?"
            " RETURNING seq, is_loss, length(body)"
        )

        def work() -> list[int]:
            gone: list[tuple[int, int, int]] = []
            for first, last in settled:
                for lane in Lane:
                    gone += self._file.db.execute(delete, (lane, first, last, epoch)).fetchall()
            size = sum(length + OVERHEAD for *_, length in gone)
            readings = sum(1 for _, is_loss, _ in gone if not is_loss)
            self._file.change(size=-size, pending=-readings, settled=readings)
            self._file.book()
            return sorted(seq for seq, *_ in gone)

        gone = self._file.write(work, urgent=True)
        self._handed.difference_update(gone)
        return gone

    def give_up(self, seqs: Collection[int], reason: LossReason) -> None:
        """Set these rows aside for somebody to look at, and own up to their loss."""

        def work() -> None:
            found = [one for seq in seqs for lane in Lane for one in self._scan(lane, seq, seq)]
            self._quarantine(found, reason)

        self._file.write(work, urgent=True)

    def tally(self) -> Tally:
        """Return the node's side of the ledger."""
        sums = self._file.sums
        return Tally(sums.produced, sums.settled, sums.dropped, sums.pending)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _sound(self, limit: int, on_way: Container[int]) -> list[Record]:
        """Return the next rows, after setting aside those of them that are damaged."""
        while True:
            try:
                found = list(self._next_rows(limit, on_way))
            except sqlite3.DatabaseError as error:
                raise self._file.fault(error) from error
            damaged = [one for one in found if not one.sound]
            if not damaged or not self._set_aside(damaged):
                return [one for one in found if one.sound]

    def _next_rows(self, limit: int, on_way: Container[int]) -> Iterator[Record]:
        live_from = self._live_from()
        for lane in Lane:
            for first, last in ((live_from, _END), (1, live_from - 1)):
                for one in self._scan(lane, first, last):
                    if limit <= 0:
                        return
                    if one.seq not in on_way:
                        yield one
                        limit -= 1

    def _scan(self, lane: Lane, first: int, last: int) -> Iterator[Record]:
        ask = (
            f"SELECT {COLUMNS} FROM rows"  # noqa: S608 - a constant
            " WHERE lane = ? AND seq BETWEEN ? AND ? ORDER BY seq"
        )
        with closing(self._file.db.execute(ask, (lane, first, last))) as cursor:
            for row in cursor:
                yield read(row)

    def _live_from(self) -> int:
        """Return the first number that is live."""
        now_s = self._clock.monotonic_s()
        while self._live and now_s - self._live[0][0] >= LIVE_S:
            self._live.popleft()
        return self._live[0][1] if self._live else self._file.sums.seq + 1

    def _own_up(self, limit: int) -> None:
        """Turn up to `limit` runs of lost numbers into loss receipts."""

        def work() -> None:
            runs, shrunk = losses.take(self._file.db, limit)
            self._file.change(size=-shrunk, noted=-shrunk)
            for run in runs:
                self._file.insert(partial(_receipt, run))
            self._file.book()

        self._file.write(work, urgent=True)

    def _fit(self, live_from: int) -> None:
        """Thin, then drop, until the outbox is below its bound."""
        before = self._file.sums
        if before.size <= self._max_bytes:
            return
        aim = self._max_bytes - self._max_bytes // _SLACK
        for spared in (self._handed, frozenset[int]()):
            thin = partial(thinning.thin, self._file.db, live_from, spared)
            self._lose_until(aim, LossReason.THINNED, thin)
            oldest = partial(thinning.oldest, self._file.db, spared)
            self._lose_until(aim, LossReason.FULL, oldest)
        gone = before.pending - self._file.sums.pending
        log.error("the outbox is full: %d readings were thinned out or dropped", gone)

    def _lose_until(
        self, aim: int, reason: LossReason, choose: Callable[[int], Iterable[list[Record]]]
    ) -> None:
        before = -1
        # What is lost is noted, and the notes need room, too: hence again.
        while self._file.sums.size > aim and self._file.sums.pending != before:
            before = self._file.sums.pending
            for chosen in choose(self._file.sums.size - aim):
                self._lose(chosen, reason)

    def _drop_few(self) -> None:
        for chosen in thinning.oldest(self._file.db, (), self._file.sums.size):
            if chosen:
                self._lose(chosen[:_FEW], LossReason.FULL)
                break
        self._file.book()

    def _lose(self, gone: Sequence[Record], reason: LossReason) -> None:
        """Delete rows and note the loss of the readings among them."""
        db = self._file.db
        ask = "DELETE FROM rows WHERE lane = ? AND seq = ?"
        db.executemany(ask, [(one.lane, one.seq) for one in gone])
        lost = [(one.epoch, one.seq) for one in gone if not one.is_loss]
        grown = losses.note(db, lost, reason, self._clock.now_us())
        size = grown - sum(one.size for one in gone)
        self._file.change(size=size, noted=grown, pending=-len(lost), dropped=len(lost))
        self._handed.difference_update(one.seq for one in gone)

    def _set_aside(self, damaged: list[Record]) -> bool:
        try:
            self._file.write(partial(self._quarantine, damaged, LossReason.DAMAGED), urgent=True)
        except OutboxFault as fault:
            log.warning("%s; %d damaged rows stay where they are", fault, len(damaged))
            return False
        return True

    def _quarantine(self, rows: Sequence[Record], reason: LossReason) -> None:
        db = self._file.db
        ask = "INSERT OR REPLACE INTO damaged VALUES (?, ?, ?)"
        db.executemany(ask, [(one.seq, one.epoch, one.body) for one in rows])
        db.execute(
            "DELETE FROM damaged WHERE seq <="
            " (SELECT seq FROM damaged ORDER BY seq DESC LIMIT 1 OFFSET ?)",
            (_QUARANTINED,),
        )
        self._lose(rows, reason)
        self._file.book()
        log.error("%d rows of the outbox were set aside: %s", len(rows), reason)


def _numbered(taken: Measurement, seq: int) -> Reading:
    return Reading(seq, taken.sensor, taken.kind, taken.taken_at_us, taken.values)


def _receipt(run: losses.Run, seq: int) -> LossReceipt:
    return LossReceipt(seq, *run)
