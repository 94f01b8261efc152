"""A territory as its world is made of it."""

from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from contract.names import Name
from firmware_sim.errors import BadRequest
from firmware_sim.territory.identity import Identity

Millimetres = Annotated[float, msgspec.Meta(gt=0, le=20_000)]


class Model(msgspec.Struct, frozen=True):
    """A make of container: a rectangular frustum, all in mm; widths and lengths are inside."""

    id: str
    depth_mm: Millimetres
    bottom_mm: tuple[Millimetres, Millimetres]
    top_mm: tuple[Millimetres, Millimetres]
    sensor_above_full_mm: Annotated[float, msgspec.Meta(ge=0, le=20_000)]


class Mount(NamedTuple):
    """The sensor that looks into a container, by the names it sends under.

    `address` is that of a Bluetooth sensor, which the radio of `node` hears; None: it has a cable.
    """

    node: str
    sensor: str
    address: bytes | None = None


class Container(NamedTuple):
    """One container of the world; `mount` is None where no sensor looks into it."""

    id: str
    stream: str
    model: Model
    litres_per_day: float
    mount: Mount | None


class Radio(msgspec.Struct, frozen=True):
    """A node's Bluetooth radio at a gate, which so many people pass on a working day."""

    node: Name
    sensor: Name
    gate: str
    people_per_day: Annotated[float, msgspec.Meta(ge=0, le=100_000)]


class Beacon(NamedTuple):
    """A beacon near the radio of `node`, and what it says on the air."""

    id: str
    node: str
    identity: Identity


class Territory(NamedTuple):
    """What one authority has out there, and the zone in which its people get up."""

    name: str
    zone: ZoneInfo
    containers: tuple[Container, ...]
    radios: tuple[Radio, ...] = ()
    beacons: tuple[Beacon, ...] = ()

    def watched(self) -> tuple[tuple[Mount, Container], ...]:
        """Return the containers that have a sensor, with it, in the order of the file."""
        return tuple((box.mount, box) for box in self.containers if box.mount is not None)

    def behind(self, node: str) -> Container:
        """Return the container that `node` looks into; raise BadRequest if there is none."""
        for mount, container in self.watched():
            if mount.node == node:
                return container
        raise BadRequest(f"no container of {self.name} has a node {node!r}")

    def radio(self, node: str) -> Radio:
        """Return the radio of `node`; raise BadRequest if it has none."""
        for radio in self.radios:
            if radio.node == node:
                return radio
        known = ", ".join(radio.node for radio in self.radios) or "there is none"
        raise BadRequest(f"{self.name} has no radio on a node {node!r}: {known}")
