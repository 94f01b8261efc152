import multiprocessing
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
from cloud.registry.values import Sensor


def test_an_empty_database_becomes_exactly_the_tables(url: str) -> None:
    upgrade(url)

    database = Database(url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.close()


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


def make_0001(url: str) -> None:
    """Make a registry as the first release did, with a node in it."""
    database = Database(url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for row in ROWS_OF_0001:
            connection.execute(text(row))
    database.close()


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
