import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from cloud.errors import RegistryFault
from cloud.registry.database import Database
from cloud.registry.migrate import upgrade
from cloud.registry.registry import open_registry
from cloud.registry.tables import METADATA


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
    assert versions == [("0001",)]


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
