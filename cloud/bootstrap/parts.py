"""The parts that several verbs share: clock, registry, store."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from cloud.errors import RegistryFault
from cloud.registry.registry import Registry, open_registry
from cloud.settings import Settings
from cloud.store.influx import InfluxStore
from cloud.store.port import Store
from cloud.store.sqlite import SqliteStore
from contract.config import read_secret


def now_us() -> int:
    """Return the machine's time, µs since 1970 UTC."""
    return time.time_ns() // 1000


@contextmanager
def registry(settings: Settings) -> Iterator[Registry]:
    """Open the registry for a while."""
    with open_registry(settings.registry.url) as opened:
        yield opened


@contextmanager
def store(settings: Settings) -> Iterator[Store]:
    """Open the store for a while."""
    opened = _store(settings)
    try:
        yield opened
    finally:
        opened.close()


def local_zone(records: Registry) -> ZoneInfo:
    """Return the local time of the territory; raise RegistryFault if none was loaded."""
    territories = records.territories()
    if not territories:
        raise RegistryFault(
            "no territory is loaded; load one with: vallee-cloud registry load FOLDER"
        )
    return ZoneInfo(territories[0].timezone)


def _store(settings: Settings) -> Store:
    chosen = settings.store
    if chosen.kind == "sqlite":
        return SqliteStore(chosen.file)
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
