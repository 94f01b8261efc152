"""What `cloud.toml` may say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contract.broker import Broker
from contract.config import read_settings
from contract.names import Name

Positive = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Ingest(msgspec.Struct, frozen=True):
    """The ingester's name, with whom it shares, and its pace."""

    name: Name = "ingester-1"
    share: Annotated[str, Meta(pattern=r"\A[a-z0-9-]{0,63}\Z")] = ""
    batch_messages: Annotated[int, Meta(ge=1, le=10_000)] = 500
    batch_wait_s: Positive = 0.1
    metrics_port: Annotated[int, Meta(ge=0, le=65535)] = 0


class Registry(msgspec.Struct, frozen=True):
    """Where the registry is."""

    url: str = "sqlite:///state/registry.sqlite"


class Store(msgspec.Struct, frozen=True):
    """Where points are kept."""

    kind: Literal["sqlite", "influx"] = "sqlite"
    file: Path = Path("state/points.sqlite")
    url: str = "http://127.0.0.1:8086"
    version: Literal[1, 2] = 1
    database: str = "vallee"
    org: str = ""
    username: str = ""
    password_file: Path | None = None
    token_file: Path | None = None
    ca_file: Path | None = None
    keep_days: Annotated[int, Meta(ge=0, le=36_500)] = 0


class Planning(msgspec.Struct, frozen=True):
    """When trucks go out, and what waiting costs."""

    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat")
    history_days: Annotated[int, Meta(ge=7, le=730)] = 56
    must_above: Share = 0.25
    overflow_price_eur: Positive = 150.0
    visit_price_eur: Annotated[float, Meta(ge=0)] = 10.0
    km_price_eur: Positive = 3.0
    crow_factor: Annotated[float, Meta(ge=1, le=3)] = 1.35
    speed_km_h: Positive = 38.0
    seed: int = 1
    rounds: Annotated[int, Meta(ge=1)] = 12
    search_s: Positive = 60.0
    load_sigmas: Annotated[float, Meta(ge=0, le=4)] = 1.0
    despatch: bool = True


class Roads(msgspec.Struct, frozen=True):
    """Where roads are built; where none are, distances are crow flight."""

    folder: Path = Path("state/roads")


class Footfall(msgspec.Struct, frozen=True):
    """Which figures of zones are made, and which of them are shown."""

    withhold_below: Annotated[int, Meta(ge=1)] = 5
    days: Annotated[int, Meta(ge=1, le=730)] = 35


class Web(msgspec.Struct, frozen=True):
    """Where the page is served, and under which names beside loopback."""

    host: str = "127.0.0.1"
    port: Port = 8080
    allowed_hosts: tuple[str, ...] = ()
    desk_writes: bool = False


class Identity(msgspec.Struct, frozen=True):
    """Where the issuing authority is, and for how long its word holds."""

    folder: Path = Path("state/identity")
    node_days: Annotated[int, Meta(ge=1, le=825)] = 90
    claim_hours: Annotated[int, Meta(ge=1, le=8760)] = 72
    crl_days: Annotated[int, Meta(ge=7, le=90)] = 14
    enrol_url: str = ""


class Mosquitto(msgspec.Struct, frozen=True):
    """The broker that is configured from here: where it listens, and under which names."""

    folder: Path = Path("state/mosquitto")
    host: str = "127.0.0.1"
    nodes_port: Port = 8883
    cloud_port: Port = 1884
    names: tuple[str, ...] = ("localhost",)


class Settings(msgspec.Struct, frozen=True):
    """The cloud."""

    mqtt: Broker = Broker()
    ingest: Ingest = Ingest()
    registry: Registry = Registry()
    store: Store = Store()
    planning: Planning = Planning()
    roads: Roads = Roads()
    footfall: Footfall = Footfall()
    web: Web = Web()
    identity: Identity = Identity()
    mosquitto: Mosquitto = Mosquitto()


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the cloud's settings; raise BadSettings with one sentence."""
    return read_settings(Settings, file, environ, "VALLEE_CLOUD")
