"""What `cloud.toml` may say."""

from collections.abc import Mapping
from ipaddress import ip_address
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
# One address, and nothing that could begin another header.
_MAIL = r"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z"
# What is signed is no secret, but who is called out is: over TLS, or on this machine.
_HOOK = r"\A(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?)(/[^\s#]*)?\Z"
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
    """Where the page is served, under which names beside loopback, and who speaks TLS for it."""

    host: str = "127.0.0.1"
    port: Port = 8080
    allowed_hosts: tuple[str, ...] = ()
    cert_file: Path | None = None
    key_file: Path | None = None
    folder: Path = Path("state/web")
    behind_proxy: bool = False

    @property
    def is_here(self) -> bool:
        """Whether nobody but this machine reaches the page, if no proxy is before it."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def makes_its_own(self) -> bool:
        """Whether the page needs a certificate that our own authority makes."""
        return self.cert_file is None and not self.behind_proxy and not self.is_here

    desk_writes: bool = False


class Identity(msgspec.Struct, frozen=True):
    """Where the issuing authority is, and for how long its word holds."""

    folder: Path = Path("state/identity")
    node_days: Annotated[int, Meta(ge=1, le=825)] = 90
    claim_hours: Annotated[int, Meta(ge=1, le=8760)] = 72
    crl_days: Annotated[int, Meta(ge=7, le=90)] = 14
    enrol_url: str = ""


class People(msgspec.Struct, frozen=True):
    """How long people stay signed in, and how long their coming and going is kept."""

    url: str = ""
    key_file: Path = Path("state/people.key")
    idle_hours: Annotated[int, Meta(ge=1, le=720)] = 24
    session_days: Annotated[int, Meta(ge=1, le=90)] = 14
    admin_idle_minutes: Annotated[int, Meta(ge=5, le=1440)] = 60
    admin_session_hours: Annotated[int, Meta(ge=1, le=168)] = 12
    link_hours: Annotated[int, Meta(ge=1, le=720)] = 72
    keep_days: Annotated[int, Meta(ge=1, le=365)] = 60
    journal_days: Annotated[int, Meta(ge=30, le=3650)] = 365


class Mosquitto(msgspec.Struct, frozen=True):
    """The broker that is configured from here: where it listens, and under which names."""

    folder: Path = Path("state/mosquitto")
    host: str = "127.0.0.1"
    nodes_port: Port = 8883
    cloud_port: Port = 1884
    names: tuple[str, ...] = ("localhost",)


class AlarmHook(msgspec.Struct, frozen=True):
    """An address that takes alarms over HTTP, and the file of the secret that signs them."""

    url: Annotated[str, Meta(pattern=_HOOK)]
    secret_file: Path


AlarmKinds = tuple[Literal["fire", "overflow", "lost", "reception"], ...]


class AlarmLevel(msgspec.Struct, frozen=True):
    """Who is told together of which alarms, and how many minutes they have to acknowledge."""

    minutes: Annotated[int, Meta(ge=1, le=10_080)] = 15
    kinds: AlarmKinds = ("fire", "overflow", "lost", "reception")
    mails: tuple[Annotated[str, Meta(pattern=_MAIL)], ...] = ()
    webhooks: tuple[AlarmHook, ...] = ()


class Alarms(msgspec.Struct, frozen=True):
    """What is an alarm, who is told of it, and by which mail server."""

    every_s: Annotated[float, Meta(ge=1, le=3600)] = 60.0
    fire_c: Annotated[float, Meta(ge=40, le=300)] = 65.0
    overflow_at: Annotated[float, Meta(gt=0, le=2)] = 1.0
    overflow_over: Annotated[float, Meta(gt=0, le=2)] = 0.85
    lost_hours: Annotated[int, Meta(ge=1, le=720)] = 24
    fire_silent_min: Annotated[int, Meta(ge=0, le=10_080)] = 15
    overflow_silent_min: Annotated[int, Meta(ge=0, le=10_080)] = 720
    lost_silent_min: Annotated[int, Meta(ge=0, le=10_080)] = 720
    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    sender: Annotated[str, Meta(pattern=rf"\A\Z|{_MAIL}")] = ""
    levels: tuple[AlarmLevel, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a list that cannot be told, and a password in plain sight."""
        if any(level.mails for level in self.levels) and not (self.smtp_host and self.sender):
            raise ValueError("mail needs smtp_host and sender")
        if self.username is not None and self.smtp_security == "none":
            raise ValueError("a password goes over starttls or tls only, not over none")
        if self.overflow_over > self.overflow_at:
            raise ValueError("overflow_over lies below overflow_at")


Called = Annotated[str, Meta(pattern=r"\A[^=]+= *[a-z0-9][a-z0-9-]{0,62} *\Z")]
"""What others call something of ours, and what we call it: "AB-123-CD = benne-1"."""


def called(names: tuple[Called, ...]) -> dict[str, str]:
    """Return our names by those of others."""
    told = (one.partition("=") for one in names)
    return {theirs.strip(): ours.strip() for theirs, _, ours in told}


class Weighing(msgspec.Struct, frozen=True):
    """How weighbridges call our trucks, sites and streams, and how far their clocks may differ."""

    window_min: Annotated[int, Meta(ge=1, le=720)] = 60
    plates: tuple[Called, ...] = ()
    sites: tuple[Called, ...] = ()
    streams: tuple[Called, ...] = ()


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
    alarms: Alarms = Alarms()
    weighbridge: Weighing = Weighing()
    people: People = People()


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the cloud's settings; raise BadSettings with one sentence."""
    return read_settings(Settings, file, environ, "VALLEE_CLOUD")
