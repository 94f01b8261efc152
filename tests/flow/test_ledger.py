"""From a node's own outbox to the books: whatever happens on the way, they balance."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud.ledger.account import Account
from cloud.ledger.read import ledger
from cloud.registry.values import DeadLetter, Sensor
from contract import codec
from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Measurement, Reading
from contract.topics import Channel, topic
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Row
from tests.cloud.ingest.conftest import NOW_US, Bench, _bench

MINUTE_US = 60_000_000
STEPS = ("read", "stray", "send", "lose", "twice", "give up", "restart", "tell")


@dataclass
class Books:
    """What the ledger asks of a registry, out of the ingester's records."""

    bench: Bench
    told: list[NodeStatus] = field(default_factory=list)

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        return self.bench.records.sensors()

    def statuses(self) -> list[NodeStatus]:
        return self.told

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        return self.bench.records.letters[:limit]

    def account(self) -> Account:
        (one,) = ledger(self.bench.store, self, NOW_US)
        return one


@dataclass
class Road:
    """A node's outbox, an ingester, and a network between them that does what it is told."""

    file: Path
    books: Books
    rnd: random.Random
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW_US))
    outbox: SqliteOutbox = field(init=False)
    minute: int = 0

    def __post_init__(self) -> None:
        self.outbox = SqliteOutbox(self.file, self.clock)

    def step(self, name: str) -> None:
        match name:
            case "read" | "stray":
                sensor = "fill" if name == "read" else "nobody-knows-it"
                self.outbox.keep([self.measurement(sensor) for _ in range(3)])
            case "send" | "twice" | "lose":
                rows = self.outbox.pick(self.rnd.randint(1, 5), ())
                for _ in range({"send": 1, "twice": 2, "lose": 0}[name]):
                    self.deliver(rows)
            case "give up":
                seqs = [row.item.seq for row in self.outbox.pick(2, ()) if is_reading(row)]
                self.outbox.give_up(seqs, LossReason.POISON)
            case "restart":
                self.outbox.close()
                self.outbox = SqliteOutbox(self.file, self.clock)
            case _:
                self.tell()

    def measurement(self, sensor: str) -> Measurement:
        self.minute += 1
        at_us = NOW_US - (1000 - self.minute) * MINUTE_US
        return Measurement(sensor, Kind.LEVEL, at_us, {"fill_ratio": 0.5})

    def deliver(self, rows: list[Row]) -> None:
        bench = self.books.bench
        for epoch in {row.epoch for row in rows}:
            items = [row.item for row in rows if row.epoch == epoch]
            envelope = Envelope(
                "n-001",
                epoch,
                tuple(one for one in items if isinstance(one, Reading)),
                tuple(one for one in items if isinstance(one, LossReceipt)),
            )
            bench.bus.put(topic("n-001", Channel.ENVELOPE), codec.encode(envelope))
        bench.settle()
        for receipt in bench.bus.receipts:
            self.outbox.settle(receipt.epoch, receipt.settled)
        bench.bus.receipts.clear()

    def tell(self) -> None:
        tally = self.outbox.tally()
        counts = (tally.produced, tally.pending, tally.dropped)
        self.books.told = [NodeStatus("n-001", self.outbox.epoch, Link.UP, NOW_US, *counts)]

    def drain(self) -> None:
        # Losses become receipts once there is little else to send.
        for _ in range(100):
            self.deliver(self.outbox.pick(1000, ()))
        self.tell()


def is_reading(row: Row) -> bool:
    return isinstance(row.item, Reading)


# Starts of which all that the cloud has was refused, or given up.
@example(["restart", "stray", "restart", "read", "restart"], random.Random(0))  # noqa: S311 - a test
@example(["restart", "read", "restart", "give up"], random.Random(1))  # noqa: S311 - a test
@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(STEPS), max_size=30), st.randoms(use_true_random=False))
def test_whatever_happens_the_books_balance_and_a_point_that_goes_is_missed(
    path: list[str], rnd: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        road = Road(Path(folder) / "n-001.outbox", Books(_bench()), rnd)
        for name in ["read", "send", "tell", *path]:
            road.step(name)
            if name == "tell":
                assert road.books.account().open == 0
        road.drain()
        road.outbox.close()

    account = road.books.account()
    assert (account.open, account.pending, account.unknown) == (0, 0, 0)
    assert account.produced == road.minute
    assert account.refused + account.dropped + account.stored == road.minute
    if account.stored:
        first, *_ = road.books.bench.points("level")
        road.books.bench.store.erase("level", first.tags, first.time_ns, first.time_ns + 1)
        assert road.books.account().open == 1
