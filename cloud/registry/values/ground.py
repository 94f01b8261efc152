"""What stands where in a territory, and whose it is."""

from dataclasses import dataclass

from cloud.registry.values.hours import Hours


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

    Attributes:
        kg_per_m3: weight of waste as thrown in.
        litres_per_day: mean arrival before any history.
        invented: whether the place is made up.
        windows: when it may be lifted, in order; none if at any time.
        max_truck_kg: gross weight of the heaviest truck that may come there; any if None.
        max_truck_cm: height of the highest one, likewise.
        age_zone: the zone of rules on how long its waste may wait, if that is not its commune.
        access: what a crew must know to get at it, such as a gate, a key or a hazard. It may name
            somebody: it is for crews and their desk, and for nobody else.
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
    windows: tuple[Hours, ...] = ()
    max_truck_kg: int | None = None
    max_truck_cm: int | None = None
    age_zone: str | None = None
    access: str | None = None

    @property
    def zone(self) -> str:
        """Where it stands, as rules on ages call it: its commune's INSEE code, if nothing else."""
        return self.age_zone or self.insee


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
    sides: int
    ages: int
    containers: int
    zones: int
    radios: int
    beacons: int
    mounts_changed: int
