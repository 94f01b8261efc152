"""A desk on a real registry and a store in memory, with what an ingester refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.mending.desk import MendingDesk
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Beacon, Mount, Sensor
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from contract import codec
from contract.envelope import Envelope
from contract.presence import Link
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, topic
from tests.services.registries import newest

NOW_US = 1_764_000_000_000_000
EPOCH = "0123456789ab"


@dataclass
class Known:
    """The registry's nodes, as a test wants them."""

    known: dict[tuple[str, str], Sensor] = field(default_factory=dict)

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        return self.known

    def beacons(self) -> list[Beacon]:
        return []

    def add(self, node: str, sensor: str, container: str) -> None:
        mount = Mount(node, sensor, container, 0)
        self.known[node, sensor] = Sensor(node, sensor, "a02yyuw", (mount,))


class DeafBus:
    """Takes receipts, and has nothing to say."""

    def take(self, most: int, wait_s: float) -> list[Message]:  # noqa: ARG002 - the port's
        return []

    def receipt(self, receipt: Receipt) -> None:
        pass

    def show(self, link: Link) -> None:
        pass

    def ack(self, messages: Sequence[Message]) -> None:
        pass


@dataclass
class Office:
    """The desk and everything around it."""

    registry: Registry
    store: MemoryStore
    known: Known
    desk: MendingDesk
    ingester: Ingester

    def receive(self, node: str, *readings: Reading) -> None:
        payload = codec.encode(Envelope(node, EPOCH, readings))
        self.receive_bytes(node, payload)

    def receive_bytes(self, node: str, payload: bytes) -> None:
        self.ingester.settle([Message(topic(node, Channel.ENVELOPE), payload, (1, 1))])

    def points(self, node: str = "n-001", sensor: str = "fill") -> list[Point]:
        return self.store.read("level", (("node", node), ("sensor", sensor)), 0, 2**63 - 1)

    def states(self) -> list[tuple[str, str]]:
        return [(one.rule, one.state) for one in reversed(self.registry.dead_letters())]


def reading(seq: int, sensor: str = "fill", at_us: int = NOW_US) -> Reading:
    return Reading(seq, sensor, Kind.LEVEL, at_us, {"fill_ratio": 0.5})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    known = Known()
    known.add("n-001", "fill", "gignac-01")
    store = MemoryStore()
    with open_registry(newest(f"sqlite:///{tmp_path / 'registry.db'}")) as registry:
        # A minute passes between two questions: what a test registers is known at once.
        fresh = Directory(known, iter(range(0, 10**9, 60)).__next__)
        desk = MendingDesk(registry, store, fresh, lambda: NOW_US + 1)
        ingester = Ingester(DeafBus(), store, registry, fresh, lambda: NOW_US)
        yield Office(registry, store, known, desk, ingester)
