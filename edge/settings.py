"""What a node's `edge.toml` may say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from contract.broker import Broker
from contract.config import read_settings
from contract.names import Name

Positive = Annotated[float, Meta(gt=0)]


class OutboxOptions(msgspec.Struct, frozen=True):
    """Where readings wait, how much of them, and how often the card is written."""

    folder: Path = Path("state")
    max_mb: Positive = 64.0
    commit_rows: Annotated[int, Meta(ge=1, le=1000)] = 50
    commit_every_s: Positive = 10.0


class Sending(msgspec.Struct, frozen=True):
    """How much may be on its way, and when it is sent again."""

    window_rows: Annotated[int, Meta(ge=1, le=5000)] = 200
    envelope_rows: Annotated[int, Meta(ge=1, le=1000)] = 100
    repeat_after_s: Positive = 20.0
    repeat_ceiling_s: Positive = 300.0
    status_every_s: Positive = 60.0


class Container(msgspec.Struct, frozen=True):
    """The inside of the container below a sensor, in millimetres."""

    depth_mm: Positive
    bottom_mm: tuple[Positive, Positive]
    top_mm: tuple[Positive, Positive]
    sensor_above_full_mm: Annotated[float, Meta(ge=0)] = 0.0


class SensorOptions(msgspec.Struct, frozen=True):
    """One sensor: which part, on which port, how often, over which container."""

    name: Name
    model: str
    container: Container
    port: str = "/dev/serial0"
    every_s: Positive = 900.0
    pings: Annotated[int, Meta(ge=1, le=1000)] = 7
    patience_s: Positive = 10.0


class Settings(msgspec.Struct, frozen=True):
    """A node."""

    node: Name
    sensors: tuple[SensorOptions, ...]
    mqtt: Broker = Broker()
    outbox: OutboxOptions = OutboxOptions()
    sending: Sending = Sending()


def load(file: Path, environ: Mapping[str, str]) -> Settings:
    """Read a node's settings; raise BadSettings with one sentence."""
    return read_settings(Settings, file, environ, "VALLEE_EDGE")
