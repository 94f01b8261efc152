"""The store of the demo: an InfluxDB that is given or can be started, else a SQLite file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from contract.errors import BadSettings

_PREFIX: Final = "VALLEE_CLOUD_STORE__"
_DATABASE: Final = f"{_PREFIX}DATABASE"


@dataclass(frozen=True, slots=True)
class Store:
    """Where readings go: to the server at `url`, to a started `influxd`, or, without, a file."""

    name: str
    url: str = ""
    influxd: str | None = None


def choose(wanted: Literal["auto", "sqlite", "influx"], url: str, influxd: str | None) -> Store:
    """Choose a store out of what there is; raise BadSettings if `wanted` is not to be had."""
    if wanted == "sqlite":
        return Store("SQLite")
    if url:
        return Store(f"InfluxDB at {url}", url=url)
    if influxd is not None:
        return Store("InfluxDB", influxd=influxd)
    if wanted == "influx":
        raise BadSettings("store: influx needs influxd on the PATH, or influx_url")
    return Store("SQLite")


def sqlite_environ(file: Path) -> dict[str, str]:
    """Return what tells the cloud's programs to keep points in a file."""
    return {f"{_PREFIX}KIND": "sqlite", f"{_PREFIX}FILE": str(file)}


def influx_environ(url: str, run: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Return what tells the cloud's programs to keep points on an InfluxDB server.

    On a server of other people each run has a database of its own, named after `run`, unless
    the environment names one: two histories in one series would be neither's.
    """
    database = environ.get(_DATABASE, f"vallee_demo_{run}")
    return {f"{_PREFIX}KIND": "influx", f"{_PREFIX}URL": url, _DATABASE: database}


def influxd_config(port: int, folder: Path) -> str:
    """Return a configuration for InfluxDB 1.x with all its listeners on loopback."""
    return f"""\
reporting-disabled = true
# The port for backups: any free one, but never on all interfaces.
bind-address = "127.0.0.1:0"
[meta]
dir = "{folder}/meta"
[data]
dir = "{folder}/data"
wal-dir = "{folder}/wal"
query-log-enabled = false
[http]
bind-address = "127.0.0.1:{port}"
log-enabled = false
[monitor]
store-enabled = false
[subscriber]
enabled = false
[continuous_queries]
enabled = false
[retention]
enabled = false
[shard-precreation]
enabled = false
"""
