"""What a row of a territory's files may say, and the record that the registry makes of it."""

from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta

from contract.names import PATTERN, Name

_CLOCK: Final = r"\A(?:[01]\d|2[0-3]):[0-5]\d\Z"
_INSEE: Final = r"\A\d[0-9AB]\d{3}\Z"

_ADDRESS: Final = r"\A[0-9A-F]{2}(?::[0-9A-F]{2}){5}\Z"
_IDENTITY: Final = (
    r"\A(?:ibeacon:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::[0-9]{1,5}){2}"
    r"|eddystone:[0-9a-f]{20}:[0-9a-f]{12}"
    r"|address:[0-9A-F]{2}(?::[0-9A-F]{2}){5})\Z"
)

# What a person reads in place of a pattern.
WORDS: Final = {
    PATTERN: "lower-case letters, digits and inner dashes, at most 63",
    _CLOCK: "HH:MM",
    _INSEE: "an INSEE code of five",
    _ADDRESS: "a Bluetooth address in capitals like A4:C1:38:34:11:04",
    _IDENTITY: (
        "ibeacon:UUID:MAJOR:MINOR or eddystone:NAMESPACE:INSTANCE in small letters, "
        "or address:AA:BB:CC:DD:EE:FF in capitals"
    ),
}

Title = Annotated[str, Meta(min_length=1, max_length=200)]
Insee = Annotated[str, Meta(pattern=_INSEE)]
Clock = Annotated[str, Meta(pattern=_CLOCK)]
Address = Annotated[str, Meta(pattern=_ADDRESS)]
Identity = Annotated[str, Meta(pattern=_IDENTITY)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Lon = Annotated[float, Meta(ge=-180, le=180)]
Millimetres = Annotated[int, Meta(ge=1, le=20_000)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]
Load = Annotated[int, Meta(ge=1, le=100_000)]
_LARGEST_MAJOR: Final = 65_535
Stream = Literal["residual", "biowaste", "glass", "paper", "packaging", "textiles"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Row(msgspec.Struct, frozen=True):
    """A row of a file; `KEY` names it there."""

    KEY: ClassVar[str] = "id"

    @property
    def key(self) -> str:
        """The row's own id."""
        return str(getattr(self, self.KEY))

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table, times of day as seconds after midnight."""
        record = msgspec.structs.asdict(self)
        for clock in ("opens", "closes", "starts", "ends"):
            if clock in record:
                record[f"{clock}_s"] = _seconds(record.pop(clock))
        return record


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


class SiteRow(Row, frozen=True):
    """`[[sites]]`: see `values.Site`."""

    id: Name
    name: Title
    kind: Literal["depot", "tip", "outlet"]
    operator: Name
    streams: tuple[Stream, ...]
    lat: Lat
    lon: Lon
    opens: Clock
    closes: Clock
    unload_s: Seconds
    invented: bool
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a site that closes before it opens."""
        if self.closes <= self.opens:
            raise ValueError(f"closes at {self.closes}, which is not after {self.opens}")


class TruckRow(Row, frozen=True):
    """`[[trucks]]`: see `values.Truck`."""

    id: Name
    name: Title
    operator: Name
    depot: Name
    gear: tuple[Name, ...]
    streams: tuple[Stream, ...]
    capacity_kg: Load
    capacity_l: Load
    compaction: Annotated[float, Meta(ge=1, le=20)]
    starts: Clock
    ends: Clock
    invented: bool

    def __post_init__(self) -> None:
        """Refuse a shift that ends before it starts."""
        if self.ends <= self.starts:
            raise ValueError(f"the shift ends at {self.ends}, which is not after {self.starts}")


class RoundRow(Row, frozen=True):
    """`[[rounds]]`: see `values.Round`."""

    id: Name
    name: Title
    operator: Name
    stream: Stream
    truck: Name
    weekdays: Annotated[tuple[Weekday, ...], Meta(min_length=1)]
    every_weeks: Annotated[int, Meta(ge=1, le=52)]
    anchor: date
    communes: Annotated[tuple[Insee, ...], Meta(min_length=1)]
    invented: bool


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

    def __post_init__(self) -> None:
        """Refuse a sensor of which only a part is said."""
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
        return record | {"invented": self.invented == "yes"}


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
