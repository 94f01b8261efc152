"""What a node's `edge.toml` may say."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from contract.broker import Broker
from contract.config import read_settings
from contract.names import Name
from edge.beacons.identity import read_identity

Positive = Annotated[float, Meta(gt=0)]


class OutboxOptions(msgspec.Struct, frozen=True):
    """Where readings wait, how much of them, and how often the card is written."""

    folder: Path = Path("state")
    max_mb: Positive = 64.0
    commit_rows: Annotated[int, Meta(ge=1, le=1000)] = 50
    commit_every_s: Positive = 10.0
    memory_rows: Annotated[int, Meta(ge=100, le=1_000_000)] = 10_000


class Sending(msgspec.Struct, frozen=True):
    """How much may be on its way, and when it is sent again."""

    # One half is for what is sent again.
    window_rows: Annotated[int, Meta(ge=2, le=5000)] = 200
    envelope_rows: Annotated[int, Meta(ge=1, le=1000)] = 100
    repeat_after_s: Positive = 20.0
    repeat_ceiling_s: Positive = 300.0
    status_every_s: Positive = 60.0
    poison_after: Annotated[int, Meta(ge=2, le=100)] = 5
    max_bytes_per_s: Annotated[float, Meta(ge=0)] = 0.0
    month_mb: Annotated[float, Meta(ge=0)] = 0.0


class Container(msgspec.Struct, frozen=True):
    """The inside of the container below a sensor, in millimetres."""

    depth_mm: Positive
    bottom_mm: tuple[Positive, Positive]
    top_mm: tuple[Positive, Positive]
    sensor_above_full_mm: Annotated[float, Meta(ge=0)] = 0.0


class SensorOptions(msgspec.Struct, frozen=True):
    """One sensor: which part, on which port (or address), how often, over which container."""

    name: Name
    model: str
    container: Container
    port: str = "/dev/serial0"
    every_s: Positive = 900.0
    pings: Annotated[int, Meta(ge=1, le=1000)] = 7
    patience_s: Positive = 10.0


class BeaconOptions(msgspec.Struct, frozen=True):
    """One of the zone's own beacons: its name, and what it says on the air."""

    name: Name
    identity: str

    def __post_init__(self) -> None:
        """Refuse an identity that cannot be read."""
        read_identity(self.identity)


class RadioOptions(msgspec.Struct, frozen=True):
    """A Bluetooth adapter that counts passages and listens to the zone's own beacons."""

    name: Name = "radio"
    adapter: Annotated[str, Meta(pattern=r"\Ahci\d+\Z")] = "hci0"
    # What is kept of an address lives for two windows: ten minutes, and no more.
    window_s: Annotated[int, Meta(ge=60, le=300)] = 300
    rotation_s: Positive = 780.0
    beacons_every_s: Annotated[int, Meta(ge=60, le=86_400)] = 900
    beacons: tuple[BeaconOptions, ...] = ()


class Metrics(msgspec.Struct, frozen=True):
    """Where a node can be asked how it is."""

    port: Annotated[int, Meta(ge=0, le=65535)] = 0


class Settings(msgspec.Struct, frozen=True):
    """A node."""

    node: Name
    sensors: tuple[SensorOptions, ...] = ()
    radio: RadioOptions | None = None
    mqtt: Broker = Broker()
    outbox: OutboxOptions = OutboxOptions()
    sending: Sending = Sending()
    metrics: Metrics = Metrics()

    def __post_init__(self) -> None:
        """Refuse a node that has nothing to do, and two things under one name."""
        names = [sensor.name for sensor in self.sensors]
        if self.radio is not None:
            names += [self.radio.name, *(beacon.name for beacon in self.radio.beacons)]
        if not names:
            raise ValueError("a node has [[sensors]], a [radio] or both")
        name, times = Counter(names).most_common(1)[0]
        if times > 1:
            raise ValueError(f"{times} of its sensors, radio and beacons are named {name!r}")


def load(file: Path, environ: Mapping[str, str]) -> Settings:
    """Read a node's settings; raise BadSettings with one sentence."""
    return read_settings(Settings, file, environ, "VALLEE_EDGE")
