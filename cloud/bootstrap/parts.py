"""The parts that several verbs share: clock, registry, store."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cloud.errors import RegistryFault, StoreDown
from cloud.settings import Settings
from contract.config import read_secret

# Each part is loaded when it is first asked for: every verb begins here, most need one part or
# two, and SQLAlchemy and InfluxDB's client take longer to load than `--help` takes to answer.
# ruff: noqa: PLC0415
if TYPE_CHECKING:
    from cloud.registry.registry import Registry
    from cloud.series.directory import Directory
    from cloud.store.port import Store

log = logging.getLogger(__name__)

# Outages of a month have been seen; a shorter retention drops what was kept through them.
SHORT_DAYS: Final = 30


def now_us() -> int:
    """Return the machine's time, µs since 1970 UTC."""
    return time.time_ns() // 1000


@contextmanager
def registry(settings: Settings) -> Iterator["Registry"]:
    """Open the registry for a while."""
    from cloud.registry.registry import open_registry

    with open_registry(settings.registry.url) as opened:
        yield opened


@contextmanager
def store(settings: Settings) -> Iterator["Store"]:
    """Open the store for a while."""
    opened = _store(settings)
    try:
        yield opened
    finally:
        opened.close()


def keep_points(settings: Settings, points: "Store") -> None:
    """Have the store keep points as long as the settings say; warn if that is dangerously short."""
    try:
        days = points.retain(settings.store.keep_days, now_us() * 1000)
    except StoreDown as error:
        log.warning("how long points are kept is not set: %s", error)
        return
    if 0 < days < SHORT_DAYS:
        log.warning(
            "the store keeps points for %.3g days: what comes after a longer outage is refused",
            days,
        )


def local_zone(records: "Registry") -> ZoneInfo:
    """Return the local time of the territory; raise RegistryFault if none was loaded."""
    territories = records.territories()
    if not territories:
        raise RegistryFault(
            "no territory is loaded; load one with: vallee-cloud registry load FOLDER"
        )
    return ZoneInfo(territories[0].timezone)


def directory(records: "Registry") -> "Directory":
    """Return the registry's sensors as who takes readings asks for them, noting late ones.

    Without a territory there is nothing that could be late.
    """
    from cloud.series.directory import Directory
    from cloud.series.lateness import Lateness

    lateness = Lateness(local_zone(records)) if records.territories() else None
    return Directory(records, time.monotonic, lateness)


def _store(settings: Settings) -> "Store":
    chosen = settings.store
    if chosen.kind == "sqlite":
        from cloud.store.sqlite import SqliteStore

        return SqliteStore(chosen.file)
    from cloud.store.influx import InfluxStore

    return InfluxStore(
        chosen.url,
        chosen.database,
        version=chosen.version,
        org=chosen.org,
        token=read_secret(chosen.token_file) if chosen.token_file else "",
        username=chosen.username,
        password=read_secret(chosen.password_file) if chosen.password_file else "",
        ca_file=chosen.ca_file,
    )
