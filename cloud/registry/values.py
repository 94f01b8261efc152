"""What the registry gives out: frozen values, never a row that is tied to a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Territory:
    """A loaded territory; times of day of its sites and trucks are local to `timezone` (IANA)."""

    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Who collects or treats; every container, truck, site and round has one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by its INSEE code; `outline` is a GeoJSON geometry as text, None if not known."""

    insee: str
    name: str
    population: int
    lat: float
    lon: float
    outline: str | None


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of container: a rectangular frustum, and how a crane takes it.

    Attributes:
        id: its id in the registry.
        gear: lifting gear that a truck needs.
        depth_mm: from the floor to the line that counts as full.
        bottom_mm: inner (width, length) at the floor.
        top_mm: inner (width, length) at the full line.
        sensor_above_full_mm: how far above the full line the sensor hangs.
    """

    id: str
    gear: str
    depth_mm: int
    bottom_mm: tuple[int, int]
    top_mm: tuple[int, int]
    sensor_above_full_mm: int

    @property
    def volume_l(self) -> float:
        """Litres up to the full line: the prismoidal formula, exact for linear sides."""
        (w0, l0), (w1, l1) = self.bottom_mm, self.top_mm
        six_areas_mm2 = w0 * l0 + (w0 + w1) * (l0 + l1) + w1 * l1
        return self.depth_mm * six_areas_mm2 / 6 / 1e6


@dataclass(frozen=True, slots=True)
class Container:
    """A container in its place.

    `kg_per_m3` is waste as thrown in, `litres_per_day` its mean arrival before any history;
    `invented` says that the place is made up.
    """

    id: str
    name: str
    insee: str
    operator: str
    stream: str
    model: Model
    lat: float
    lon: float
    kg_per_m3: float
    litres_per_day: float
    service_s: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A depot, a tip or an outlet; `opens_s` and `closes_s` count from local midnight."""

    id: str
    name: str
    kind: str
    operator: str
    streams: tuple[str, ...]
    lat: float
    lon: float
    opens_s: int
    closes_s: int
    unload_s: int
    invented: bool
    note: str


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck with its crew's shift.

    `capacity_l` is its body's volume, `compaction` litres thrown in for one litre on board.
    """

    id: str
    name: str
    operator: str
    depot: str
    gear: tuple[str, ...]
    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int
    compaction: float
    starts_s: int
    ends_s: int
    invented: bool

    @property
    def takes_l(self) -> int:
        """Litres as thrown into containers that it takes, pressed into its body."""
        return round(self.capacity_l * self.compaction)


@dataclass(frozen=True, slots=True)
class Round:
    """What is driven on fixed weekdays; `every_weeks` counts from the week of `anchor`."""

    id: str
    name: str
    operator: str
    stream: str
    truck: str
    weekdays: tuple[str, ...]
    every_weeks: int
    anchor: date
    communes: tuple[str, ...]
    invented: bool

    def runs_on(self, day: date) -> bool:
        """Tell whether the round is driven on `day`; none is before the week of `anchor`."""
        weeks = (_monday(day) - _monday(self.anchor)).days // 7
        return (
            weeks >= 0
            and weeks % self.every_weeks == 0
            and WEEKDAYS[day.weekday()] in self.weekdays
        )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Mount:
    """A sensor in a container, since <= time < until; `until_us` None: still there."""

    node: str
    sensor: str
    container: str
    from_us: int
    until_us: int | None = None


@dataclass(frozen=True, slots=True)
class Sensor:
    """A sensor of a node, what part it is, and where it was mounted when, oldest first.

    `port` is where its node finds it, if that is its own: a Bluetooth address.
    """

    node: str
    name: str
    model: str
    mounts: tuple[Mount, ...]
    port: str | None = None

    def mount_at(self, at_us: int) -> Mount | None:
        """Return the mount that held at `at_us`, or None: then it measured no container."""
        for mount in self.mounts:
            if mount.from_us <= at_us and (mount.until_us is None or at_us < mount.until_us):
                return mount
        return None


@dataclass(frozen=True, slots=True)
class Zone:
    """A business zone (ZAE) whose passages are counted."""

    id: str
    name: str
    insee: str
    lat: float
    lon: float
    invented: bool
    note: str


@dataclass(frozen=True, slots=True)
class Radio:
    """A node's Bluetooth radio at a gate of a zone.

    Attributes:
        node: the node that carries it.
        sensor: its name there, under which it sends counts.
        zone: the zone's id.
        gate: what people call the place.
        lat: degrees north, WGS 84.
        lon: degrees east, WGS 84.
        people_per_day: people who pass on a working day, before any history.
        invented: whether place and figure are made up.
    """

    node: str
    sensor: str
    zone: str
    gate: str
    lat: float
    lon: float
    people_per_day: float
    invented: bool


@dataclass(frozen=True, slots=True)
class Beacon:
    """One of a zone's own beacons, listened to by one node under the beacon's id.

    `identity` is what it says on the air: `ibeacon:UUID:MAJOR:MINOR`,
    `eddystone:NAMESPACE:INSTANCE` or `address:AA:BB:CC:DD:EE:FF`.
    """

    id: str
    name: str
    zone: str
    node: str
    identity: str
    lat: float
    lon: float
    invented: bool


@dataclass(frozen=True, slots=True)
class ManualCount:
    """People whom somebody counted at a radio's gate, since <= time < until."""

    node: str
    sensor: str
    from_us: int
    until_us: int
    people: int


class LetterState(StrEnum):
    """What became of a dead letter."""

    NEW = "new"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


class Renamed(StrEnum):
    """What got another name."""

    SENSOR = "sensor_renamed"
    NODE = "node_renamed"


class DeskAction(StrEnum):
    """What can be done at the dead-letter desk."""

    RENAME = "rename"
    REPLAY = "replay"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Something that could not be taken, kept whole.

    Attributes:
        at_us: when it was refused, µs since 1970 UTC.
        topic: where it came from.
        node: who sent it, None if even that is not known.
        epoch: likewise.
        seq: number of the refused row; None if the whole message is refused.
        rule: machine word of the rule that refused it.
        reason: one sentence.
        payload: the bytes as they came.
        id: its number in the registry; 0 before it is buried.
        replayed_at_us: when it was handed in again with success, None if it was not.
        state: what became of it.
    """

    at_us: int
    topic: str
    node: str | None
    epoch: str | None
    seq: int | None
    rule: str
    reason: str
    payload: bytes
    id: int = 0
    replayed_at_us: int | None = None
    state: LetterState = LetterState.NEW


@dataclass(frozen=True, slots=True)
class LetterCount:
    """How many dead letters of one rule are in one state."""

    rule: str
    state: LetterState
    count: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter that was handed in again.

    A letter that is refused as a whole stays what it was, under `rule` and `reason`; one that
    is not is replayed, and what of it is still wrong is in `rest`.
    """

    id: int
    state: LetterState
    rule: str
    reason: str
    rest: tuple[DeadLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a node, or a sensor of it, is called now, for since <= time < until.

    Attributes:
        kind: which of the two.
        node: the node, by its name of then.
        sensor: its sensor, by its name of then; None if the node was renamed.
        new: the name of now.
        since_us: from when on, by the reading's time; None: from ever.
        until_us: likewise; None: until ever.
        id: its number in the registry; 0 before it is kept.
    """

    kind: Renamed
    node: str
    sensor: str | None
    new: str
    since_us: int | None = None
    until_us: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """What somebody did at the dead-letter desk: a line of its journal, which nobody rewrites.

    `letters` are the numbers of those that it was done to; `rule` narrows who asked for many.
    """

    at_us: int
    who: str
    action: DeskAction
    letters: tuple[int, ...] = ()
    rule: str | None = None
    detail: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Issued:
    """A plan or forecast as it went out; nothing rewrites it, a newer one supersedes it.

    Attributes:
        day: the day it is about.
        issued_at_us: when it went out, µs since 1970 UTC.
        body: JSON, as its maker wrote it.
        figures: its key figures, for lists that do not open the body.
    """

    day: date
    issued_at_us: int
    body: bytes
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a territory's files hold, by table; `mounts_changed` counts what is new."""

    territory: str
    operators: int
    communes: int
    models: int
    sites: int
    trucks: int
    rounds: int
    containers: int
    zones: int
    radios: int
    beacons: int
    mounts_changed: int
