"""What stands where in a territory, and who drives when."""

from dataclasses import dataclass
from datetime import date, timedelta
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
