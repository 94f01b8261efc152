"""Three weeks of a valley, told by the project's own producers: what dashboards are asked about."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from cloud.footfall.calendar import at_local, midnight_us
from cloud.footfall.figures import Period, ProfileCell
from cloud.footfall.publish import publish
from cloud.footfall.shown import Footfall
from cloud.footfall.survey import footfall
from cloud.forecast.need import Need
from cloud.forecast.points import need_points
from cloud.forecast.survey import Forecast
from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.plan.points import plan_points
from cloud.plan.route import Left, Plan, Route, Stop, StopKind
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Container, Radio
from cloud.series.directory import Directory
from cloud.store.point import Point, Tags, Value
from cloud.store.port import Store
from contract import codec
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import FakeBus, FakeRecords

TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
PARIS: Final = ZoneInfo("Europe/Paris")

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

EPOCH: Final = "00c0ffee00aa"
CHUNK: Final = 500

# A node whose last will came, one that says nothing more and had no will, one that lost rows.
DIED, STOPPED, LOST = "n-007", "n-012", "n-020"
# A beacon that is not heard any more, and one that says nothing of its battery.
MISSING, MUTE = "cosmo-b3", "cosmo-b2"
# The zone that nobody picks: what is seen of it anywhere is a fault.
OTHER: Final = "zz-autre"


@dataclass(frozen=True, slots=True)
class Row:
    """A point as a query sees it."""

    tags: Mapping[str, str]
    time_ns: int
    fields: Mapping[str, Value]


@dataclass
class Witness:
    """A store that passes everything on to another one, and remembers what was put in."""

    behind: Store
    _kept: dict[tuple[str, Tags, int], dict[str, Value]] = field(default_factory=dict)

    def write(self, points: Sequence[Point]) -> None:
        self.behind.write(points)
        for point in points:
            key = (point.measurement, point.tags, point.time_ns)
            self._kept.setdefault(key, {}).update(point.values())

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        return [
            Point(name, its, at_ns, dict(fields))
            for (name, its, at_ns), fields in sorted(self._kept.items())
            if (name, its) == (measurement, tags) and since_ns <= at_ns < until_ns
        ]

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        every = {its for name, its, _ in self._kept if name == measurement and {*tags} <= {*its}}
        found = {its: self.read(measurement, its, since_ns, until_ns)[-most:] for its in every}
        return {its: points for its, points in found.items() if points}

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        self.behind.erase(measurement, tags, since_ns, until_ns)
        for name, its, at_ns in list(self._kept):
            if (name, its) == (measurement, tags) and since_ns <= at_ns < until_ns:
                del self._kept[name, its, at_ns]

    def retain(self, keep_days: int, now_ns: int) -> float:
        return self.behind.retain(keep_days, now_ns)

    def close(self) -> None:
        self.behind.close()

    def rows(self, measurement: str) -> list[Row]:
        """Return every row of a measurement, oldest first."""
        found = [
            Row(dict(tags), at_ns, fields)
            for (name, tags, at_ns), fields in self._kept.items()
            if name == measurement
        ]
        return sorted(found, key=lambda row: row.time_ns)


@dataclass
class Valley:
    """The valley around its ingester; `arrival_us` is what the ingester's clock shows."""

    store: Store
    registry: Registry
    now_us: int
    arrival_us: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - a seed
    _number: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.arrival_us = self.now_us
        self.bus, self.records = FakeBus(), FakeRecords()
        directory = Directory(self.registry, lambda: 0.0)
        self.ingester = Ingester(
            self.bus, self.store, self.records, directory, lambda: self.arrival_us
        )

    def read(self, node: str, readings: Sequence[tuple[str, Kind, int, dict[str, float]]]) -> None:
        """Have a node send readings: (sensor, kind, time, values)."""
        for start in range(0, len(readings), CHUNK):
            rows = tuple(
                Reading(next(self._number), *reading) for reading in readings[start : start + CHUNK]
            )
            payload = codec.encode(Envelope(node, EPOCH, rows))
            self._settle([(topic(node, Channel.ENVELOPE), payload)])

    def tell(self, statuses: Sequence[NodeStatus], arrival_us: int) -> None:
        """Have nodes' statuses, or their last wills, arrive."""
        self.arrival_us = arrival_us
        self._settle([(topic(one.node, Channel.STATUS), codec.encode(one)) for one in statuses])
        self.arrival_us = self.now_us

    def _settle(self, sent: Sequence[tuple[str, bytes]]) -> None:
        self.ingester.settle(
            [Message(where, payload, (1, next(self._number))) for where, payload in sent]
        )


def fill(store: Store, folder: Path, now_us: int) -> None:
    """Write three weeks before `now_us`, and tomorrow's plan; a registry is made in `folder`."""
    with open_registry(f"sqlite:///{folder / 'registry.sqlite'}") as registry:
        registry.load_territory(TERRITORY)
        valley = Valley(store, registry, now_us)
        _levels(valley)
        _counts(valley)
        _beacons(valley)
        _statuses(valley)
        assert valley.records.letters == []
        _footfall(valley)
        _forecasts(valley)
        _plans(valley)


def level(valley: Valley, container: Container, at_us: int) -> float:
    """Return a container's fill: from empty to full and emptied, each at its own pace."""
    number = int(container.id[-2:]) + len(container.id)
    days = 3 + number % 4
    since = (at_us - valley.now_us) / DAY + 100 + number * 1.7
    return round(0.05 + 0.9 * (since % days) / days, 4)


def _levels(valley: Valley) -> None:
    sensors = {
        mount.container: (node, name)
        for (node, name), sensor in valley.registry.sensors().items()
        for mount in sensor.mounts
    }
    for container in valley.registry.containers():
        node, sensor = sensors[container.id]
        times = range(valley.now_us - 15 * DAY, valley.now_us, HOUR)
        valley.read(
            node,
            [
                (
                    sensor,
                    Kind.LEVEL,
                    at_us,
                    {"distance_mm": 1000.0, "fill_ratio": level(valley, container, at_us)},
                )
                for at_us in times
            ],
        )


def _counts(valley: Valley) -> None:
    first = midnight_us(valley.now_us - 22 * DAY, PARIS)
    for number, radio in enumerate(valley.registry.radios()):
        windows = [
            _window(valley, radio, at_us)
            for at_us in range(first, valley.now_us - 5 * MINUTE, 5 * MINUTE)
            # One gate's radio was off for a day.
            if not (number == 1 and 0 < valley.now_us - 4 * DAY - at_us < DAY)
        ]
        valley.read(radio.node, windows)


def _window(valley: Valley, radio: Radio, at_us: int) -> tuple[str, Kind, int, dict[str, float]]:
    local = at_local(at_us, PARIS)
    hour = local.hour + local.minute / 60
    shape = sum(
        high * math.exp(-(((hour - peak) / wide) ** 2))
        for high, peak, wide in ((0.6, 9, 1.5), (1.0, 12.5, 1.2), (0.9, 17.5, 1.8))
    )
    busy = {5: 1.3, 6: 0.4}.get(local.weekday(), 1.0)
    people = radio.people_per_day / 95 * shape * busy * valley.chance.uniform(0.7, 1.3)
    births = max(0, round(people + valley.chance.uniform(-0.4, 0.4)))
    seen = births + round(4 * shape)
    values = {
        "window_s": 300.0,
        "heard_s": 300.0,
        "adverts": 40.0 * seen,
        "seen": float(seen),
        "births": float(births),
    }
    return radio.sensor, Kind.COUNT, at_us, values


def _beacons(valley: Valley) -> None:
    for number, beacon in enumerate(valley.registry.beacons()):
        readings = []
        for at_us in range(valley.now_us - 8 * DAY, valley.now_us, 30 * MINUTE):
            gone_d = (valley.now_us - at_us) / DAY
            if beacon.id == MISSING and gone_d < 1.1:
                readings.append((beacon.id, Kind.BEACON, at_us, {"adverts": 0.0}))
                continue
            said = {
                "adverts": float(valley.chance.randint(150, 190)),
                "rssi_dbm": -70.0 - 5 * number + valley.chance.randint(-4, 4),
                "battery_mv": 2950.0 - 40 * number + round(gone_d),
            }
            if beacon.id != MUTE:
                said["battery_ratio"] = round(0.92 - 0.2 * number + gone_d * 0.003, 3)
                said["temperature_c"] = round(12 + 6 * math.sin(2 * math.pi * gone_d), 2)
            readings.append((beacon.id, Kind.BEACON, at_us, said))
        valley.read(beacon.node, readings)


def _statuses(valley: Valley) -> None:
    nodes = sorted({node for node, _ in valley.registry.sensors()})
    begin_us = valley.now_us - 26 * HOUR
    for number, node in enumerate(nodes):
        produced, told = 5000 + 100 * number, []
        for at_us in range(begin_us, valley.now_us, 5 * MINUTE):
            if node in {DIED, STOPPED} and at_us > valley.now_us - 3 * HOUR:
                break
            produced += valley.chance.randint(0, 2)
            status = NodeStatus(
                node,
                EPOCH,
                Link.UP,
                at_us,
                produced=produced,
                pending=valley.chance.randint(0, 4) + (40 if node == LOST else 0),
                dropped=(at_us - begin_us) // (8 * HOUR) * 5 if node == LOST else 0,
            )
            told.append(status)
        valley.tell(told, valley.now_us)
    will = NodeStatus(DIED, EPOCH, Link.DOWN, begin_us, produced=1, pending=9, dropped=9)
    valley.tell([will], valley.now_us - 3 * HOUR + MINUTE)


def _footfall(valley: Valley) -> None:
    made = footfall(
        valley.store,
        valley.registry.zones(),
        valley.registry.radios(),
        valley.registry.manual_counts(),
        PARIS,
        since_us=valley.now_us - 21 * DAY,
        until_us=valley.now_us,
        withhold_below=5.0,
    )
    today_us = midnight_us(valley.now_us, PARIS)
    for one in made:
        # Published before, otherwise: nothing of that may be seen any more.
        publish(valley.store, _before(one), today_us - DAY)
        publish(valley.store, one, today_us)
    publish(valley.store, _elsewhere(today_us), today_us)


def _before(made: Footfall) -> Footfall:
    """Return what a factor of yesterday gave: large figures, and none withheld."""
    periods = {
        step: [
            replace(one, passages=7e5, low=6e5, high=8e5, withheld=False) if one.withheld else one
            for one in its
        ]
        for step, its in made.periods.items()
    }
    cells = [ProfileCell(cell.weekday, cell.hour, 7e5, cell.days) for cell in made.profile]
    return Footfall(made.zone, periods, {}, cells, made.factors)


def _elsewhere(today_us: int) -> Footfall:
    days = [
        Period(today_us - ago * DAY, 9e5, 8e5, 1e6, 1.0, week_before=1.0)
        for ago in range(5, -1, -1)
    ]
    return Footfall(
        OTHER,
        {"day": days, "hour": days, "quarter": days},
        {"Ailleurs": days},
        [ProfileCell(0, 0, 9e5, 1)],
        {},
    )


def _forecasts(valley: Valley) -> None:
    for ago in (3, 2, 1, 0):
        issued_us = valley.now_us - ago * DAY - 20 * MINUTE
        day = at_local(issued_us + DAY, PARIS).date()
        needs = tuple(
            _need(valley, container, issued_us) for container in valley.registry.containers()
        )
        valley.store.write(list(need_points(Forecast(day, issued_us, needs))))


def _need(valley: Valley, container: Container, issued_us: int) -> Need:
    fill_ratio = level(valley, container, issued_us)
    risk = 1 / (1 + math.exp(-18 * (fill_ratio - 0.78)))
    hours = round((1 - fill_ratio) * 90)
    load_kg = round(container.model.volume_l * container.kg_per_m3 / 1000 * fill_ratio)
    return Need(
        container.id,
        issued_us,
        fill_ratio,
        min(1.2, fill_ratio + 0.1),
        load_kg,
        20,
        round(risk, 4),
        # Beyond the horizon nothing is said, whatever was said yesterday.
        issued_us + hours * HOUR if hours < 60 else None,
        None,
    )


def _plans(valley: Valley) -> None:
    tomorrow = at_local(valley.now_us, PARIS).date() + timedelta(days=1)
    for ago in range(12, -1, -1):
        day = tomorrow - timedelta(days=ago)
        if day.weekday() == 6:
            continue
        # The plan of each day is made again: the newer one is the one that holds.
        for minutes in (40, 20):
            issued_us = valley.now_us - ago * DAY - minutes * MINUTE
            valley.store.write(plan_points(_plan(valley, day, issued_us), PARIS))


def _plan(valley: Valley, day: date, issued_us: int) -> Plan:
    due = [one for one in valley.registry.containers() if level(valley, one, issued_us) > 0.45]
    trucks = valley.registry.trucks()
    routes = tuple(
        _route(valley, truck.id, truck.name, due[at::2] if at < 2 else [], issued_us)
        for at, truck in enumerate(trucks)
    )
    left = tuple(
        Left(one.id, 0.02, "can-wait", "can wait")
        for one in valley.registry.containers()
        if one not in due
    )
    return Plan(
        day.isoformat(), issued_us, "crow flight x 1.35", False, routes, left, len(due) / 9, 1, 12
    )


def _route(
    valley: Valley, truck: str, name: str, due: Sequence[Container], issued_us: int
) -> Route:
    if not due:
        return Route(truck, name, "ccvh", ())
    stops = [_stop("depot", "depot", "Dépôt – Gignac", 0, 0)]
    load = 0
    for number, one in enumerate(due, start=1):
        load += round(one.model.volume_l * one.kg_per_m3 / 1000 * level(valley, one, issued_us))
        risk = level(valley, one, issued_us) ** 6
        stops.append(_stop("container", one.id, one.name, number, load, round(risk, 3)))
    stops.append(_stop("tip", "soumont-isdnd", "ISDND – Soumont", len(due) + 1, 0))
    stops.append(_stop("depot", "depot", "Dépôt – Gignac", len(due) + 2, 0))
    return Route(truck, name, "ccvh", tuple(stops))


def _stop(
    kind: StopKind, ref: str, name: str, number: int, load: int, risk: float | None = None
) -> Stop:
    arrive_s = 19_800 + 720 * number
    metres = 4100 + 90 * number if number else 0
    return Stop(kind, ref, name, 43.6, 3.5, arrive_s, arrive_s + 330, metres, load, 0, risk)


def instant_us(text: str) -> int:
    """Return an ISO instant as µs since 1970."""
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1e6)
