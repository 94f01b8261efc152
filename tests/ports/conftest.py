"""The implementations over which each port's suite runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import stands
from tests.ports.stands import Stand
from tests.services.influxd import Influxd

_STORES = ["memory", "sqlite", pytest.param("influx-1", marks=pytest.mark.live), "influx-2"]
if os.environ.get(stands.URL):
    _STORES.append("influx-url")


@pytest.fixture(params=_STORES)
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    match request.param:
        case "memory":
            opened = stands.memory()
        case "sqlite":
            opened = stands.sqlite(tmp_path)
        case "influx-1":
            server = request.getfixturevalue("influxd")
            assert isinstance(server, Influxd)
            opened = stands.influx1(server)
        case "influx-2":
            opened = stands.influx2()
        case _:
            opened = stands.influx_elsewhere()
    with opened as stand:
        yield stand
