"""What a row of a territory's files may say, and the record that the registry makes of it."""

from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta

from cloud.registry.territory.cells import (
    Access,
    Address,
    Identity,
    Insee,
    Lat,
    Lon,
    Millimetres,
    OpenHours,
    Seconds,
    Stream,
    Title,
    Zone,
    hours,
)
from contract.names import Name

_LARGEST_MAJOR: Final = 65_535


class Row(msgspec.Struct, frozen=True):
    """A row of a file; `KEY` names it there."""

    KEY: ClassVar[str] = "id"

    @property
    def key(self) -> str:
        """The row's own id."""
        return str(getattr(self, self.KEY))

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table."""
        return msgspec.structs.asdict(self)


class OperatorRow(Row, frozen=True):
    """`[[operators]]`."""

    id: Name
    name: Title


class ModelRow(Row, frozen=True):
    """`[[models]]`: see `values.Model`."""

    id: Name
    gear: Name
    depth_mm: Millimetres
    bottom_mm: tuple[Millimetres, Millimetres]
    top_mm: tuple[Millimetres, Millimetres]
    sensor_above_full_mm: Annotated[int, Meta(ge=0, le=5000)]


class ZoneRow(Row, frozen=True):
    """`[[zones]]`: see `values.Zone`."""

    id: Name
    name: Title
    insee: Insee
    lat: Lat
    lon: Lon
    invented: bool
    note: str = ""


class RadioRow(Row, frozen=True):
    """`[[radios]]`: see `values.Radio`; a node has at most one."""

    KEY: ClassVar[str] = "node"

    node: Name
    sensor: Name
    zone: Name
    gate: Title
    lat: Lat
    lon: Lon
    people_per_day: Annotated[float, Meta(ge=0, le=1_000_000)]
    invented: bool


class BeaconRow(Row, frozen=True):
    """`[[beacons]]`: see `values.Beacon`."""

    id: Name
    name: Title
    zone: Name
    node: Name
    identity: Identity
    lat: Lat
    lon: Lon
    invented: bool

    def __post_init__(self) -> None:
        """Refuse iBeacon numbers that do not fit into their two bytes."""
        kind, *parts = self.identity.split(":")
        if kind == "ibeacon" and max(int(part) for part in parts[1:]) > _LARGEST_MAJOR:
            raise ValueError(f"identity: MAJOR and MINOR are at most {_LARGEST_MAJOR}")


class CommuneRow(Row, frozen=True):
    """A line of `communes.csv`."""

    KEY: ClassVar[str] = "insee"

    insee: Insee
    name: Title
    population: Annotated[int, Meta(ge=0)]
    lat: Lat
    lon: Lon


_HANGING: Final = ("node", "sensor", "sensor_model", "mounted_on")

BTHOME: Final = "bthome"
"""The model of a sensor that a node's radio hears, at an address of its own."""


class Hanging(NamedTuple):
    """A sensor in a container, since the morning of a day."""

    node: str
    sensor: str
    model: str
    since: date
    port: str | None


class ContainerRow(Row, frozen=True):
    """A line of `containers.csv`: a container, and the sensor that hangs in it if one does."""

    id: Name
    name: Title
    insee: Insee
    operator: Name
    stream: Stream
    model: Name
    lat: Lat
    lon: Lon
    kg_per_m3: Annotated[float, Meta(gt=0, le=5000)]
    litres_per_day: Annotated[float, Meta(ge=0, le=100_000)]
    service_s: Seconds
    node: Name | None
    sensor: Name | None
    sensor_model: Name | None
    mounted_on: date | None
    invented: Literal["yes", "no"]
    sensor_port: Address | None = None
    windows: OpenHours | None = None
    max_truck_kg: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    max_truck_cm: Annotated[int, Meta(ge=1, le=1000)] | None = None
    age_zone: Zone | None = None
    access: Access | None = None

    def __post_init__(self) -> None:
        """Refuse a sensor of which only a part is said, and hours that cannot be kept."""
        hours(self.windows)
        given = [value is not None for value in self._hanging]
        if any(given) and not all(given):
            raise ValueError(f"{', '.join(_HANGING)} are given together or not at all")
        if (self.sensor_model == BTHOME) != (self.sensor_port is not None):
            raise ValueError(f"sensor_port is given for the sensor_model {BTHOME}, and only there")

    @property
    def hanging(self) -> Hanging | None:
        """The sensor that hangs in it, None if none does."""
        node, sensor, model, since = self._hanging
        if node is None or sensor is None or model is None or since is None:
            return None
        return Hanging(node, sensor, model, since, self.sensor_port)

    @property
    def _hanging(self) -> tuple[str | None, str | None, str | None, date | None]:
        return self.node, self.sensor, self.sensor_model, self.mounted_on

    def record(self) -> dict[str, Any]:
        """Return the container alone; what hangs in it has tables of its own."""
        record = msgspec.structs.asdict(self)
        for name in (*_HANGING, "sensor_port"):
            del record[name]
        return record | {"windows": hours(self.windows), "invented": self.invented == "yes"}
