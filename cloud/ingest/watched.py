"""An ingester's ports, watched: what goes through them is counted, and what fails is noted.

The ingester itself does not know that it is watched.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from cloud.errors import RegistryFault, StoreDown
from cloud.ingest.ports import Bus, Message, Records
from cloud.ingest.rules import RULES
from cloud.metrics.meters import Meters
from cloud.registry.values import DeadLetter
from cloud.store.point import Point, Tags
from cloud.store.port import Store
from contract.presence import Link, NodeStatus
from contract.receipt import Receipt

# A series that nobody writes: whether the store answers is all that is asked.
_PROBE: Final = ("node", (("node", "healthz"),), 0, 1)


class Session(Bus, Protocol):
    """A bus that can say how it is."""

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""

    @property
    def queued(self) -> int:
        """How many messages have come and were not yet taken."""


class Watch:
    """What is known of one ingester, and of what it hangs on."""

    def __init__(self, meters: Meters, monotonic_s: Callable[[], float]) -> None:
        self.monotonic_s = monotonic_s
        self.messages = meters.counter("vallee_ingest_messages", "Messages settled.")
        self.settled = meters.counter("vallee_ingest_settled", "Rows receipted, repeats too.")
        self.refused = meters.counter("vallee_ingest_refused", "Dead letters.", ["rule"])
        for rule in RULES:
            self.refused.labels(rule)
        self.batches = meters.seconds(
            "vallee_ingest_batch_seconds", "From taking a batch to acknowledging it."
        )
        self.store_up = meters.gauge("vallee_ingest_store_up", "Whether the store answered last.")
        self.registry_up = meters.gauge(
            "vallee_ingest_registry_up", "Whether the registry answered last."
        )
        self.present = meters.gauge("vallee_ingest_present", "Whether nodes are told to send.")
        for gauge in (self.store_up, self.registry_up, self.present):
            gauge.set(1)


@dataclass(slots=True)
class WatchedBus:
    """A bus whose batches are timed and whose receipts are counted."""

    bus: Session
    watch: Watch
    # When each batch was taken that is not settled yet, in their order.
    _taken_s: deque[float] = field(default_factory=deque)

    def take(self, most: int, wait_s: float) -> list[Message]:
        """Take; the clock runs from here."""
        messages = self.bus.take(most, wait_s)
        if messages:
            self._taken_s.append(self.watch.monotonic_s())
        return messages

    def receipt(self, receipt: Receipt) -> None:
        """Count the rows of a receipt."""
        self.bus.receipt(receipt)
        self.watch.settled.inc(sum(last - first + 1 for first, last in receipt.settled))

    def show(self, link: Link) -> None:
        """Note whether nodes are told to send."""
        self.bus.show(link)
        self.watch.present.set(link is Link.UP)

    def ack(self, messages: Sequence[Message]) -> None:
        """Count what is done; the clock stops here."""
        self.bus.ack(messages)
        self.watch.messages.inc(len(messages))
        self.watch.batches.observe(self.watch.monotonic_s() - self._taken_s.popleft())


@dataclass(slots=True)
class WatchedStore:
    """A store of which is noted whether it answers."""

    store: Store
    watch: Watch

    def write(self, points: Sequence[Point]) -> None:
        """Write; see the port."""
        self._note(lambda: self.store.write(points))

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        """Read; see the port."""
        found: list[Point] = []
        self._note(lambda: found.extend(self.store.read(measurement, tags, since_ns, until_ns)))
        return found

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        """Read; see the port."""
        found: dict[Tags, list[Point]] = {}
        asked = (measurement, tags, since_ns, until_ns, most)
        self._note(lambda: found.update(self.store.newest(*asked)))
        return found

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        """Erase; see the port."""
        self._note(lambda: self.store.erase(measurement, tags, since_ns, until_ns))

    def retain(self, keep_days: int, now_ns: int) -> float:
        """Let go; see the port."""
        return self.store.retain(keep_days, now_ns)

    def close(self) -> None:
        """Close; see the port."""
        self.store.close()

    def _note(self, ask: Callable[[], None]) -> None:
        try:
            ask()
        except StoreDown:
            self.watch.store_up.set(0)
            raise
        self.watch.store_up.set(1)


class Kept(Records, Protocol):
    """Records that answer something that costs nothing."""

    def last_letter(self) -> int:
        """Return the number of the last dead letter."""


@dataclass(slots=True)
class WatchedRecords:
    """Records whose dead letters are counted by rule, and whether they answer is noted."""

    records: Kept
    watch: Watch

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Bury; see the port."""
        self._note(lambda: self.records.bury(letters))
        for letter in letters:
            self.watch.refused.labels(letter.rule).inc()

    def mark_dirty(self, days: Iterable[tuple[str, date]]) -> None:
        """Mark; see the port."""
        self._note(lambda: self.records.mark_dirty(days))

    def note_status(self, status: NodeStatus) -> None:
        """Note; see the port."""
        self._note(lambda: self.records.note_status(status))

    def probe(self) -> None:
        """Ask for something small; raise RegistryFault if there is no answer."""
        self._note(self.records.last_letter)

    def _note(self, ask: Callable[[], object]) -> None:
        try:
            ask()
        except RegistryFault:
            self.watch.registry_up.set(0)
            raise
        self.watch.registry_up.set(1)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an ingester can do its work now: asked, not remembered."""

    bus: Session
    store: WatchedStore
    records: WatchedRecords

    def __call__(self) -> dict[str, str]:
        """Return what is wrong, by what it is wrong with."""
        wrong = {} if self.bus.connected else {"broker": "not connected"}
        try:
            self.store.read(*_PROBE)
        except StoreDown as error:
            wrong["store"] = str(error)
        try:
            self.records.probe()
        except RegistryFault as error:
            wrong["registry"] = str(error)
        return wrong


def watch_session(bus: Session, meters: Meters) -> None:
    """Add what is read from the broker's session when somebody asks."""
    meters.reading("vallee_ingest_broker_up", "Whether the broker is there.", lambda: bus.connected)
    meters.reading(
        "vallee_ingest_queue_messages", "Messages that came and wait.", lambda: bus.queued
    )
