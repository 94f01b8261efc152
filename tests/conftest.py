"""What every test may ask for: real servers of its own, on loopback."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.postgres import Postgres
from tests.services.programs import program
from tests.services.spread import Spread
from tests.services.verbs import Verbs

# Drawing is slow on a machine that does other things; that is no fault of what is tried.
settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

_LIVE = {"mosquitto", "influxd", "postgres", "dbus", "chromium"}


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """Give a started broker; the test may kill() it and start() it on the same port and files."""
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    broker = Mosquitto(program("mosquitto"), folder)
    broker.start_afresh()
    yield broker
    broker.kill()


@pytest.fixture
def influxd(tmp_path: Path) -> Iterator[Influxd]:
    """Give a started InfluxDB 1.x; the test may kill() it and start() it on the same files."""
    folder = tmp_path / "influxd"
    folder.mkdir()
    server = Influxd(program("influxd"), folder)
    server.start_afresh()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a started PostgreSQL; all tests share it, each in a schema or database of its own."""
    server_program = program("postgres")
    # Not below pytest's own folder, which only root may enter.
    with TemporaryDirectory(prefix="vallee-postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(server_program, Path(folder))
        server.start_afresh()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def verbs() -> Iterator[Verbs]:
    """Give `vallee-cloud` without its start: a process a call, with all loaded that it needs."""
    served = Verbs()
    yield served
    served.close()


@pytest.fixture(scope="session")
def sim() -> Iterator[Verbs]:
    """Give `vallee-sim` likewise."""
    served = Verbs("vallee-sim")
    yield served
    served.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Have one process more than there are processors: who tries live programs waits a lot."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread:
    """Have files run whole, in their order: the short ones are at the end."""
    config.option.loadscopereorder = False
    return Spread(config, log)


def pytest_collection_finish() -> None:
    """Keep what is loaded for all tests out of every later search for garbage.

    It is half a million objects that stay to the end; a forked process copies what it looks at.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as live each test that asks for a real server, so that nobody has to remember to."""
    for item in items:
        if isinstance(item, pytest.Function) and _LIVE & set(item.fixturenames):
            item.add_marker(pytest.mark.live)
