"""A real InfluxDB that holds three weeks of the valley, and the dashboards as they are built."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import pytest

from cloud.store.influx import InfluxStore
from dashboards.build.written import written
from dashboards.check.board import Board, read
from dashboards.check.influx import Influx
from tests.dashboards.world import Witness, fill, instant_us
from tests.services.influxd import Influxd
from tests.services.programs import program

# A Wednesday afternoon in winter time.
NOW_US: Final = instant_us("2026-11-18T16:40:00+01:00")
DATABASE: Final = "vallee"


@dataclass(frozen=True)
class Filled:
    """A server with points in it, and what was put in."""

    server: Influxd
    witness: Witness
    now_ms: int

    @property
    def store(self) -> Influx:
        return Influx(self.server.url, DATABASE)


def texts() -> dict[str, bytes]:
    """Return the built dashboards by name."""
    return {file.stem: text.encode() for file, text in written().items() if file.suffix == ".json"}


def boards() -> dict[str, Board]:
    """Return the built dashboards as checks see them, by name."""
    return {name: read(name, text) for name, text in texts().items()}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Give one InfluxDB for all tests of the dashboards; none of them writes into it."""
    folder = tmp_path_factory.mktemp("influxd")
    server = Influxd(program("influxd"), folder)
    server.start_afresh()
    try:
        with closing(InfluxStore(server.url, DATABASE)) as store:
            witness = Witness(store)
            fill(witness, tmp_path_factory.mktemp("registry"), NOW_US)
        yield Filled(server, witness, NOW_US // 1000)
    finally:
        server.kill()
