"""An ingester of fakes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from cloud.errors import PointsRefused, RegistryFault
from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.registry.values import Beacon, DeadLetter, Mount, Sensor
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from contract.presence import Link, NodeStatus
from contract.receipt import Receipt

NOW_US = 1_764_000_000_000_000


@dataclass
class FakeBus:
    """Delivers again, in order, what was not acknowledged."""

    waiting: list[Message] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    shown: list[Link] = field(default_factory=list)
    _mid: int = 0

    def show(self, link: Link) -> None:
        self.shown.append(link)

    def put(self, topic: str, payload: bytes) -> None:
        self._mid += 1
        self.waiting.append(Message(topic, payload, (1, self._mid)))

    def take(self, most: int, wait_s: float) -> list[Message]:  # noqa: ARG002 - the port's
        return self.waiting[:most]

    def receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def ack(self, messages: Sequence[Message]) -> None:
        self.waiting = [one for one in self.waiting if one not in messages]


@dataclass
class FakeRecords:
    """Keeps in memory; `down` makes it refuse."""

    known: dict[tuple[str, str], Sensor] = field(default_factory=dict)
    heard: list[Beacon] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    statuses: list[NodeStatus] = field(default_factory=list)
    dirty: set[tuple[str, date]] = field(default_factory=set)
    down: bool = False

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        if self.down:
            raise RegistryFault("the registry does not answer")
        self.letters += letters

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        return self.known

    def beacons(self) -> list[Beacon]:
        return self.heard

    def mark_dirty(self, days: Iterable[tuple[str, date]]) -> None:
        if self.down:
            raise RegistryFault("the registry does not answer")
        self.dirty |= set(days)

    def note_status(self, status: NodeStatus) -> None:
        self.statuses.append(status)


class PickyStore(MemoryStore):
    """Refuses what `refuses` says, and with it the whole write: the worst a store may do."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses: Callable[[Point], bool] = lambda _: False

    def write(self, points: Sequence[Point]) -> None:
        if any(self.refuses(point) for point in points):
            raise PointsRefused("the store does not like it")
        super().write(points)

    def series(self) -> list[tuple[str, Tags]]:
        return list(self._fields)


@dataclass
class Bench:
    """The ingester and everything around it."""

    bus: FakeBus
    store: PickyStore
    records: FakeRecords
    ingester: Ingester

    def settle(self) -> None:
        self.ingester.settle(self.bus.take(1000, 0))

    def rules(self) -> list[str]:
        return [letter.rule for letter in self.records.letters]

    def stored(self, measurement: str = "level", node: str = "n-001") -> list[float | str]:
        return [one.fields["seq"] for one in self.points(measurement, node)]

    def levels(self) -> list[Point]:
        return self.points("level")

    def points(self, measurement: str, node: str = "n-001", sensor: str = "fill") -> list[Point]:
        tags = (("node", node), ("sensor", sensor))
        return self.store.read(measurement, tags, 0, 2**63 - 1)


MakeBench = Callable[[], Bench]


def _bench() -> Bench:
    sensors = {
        ("n-001", "fill"): Sensor(
            "n-001", "fill", "a02yyuw", (Mount("n-001", "fill", "gignac-01", 0),)
        ),
        ("n-002", "fill"): Sensor("n-002", "fill", "a02yyuw", ()),
        ("z-001", "b1"): Sensor("z-001", "b1", "beacon", ()),
    }
    beacon = Beacon("b1", "Totem", "park", "z-001", "address:A4:C1:38:34:11:04", 43.6, 3.5, True)
    bus, store, records = FakeBus(), PickyStore(), FakeRecords(sensors, [beacon])
    directory = Directory(records, lambda: 0.0)
    return Bench(bus, store, records, Ingester(bus, store, records, directory, lambda: NOW_US))


@pytest.fixture
def make_bench() -> MakeBench:
    return _bench


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    return make_bench()
