import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from cloud.errors import RegistryFault
from cloud.registry import migrate
from cloud.registry.database import Database
from cloud.registry.migrate import upgrade
from cloud.registry.registry import open_registry
from cloud.registry.tables import METADATA
from cloud.registry.values import Compartment, Hours, Sensor


@pytest.fixture
def url(blank: str) -> str:
    """Begin with nothing."""
    return blank


def test_an_empty_database_becomes_exactly_the_tables(url: str) -> None:
    upgrade(url)

    database = Database(url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.close()


def test_threads_of_one_program_may_open_a_registry_at_once(tmp_path: Path) -> None:
    def opened(number: int) -> str:
        with open_registry(f"sqlite:///{tmp_path}/{number % 2}.sqlite"):
            return "open"

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(opened, range(24))) == ["open"] * 24


def test_an_upgrade_of_the_newest_form_changes_nothing(url: str) -> None:
    upgrade(url)
    upgrade(url)

    database = Database(url)
    with database.reading() as connection:
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    database.close()
    newest = max((Path(migrate.__file__).with_name("migrations") / "versions").glob("0*.py"))
    assert versions == [(newest.name[:4],)]


MIGRATIONS: Final = Path(migrate.__file__).with_name("migrations")
ROWS_OF_0001: Final = (
    "INSERT INTO nodes VALUES ('n-001')",
    "INSERT INTO sensors VALUES ('n-001', 'fill', 'a02yyuw')",
    "INSERT INTO node_status VALUES ('n-001', '0123456789ab', 'up', 7, 1, 0, 0)",
)


ROWS_OF_0005: Final = (
    "INSERT INTO operators VALUES ('a', 'A')",
    (
        "INSERT INTO sites VALUES "
        "('yard', 'Yard', 'depot', 'a', '[]', 43.6, 3.5, 18000, 72000, 0, true, '')"
    ),
    (
        "INSERT INTO trucks VALUES ('one', 'One', 'a', 'yard', '[\"hook\"]', '[\"glass\"]', "
        "5000, 16000, 1.5, 19800, 45000, true)"
    ),
    (
        "INSERT INTO rounds VALUES ('thursday', 'Thursday', 'a', 'glass', 'one', '[\"thu\"]', 2, "
        "'2026-01-05', '[\"34001\"]', true)"
    ),
)


def make(url: str, revision: str, rows: Sequence[str]) -> None:
    """Make a registry as an earlier release did, with rows in it."""
    database = Database(url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for row in rows:
            connection.execute(text(row))
    database.close()


def make_0001(url: str) -> None:
    """Make a registry as the first release did, with a node in it."""
    make(url, "0001", ROWS_OF_0001)


def test_a_registry_of_the_first_release_is_upgraded_and_loses_nothing(
    url: str, zoned: Path
) -> None:
    make_0001(url)

    with open_registry(url) as registry:
        before = registry.sensors()
        registry.load_territory(zoned)

        assert before == {("n-001", "fill"): Sensor("n-001", "fill", "a02yyuw", ())}
        assert [status.at_us for status in registry.statuses()] == [7]
        assert registry.sensors()["n-001", "fill"].mounts[0].container == "alpha-01"
        assert len(registry.radios()) == 1


def test_trucks_and_rounds_of_before_plan_as_before(url: str) -> None:
    make(url, "0005", ROWS_OF_0005)

    with open_registry(url) as registry:
        (truck,), (fixed,), (site,) = registry.trucks(), registry.rounds(), registry.sites()

    assert truck.body == (Compartment(("glass",), 5000, 16_000),)
    assert (truck.home, truck.rules, truck.gross_kg) == ("yard", ("labour-code",), 19_000)
    assert (truck.eur_per_km, truck.eur_per_hour, truck.eur_per_use) == (None, 0, 0)
    assert site.hours == (Hours(18_000, 72_000),)
    assert (fixed.truck, fixed.calendar.every_weeks) == ("one", 2)
    assert [fixed.runs_on(date(2026, 1, day)) for day in (8, 15, 22)] == [True, False, True]


def test_an_upgraded_registry_is_exactly_a_new_one(url: str) -> None:
    make_0001(url)

    upgrade(url)

    database = Database(url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.close()


def test_programs_that_start_together_make_one_registry(url: str) -> None:
    context = multiprocessing.get_context("spawn")

    with context.Pool(4) as pool:
        pool.map(upgrade, [url] * 8)
        pool.close()
        pool.join()

    with open_registry(url) as registry:
        assert registry.containers() == []


def test_a_registry_of_a_newer_release_is_left_alone(url: str) -> None:
    upgrade(url)
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    with pytest.raises(RegistryFault, match="newer release"):
        open_registry(url)


def test_a_percent_sign_in_the_path_is_only_a_character(tmp_path: Path) -> None:
    place = tmp_path / "100 %"
    place.mkdir()

    with open_registry(f"sqlite:///{place / 'registry.db'}") as registry:
        assert registry.operators() == []
