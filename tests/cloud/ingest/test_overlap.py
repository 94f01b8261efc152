"""While one batch is stored the next is judged, and still all is settled in order and once."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from cloud.errors import RegistryFault, StoreDown
from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.series.directory import Directory
from cloud.store.point import Point
from contract import codec
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import NOW_US, Bench, FakeRecords, PickyStore

EPOCH = "0123456789ab"
PATIENCE_S = 10.0


@dataclass
class Line:
    """A bus as the real one is: what is taken is gone from it, and one batch is one message."""

    coming: deque[Message] = field(default_factory=deque)
    acked: list[int] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    shown: list[Link] = field(default_factory=list)
    taken: int = 0

    def take(self, most: int, wait_s: float) -> list[Message]:  # noqa: ARG002 - the port's
        if not self.coming:
            threading.Event().wait(0.001)
            return []
        self.taken += 1
        return [self.coming.popleft()]

    def receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def ack(self, messages: Sequence[Message]) -> None:
        self.acked += [message.delivery[1] for message in messages]

    def show(self, link: Link) -> None:
        self.shown.append(link)

    def put(self, number: int, *seqs: int, fill_ratio: float = 0.5) -> None:
        rows = tuple(
            Reading(seq, "fill", Kind.LEVEL, NOW_US + seq, {"fill_ratio": fill_ratio})
            for seq in seqs
        )
        payload = codec.encode(Envelope("n-001", EPOCH, rows))
        self.coming.append(Message(topic("n-001", Channel.ENVELOPE), payload, (1, number)))


class SlowStore(PickyStore):
    """Keeps what is written when `gate` is open, and only then; fails as often as `failures`."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.failures = 0

    def write(self, points: Sequence[Point]) -> None:
        self.begun.set()
        assert self.gate.wait(PATIENCE_S)
        if self.failures:
            self.failures -= 1
            raise StoreDown("not now")
        super().write(points)


class FailingOnce(FakeRecords):
    """Cannot keep a status the first time."""

    failed = False

    def note_status(self, status: NodeStatus) -> None:
        if not self.failed:
            self.failed = True
            raise RegistryFault("not now")
        super().note_status(status)


@pytest.fixture(name="line")
def _line() -> Line:
    return Line()


@pytest.fixture(name="store")
def _store() -> SlowStore:
    return SlowStore()


@contextmanager
def running(bench: Bench, line: Line, store: SlowStore) -> Iterator[Ingester]:
    records = bench.records
    directory = Directory(records, lambda: 0.0)
    ingester = Ingester(line, store, records, directory, lambda: NOW_US)
    stop = threading.Event()
    thread = threading.Thread(target=ingester.run, args=(stop,))
    thread.start()
    try:
        yield ingester
    finally:
        store.gate.set()
        stop.set()
        thread.join(PATIENCE_S)


def wait_for(done: Callable[[], bool]) -> None:
    until_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not done():
        assert time.monotonic() < until_s
        pause.wait(0.01)


def seqs(store: SlowStore) -> list[float | str]:
    found = store.read("level", (("node", "n-001"), ("sensor", "fill")), 0, 2**63 - 1)
    return [point.fields["seq"] for point in found]


def test_the_next_batch_is_taken_while_one_is_stored_and_nothing_is_acknowledged_before(
    bench: Bench, line: Line, store: SlowStore
) -> None:
    with running(bench, line, store):
        line.put(1, 1)
        assert store.begun.wait(PATIENCE_S)
        line.put(2, 2)
        line.put(3, 3)
        wait_for(lambda: line.taken == 2)
        before = (list(line.acked), list(line.receipts))
        store.gate.set()
        wait_for(lambda: len(line.acked) == 3)

    assert before == ([], [])
    assert line.acked == [1, 2, 3]
    assert seqs(store) == [1, 2, 3]
    assert [one.settled for one in line.receipts] == [((1, 1),), ((2, 2),), ((3, 3),)]


def test_a_batch_that_repeats_what_is_being_stored_is_compared_with_it(
    bench: Bench, line: Line, store: SlowStore
) -> None:
    with running(bench, line, store):
        line.put(1, 1, fill_ratio=0.5)
        assert store.begun.wait(PATIENCE_S)
        line.put(2, 1, fill_ratio=0.9)
        line.put(3, 1, fill_ratio=0.5)
        store.gate.set()
        wait_for(lambda: len(line.acked) == 3)

    (point,) = store.read("level", (("node", "n-001"), ("sensor", "fill")), 0, 2**63 - 1)
    assert point.fields["fill_ratio"] == 0.5
    assert bench.rules() == ["other-body"]


def test_what_comes_behind_a_batch_that_fails_waits_its_turn(
    bench: Bench, line: Line, store: SlowStore
) -> None:
    store.failures = 1
    with running(bench, line, store):
        line.put(1, 1)
        line.put(2, 2)
        store.gate.set()
        wait_for(lambda: len(line.acked) == 2)

    assert line.acked == [1, 2]
    assert seqs(store) == [1, 2]
    assert line.shown == [Link.DOWN, Link.UP]


def test_a_batch_whose_status_cannot_be_noted_is_judged_again_in_its_turn(
    bench: Bench, line: Line, store: SlowStore
) -> None:
    bench.records = FailingOnce(bench.records.known)
    status = NodeStatus("n-001", EPOCH, Link.UP, NOW_US)
    with running(bench, line, store):
        line.put(1, 1)
        line.coming.append(Message(topic("n-001", Channel.STATUS), codec.encode(status), (1, 2)))
        line.put(3, 3)
        store.gate.set()
        wait_for(lambda: len(line.acked) == 3)

    assert line.acked == [1, 2, 3]
    assert bench.records.statuses == [status]


def test_what_cannot_be_stored_at_the_end_is_not_acknowledged(
    bench: Bench, line: Line, store: SlowStore
) -> None:
    store.failures = 1000
    store.gate.set()
    with running(bench, line, store) as ingester:
        line.put(1, 1)
        assert store.begun.wait(PATIENCE_S)

    assert line.acked == []
    assert ingester.counts.messages == 0
