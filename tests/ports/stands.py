"""Stores as the suite wants them: opened, taken down, brought back."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pytest

from cloud.store.influx import InfluxStore
from cloud.store.memory import MemoryStore
from cloud.store.port import Store
from cloud.store.sqlite import SqliteStore
from tests.services.influx2 import BUCKET, ORG, TOKEN, Influx2
from tests.services.influxd import Influxd

URL: Final = "VALLEE_TEST_INFLUX_URL"


@dataclass(frozen=True)
class Stand:
    """A store under test, and what takes it down and brings it back."""

    store: Store
    down: Callable[[], None]
    up: Callable[[], None]


@contextmanager
def memory() -> Iterator[Stand]:
    store = MemoryStore()
    yield Stand(store, lambda: setattr(store, "down", True), lambda: setattr(store, "down", False))


@contextmanager
def sqlite(folder: Path) -> Iterator[Stand]:
    """A SQLite store is down for a writer as long as somebody else holds the file."""
    path = folder / "store.sqlite"
    with (
        closing(SqliteStore(path, busy_timeout_s=0.01)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        yield Stand(
            store,
            lambda: void(other.execute("BEGIN EXCLUSIVE")),
            lambda: void(other.execute("ROLLBACK")),
        )


@contextmanager
def influx1(server: Influxd) -> Iterator[Stand]:
    with closing(InfluxStore(server.url, "vallee")) as store:
        yield Stand(store, server.kill, server.start)


@contextmanager
def influx2() -> Iterator[Stand]:
    server = Influx2()
    server.start()
    with closing(InfluxStore(server.url, BUCKET, version=2, org=ORG, token=TOKEN)) as store:
        yield Stand(store, server.stop, server.start)
    server.stop()


@contextmanager
def influx_elsewhere() -> Iterator[Stand]:
    """A real server that somebody gave us by its address; nobody but they may take it down."""
    version: Literal[1, 2] = 1 if _given("VERSION", "2") == "1" else 2
    store = InfluxStore(
        _given("URL"),
        _given("DATABASE", "vallee-test"),
        version=version,
        org=_given("ORG"),
        token=_given("TOKEN"),
        username=_given("USERNAME"),
        password=_given("PASSWORD"),
    )
    with closing(store):
        yield Stand(store, _not_ours, _not_ours)


def _given(name: str, default: str = "") -> str:
    return os.environ.get(f"VALLEE_TEST_INFLUX_{name}", default)


def void(_: object) -> None:
    """Forget a value."""


def _not_ours() -> None:
    pytest.skip(f"the server at {URL} is not ours to take down")
