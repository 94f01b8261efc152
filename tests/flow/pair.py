"""Two containers, two sensors, and an ingester whose clock a test turns."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cloud.bootstrap.rebuild import Rebuilt, rebuild_days
from cloud.errors import StoreDown
from cloud.ingest.ingester import Ingester
from cloud.ingest.points import raw_point
from cloud.registry.local import begins_us
from cloud.registry.registry import Registry, open_registry
from cloud.rollup import hour, week
from cloud.rollup.roll import roll_day, roll_week
from cloud.series import container as level
from cloud.series.directory import Directory
from cloud.series.lateness import Lateness
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.flow.conftest import Wire
from tests.services.registries import newest

PARIS = ZoneInfo("Europe/Paris")
FIRST = date(2026, 3, 27)
"""The first of five days; the clocks go forward on the third."""
DAYS = [FIRST + timedelta(number) for number in range(5)]
BEGINS_US = begins_us(FIRST, PARIS)
ENDS_US = begins_us(FIRST + timedelta(5), PARIS)
EPOCH = "0123456789ab"
CONTAINER_IDS = ("alpha-01", "alpha-02")
NODES = ("n-001", "n-002")


@dataclass
class Pair:
    """What the test turns, and what it looks at."""

    registry: Registry
    store: "Fragile"
    folder: Path
    now_us: int
    wire: Wire
    ingester: Ingester

    def takes(self, node: str, reading: Reading) -> None:
        """Settle one reading, a second later."""
        self.now_us += 1_000_000
        self.wire.send(Envelope(node, EPOCH, (reading,)))
        self.ingester.settle(list(self.wire.waiting))

    def swap(self, since: date) -> None:
        """Say that the two sensors hang in each other's container since then."""
        text = CONTAINERS.replace("2026-01-05", since.isoformat())
        text = text.replace("n-001", "n-00x").replace("n-002", "n-001").replace("n-00x", "n-002")
        (self.folder / "containers.csv").write_text(text)
        self.registry.load_territory(self.folder)

    def rebuild(self) -> Rebuilt:
        """Make dirty days anew."""
        return rebuild_days(self.registry, self.store, [], 56, self.now_us)


def roll(store: MemoryStore) -> None:
    """Sum all days up, as every night."""
    for container in CONTAINER_IDS:
        for day in DAYS:
            roll_day(store, container, day, PARIS)
        roll_week(store, container, len(DAYS), FIRST + timedelta(5), PARIS)


def contents(store: MemoryStore) -> list[list[Point]]:
    """Return every series, raw and derived."""
    cells = [(str(day), f"{at:02}") for day in range(1, 8) for at in range(24)]
    names: list[tuple[str, Tags]]
    names = [("level", (("node", node), ("sensor", "fill"))) for node in NODES]
    for one in CONTAINER_IDS:
        names += [(level.MEASUREMENT, level.series_of(one))]
        names += [(hour.MEASUREMENT, hour.series_of(one))]
        names += [(week.MEASUREMENT, week.series_of(one, cell)) for cell in cells]
    return [store.read(*name, 0, 2**63 - 1) for name in names]


def right(told: Sequence[tuple[str, Reading]], swapped: date) -> MemoryStore:
    """Return a store in which each reading stands where its sensor hung, known from the start."""
    store = MemoryStore()
    for node, one in told:
        hung = NODES.index(node) ^ (one.taken_at_us >= begins_us(swapped, PARIS))
        raw = raw_point(node, EPOCH, one)
        tags = level.series_of(CONTAINER_IDS[hung])
        fill = {"fill_ratio": one.values["fill_ratio"]}
        store.write([raw, Point(level.MEASUREMENT, tags, raw.time_ns, fill)])
    roll(store)
    return store


def reading(seq: int, minute: int, fill_ratio: float) -> Reading:
    """Return a reading of so many minutes after the first day began."""
    return Reading(
        seq, "fill", Kind.LEVEL, BEGINS_US + minute * 60_000_000, {"fill_ratio": fill_ratio}
    )


@contextmanager
def pair(folder: Path, now_us: int = ENDS_US) -> Iterator[Pair]:
    """Give a registry in which each sensor hangs in its container since January."""
    for name, text in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    with open_registry(
        newest(f"sqlite:///{folder}/registry.sqlite"), lambda: made.now_us
    ) as registry:
        wire, store = Deaf(), Fragile()
        directory = Directory(registry, lambda: made.now_us / 1e6, Lateness(PARIS))
        ingester = Ingester(wire, store, registry, directory, lambda: made.now_us)
        made = Pair(registry, store, folder, now_us, wire, ingester)
        registry.load_territory(folder)
        yield made


class Fragile(MemoryStore):
    """Is down for whoever reads the measurement that a test names."""

    unreadable = ""

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        if measurement == self.unreadable:
            raise StoreDown("told to be down")
        return super().read(measurement, tags, since_ns, until_ns)


class Deaf(Wire):
    """A wire on which nobody waits for receipts."""

    def receipt(self, receipt: object) -> None:
        """Drop it."""
