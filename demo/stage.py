"""What is decided before anything is started: parts, ports, folders, and what the programs hear."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from contract.errors import BadSettings
from demo import broker, store
from demo.commands import Commands, scripts_folder
from demo.listening import LOOPBACK, free_port, free_port_from
from demo.parts import package, program
from demo.settings import Settings
from demo.web import Web

# The kernel's limit, its closing zero counted.
LONGEST_SOCKET: Final = 107


@dataclass(frozen=True, slots=True)
class Played:
    """Files that are played in the place of what the demo makes up.

    Attributes:
        series: daily fill series in the place of a made-up world.
        extract: OpenStreetMap extract of the territory in the place of crow flight.
    """

    series: Path | None = None
    extract: Path | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that the story needs to start programs.

    Attributes:
        state: the demo's own folder; files in it are named below.
        played: the person's own files, by absolute paths.
        environ: what every program is given.
    """

    settings: Settings
    state: Path
    played: Played
    broker: broker.Broker
    broker_port: int
    store: store.Store
    store_port: int
    commands: Commands
    web: Web
    environ: Mapping[str, str]

    @property
    def logs(self) -> Path:
        """Where each program's log is."""
        return self.state / "logs"

    @property
    def frames(self) -> Path:
        """Timed frames of all nodes."""
        return self.state / "frames.jsonl"

    @property
    def nodes(self) -> Path:
        """Settings of all nodes, for the replay."""
        return self.state / "nodes"

    @property
    def live(self) -> Path:
        """Settings of the one node that is played live."""
        return self.state / "live"

    @property
    def tty(self) -> Path:
        """The serial port of that node."""
        return self.state / "tty"

    @property
    def bus(self) -> Path:
        """The socket of the D-Bus on which the zone's radio is played live."""
        return self.state / "bus" / "bus"

    @property
    def can_hear(self) -> bool:
        """Tell whether a radio can be played: a dbus-daemon, and a path that a socket may have."""
        short = len(str(self.bus.absolute()).encode()) <= LONGEST_SOCKET
        return short and program("dbus-daemon", self.environ) is not None

    @property
    def registry(self) -> Path:
        """The registry's file."""
        return self.state / "registry.sqlite"


def set_stage(
    settings: Settings,
    state: Path,
    environ: Mapping[str, str],
    now: datetime,
    played: Played = Played(),
) -> Stage:
    """Choose parts and ports; raise BadSettings for what the person must mend.

    The history begins at a midnight, UTC, and ends now: all demos of one day and seed play the
    same world. A daily fill series brings a history and a territory of its own.
    """
    files = Played(_file("replay", played.series), _file("extract", played.extract))
    territory = _territory(settings, state, files.series)
    until = now.astimezone(UTC).replace(microsecond=0)
    midnight = until.replace(hour=0, minute=0, second=0)
    start = midnight - timedelta(days=settings.days)
    stage = Stage(
        settings,
        state,
        files,
        broker.choose(settings.broker, program("mosquitto", environ), iotcore=package("iotcore")),
        free_port(),
        store.choose(settings.store, settings.influx_url, program("influxd", environ)),
        free_port(),
        Commands(scripts_folder(), territory, start.isoformat(), until.isoformat(), settings.seed),
        Web(free_port_from(settings.web_port)),
        environ={},
    )
    run = until.strftime("%Y%m%d_%H%M%S")
    return replace(stage, environ={**environ, **_ours(stage), **_stores(stage, run, environ)})


def _territory(settings: Settings, state: Path, series: Path | None) -> Path:
    """Return the folder of the territory, which is yet to be made if there is a series."""
    if series is None:
        return _home("territory", settings.territory)
    _home("replay_territory", settings.replay_territory)
    return state / "territory"


def _file(option: str, file: Path | None) -> Path | None:
    if file is not None and not file.is_file():
        raise BadSettings(f"--{option}: {file} is no file")
    return file.absolute() if file is not None else None


def _home(key: str, folder: Path) -> Path:
    if not (folder / "territory.toml").is_file():
        raise BadSettings(f"{key}: {folder} is no folder with a territory.toml")
    return folder.absolute()


def _ours(stage: Stage) -> dict[str, str]:
    """Return what the programs must hear; what else the environment says to them, stays."""
    return {
        "VALLEE_CLOUD_MQTT__HOST": LOOPBACK,
        "VALLEE_CLOUD_MQTT__PORT": str(stage.broker_port),
        "VALLEE_CLOUD_INGEST__BATCH_MESSAGES": str(stage.broker.batch_messages),
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{stage.registry}",
        # What is built there is this demo's, or nothing.
        "VALLEE_CLOUD_ROADS__FOLDER": str(stage.state / "roads"),
        "VALLEE_CLOUD_WEB__HOST": LOOPBACK,
        "VALLEE_CLOUD_WEB__PORT": str(stage.web.port),
        "VALLEE_EDGE_MQTT__HOST": LOOPBACK,
        "VALLEE_EDGE_MQTT__PORT": str(stage.broker_port),
        "VALLEE_EDGE_OUTBOX__FOLDER": str(stage.state / "outbox"),
        # Only a node with a radio looks there: never at this machine's own.
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={stage.bus.absolute()}",
        # Who watches the live node does not wait for a full batch; the replay fills its own.
        "VALLEE_EDGE_OUTBOX__COMMIT_EVERY_S": "1",
    }


def _stores(stage: Stage, run: str, environ: Mapping[str, str]) -> dict[str, str]:
    if stage.store.url:
        return store.influx_environ(stage.store.url, run, environ)
    if stage.store.influxd:
        return store.influx_environ(f"http://{LOOPBACK}:{stage.store_port}", run, environ)
    return store.sqlite_environ(stage.state / "points.sqlite")
