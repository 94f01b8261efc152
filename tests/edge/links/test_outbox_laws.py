"""Whatever is done to an outbox, in any order: no key twice, nothing unaccounted for."""

import itertools
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement
from edge.lanes import lane_of
from edge.links.clock import ManualClock
from edge.links.outbox import losses
from edge.links.outbox.record import COLUMNS, OVERHEAD, Record
from edge.links.sqlite_outbox import LIVE_S, SqliteOutbox
from edge.ports import Row

FIELD = {
    Kind.ALARM: "tilt_deg",
    Kind.PROOF: "emptied",
    Kind.LEVEL: "fill_ratio",
    Kind.COUNT: "seen",
    Kind.BEACON: "adverts",
    Kind.HEALTH: "pings",
}
MAX_BYTES = 6000

numbers = st.integers(1, 400)


class Life(RuleBasedStateMachine):
    """An outbox with a small bound, and all that its readings have ever been called."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "n-001.outbox"
        self.clock = ManualClock()
        self.produced = 0
        self.items: dict[tuple[str, int], object] = {}
        self.settled: set[tuple[str, int]] = set()
        self.lost: set[tuple[str, int]] = set()
        self.epochs: set[str] = set()
        self.open()

    def open(self) -> None:
        self.outbox = SqliteOutbox(self.file, self.clock, MAX_BYTES)
        assert self.outbox.epoch not in self.epochs
        self.epochs.add(self.outbox.epoch)

    @rule(kind=st.sampled_from(list(Kind)), count=st.integers(1, 12))
    def keep(self, kind: Kind, count: int) -> None:
        value = {FIELD[kind]: 1.0}
        at_us = self.clock.now_us()
        self.outbox.keep([Measurement(f"s{at % 2}", kind, at_us, value) for at in range(count)])
        self.produced += count

        with closing(sqlite3.connect(self.file)) as db:
            noted = losses.size(db)
        size = sum(len(one.body) + OVERHEAD for one in self.records()) + noted
        assert size <= MAX_BYTES or self.outbox.tally().pending == 0

    @rule(limit=st.integers(1, 50), on_way=st.sets(numbers))
    def pick(self, limit: int, on_way: set[int]) -> None:
        rows = self.outbox.pick(limit, on_way)

        assert len(rows) <= limit
        assert not on_way & {row.item.seq for row in rows}
        lanes = [lane_of(row.item) for row in rows]
        assert lanes == sorted(lanes)
        for _, lane in itertools.groupby(rows, key=lambda row: lane_of(row.item)):
            assert breaks([row.item.seq for row in lane]) <= 1
        self.note(rows)

    @rule(ranges=st.lists(st.tuples(numbers, numbers), max_size=4), old=st.booleans())
    def settle(self, ranges: list[tuple[int, int]], *, old: bool) -> None:
        epoch = min(self.epochs) if old else self.outbox.epoch
        ranges = [(min(pair), max(pair)) for pair in ranges]
        self.note([one.row for one in self.records()])

        gone = self.outbox.settle(epoch, ranges)

        keys = {(epoch, seq) for seq in gone}
        assert len(keys) == len(gone)
        assert not keys & self.settled
        self.settled |= keys
        assert self.outbox.settle(epoch, ranges) == []

    @rule(seqs=st.sets(numbers, max_size=5))
    def give_up(self, seqs: set[int]) -> None:
        self.outbox.give_up(seqs, LossReason.POISON)

        assert not seqs & {row.item.seq for row in self.outbox.pick(10, ())}

    @rule()
    def reopen(self) -> None:
        tally = self.outbox.tally()
        self.outbox.close()
        self.open()

        assert self.outbox.tally() == tally
        assert self.outbox.found_damaged is None

    @rule(seconds=st.sampled_from([1.0, LIVE_S]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @invariant()
    def the_ledger_holds(self) -> None:
        tally = self.outbox.tally()
        assert tally.produced == self.produced
        assert tally.produced == tally.settled + tally.dropped + tally.pending
        assert min(tally.settled, tally.dropped, tally.pending) >= 0

    def note(self, rows: list[Row]) -> None:
        for row in rows:
            key = (row.epoch, row.item.seq)
            assert key not in self.settled
            assert self.items.setdefault(key, row.item) == row.item
            if isinstance(row.item, LossReceipt):
                loss = row.item
                self.lost |= {(loss.epoch, seq) for seq in range(loss.first, loss.last + 1)}

    def records(self) -> list[Record]:
        with closing(sqlite3.connect(self.file)) as db:
            return [Record(*row) for row in db.execute(f"SELECT {COLUMNS} FROM rows")]  # noqa: S608 - a constant

    def teardown(self) -> None:
        # All that is left is sent; then what was lost is known to the number.
        while rows := self.outbox.pick(50, ()):
            self.note(rows)
            for row in rows:
                gone = self.outbox.settle(row.epoch, [(row.item.seq, row.item.seq)])
                assert gone == [row.item.seq]
        tally = self.outbox.tally()
        assert tally.pending == 0
        assert len(self.lost) == tally.dropped
        assert not self.lost & self.settled
        self.outbox.close()
        self.folder.cleanup()


def breaks(seqs: list[int]) -> int:
    """How often numbers go down: once at most, from the live ones to the backlog."""
    return sum(1 for one, two in itertools.pairwise(seqs) if two <= one)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
