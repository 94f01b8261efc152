"""Business zones: their radios and beacons, and people who were counted by hand."""

from dataclasses import dataclass


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
