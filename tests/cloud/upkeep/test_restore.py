"""What is brought back is what was saved, on a machine that had nothing."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from cloud.bootstrap.ledger import ledger
from cloud.bootstrap.parts import registry
from cloud.bootstrap.upkeep import backup, restore
from cloud.registry import migrate
from cloud.registry.database import Database
from cloud.registry.migrate import newest_form
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.manifest import Held
from cloud.upkeep.places import held
from tests.cloud.upkeep.conftest import DAYS, Place, place
from tests.flow.conftest import NOW_US

FILES = ("manifest.json", "points.sqlite", "registry.sqlite", "SHA256SUMS")


@pytest.fixture
def copy(filled: Place, tmp_path: Path) -> Path:
    return backup(filled.settings, tmp_path / "backups", 1, None)[0]


def test_a_restore_on_an_empty_machine_gives_equal_totals(
    filled: Place, copy: Path, empty: Place, tmp_path: Path
) -> None:
    made = restore(empty.settings, copy, None)
    again = backup(empty.settings, tmp_path / "again", 1, None)[1]

    assert made.points > 20_000
    assert again.tables == made.tables
    assert again.series == made.series
    assert ledger(empty.settings, None, DAYS, NOW_US) == ledger(filled.settings, None, DAYS, NOW_US)
    rows, points, series = made.rows, made.points, len(made.series)
    print(f"\nequal: {rows} rows, {points} points of {series} series")  # noqa: T201 - pytest -s


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_refused_by_name(copy: Path, empty: Place, name: str) -> None:
    body = bytearray((copy / name).read_bytes())
    body[len(body) // 2] ^= 0b100
    (copy / name).write_bytes(body)

    # A bit of the sums themselves speaks of the file that its line names.
    with pytest.raises(BadCopy, match=name if name != "SHA256SUMS" else "damaged|missing|not of"):
        restore(empty.settings, copy, None)

    assert not empty.folder.exists()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_short_is_refused_by_name(copy: Path, empty: Place, name: str) -> None:
    body = (copy / name).read_bytes()
    (copy / name).write_bytes(body[: len(body) * 2 // 3])

    with pytest.raises(BadCopy, match=name):
        restore(empty.settings, copy, None)

    assert not empty.folder.exists()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_refused_by_name(copy: Path, empty: Place, name: str) -> None:
    (copy / name).unlink()

    with pytest.raises(BadCopy, match=name):
        restore(empty.settings, copy, None)

    assert not empty.folder.exists()


def test_a_file_that_somebody_added_is_refused_by_name(copy: Path, empty: Place) -> None:
    (copy / "more.sqlite").touch()

    with pytest.raises(BadCopy, match=r"more\.sqlite is not of this copy"):
        restore(empty.settings, copy, None)


@pytest.mark.parametrize("name", ["registry.sqlite", "points.sqlite", "points.sqlite-wal"])
def test_nothing_that_is_there_is_overwritten(copy: Path, empty: Place, name: str) -> None:
    empty.folder.mkdir()
    (empty.folder / name).write_bytes(b"somebody's")

    with pytest.raises(NotEmpty, match=name):
        restore(empty.settings, copy, None)

    assert [path.name for path in empty.folder.iterdir()] == [name]
    assert (empty.folder / name).read_bytes() == b"somebody's"


def test_a_second_restore_refuses(copy: Path, empty: Place) -> None:
    restore(empty.settings, copy, None)

    with pytest.raises(NotEmpty, match="nothing is overwritten"):
        restore(empty.settings, copy, None)


def test_a_seal_that_is_not_there_is_said(copy: Path, empty: Place, tmp_path: Path) -> None:
    with pytest.raises(BadCopy, match="no identity"):
        restore(empty.settings, copy, tmp_path / "secret")


def test_a_restore_into_another_kind_of_registry_names_the_way(copy: Path, tmp_path: Path) -> None:
    other = place(tmp_path / "other", VALLEE_CLOUD_REGISTRY__URL="postgresql://vallee@127.0.0.1/x")

    with pytest.raises(BadCopy, match="vallee-cloud export"):
        restore(other.settings, copy, None)


@pytest.fixture
def older(filled: Place, tmp_path: Path) -> Place:
    """An installation whose registry is as the release before the newest left it."""
    at = place(tmp_path / "older")
    at.folder.mkdir()
    database = Database(at.settings.registry.url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option(
            "script_location", str(Path(migrate.__file__).with_name("migrations"))
        )
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql("INSERT INTO nodes VALUES ('n-001')")
        connection.exec_driver_sql("INSERT INTO sensors VALUES ('n-001', 'fill', 'a02yyuw', NULL)")
    database.close()
    shutil.copy(filled.points, at.points)
    return at


def test_a_registry_is_rolled_back_to_the_backup_before_its_upgrade(
    older: Place, tmp_path: Path
) -> None:
    before = held(older.registry)
    copy, made = backup(older.settings, tmp_path / "backups", 1, None)
    with registry(older.settings) as upgraded:
        assert ("n-001", "fill") in upgraded.sensors()
    after = held(older.registry)

    back = place(tmp_path / "back")
    restore(back.settings, copy, None)

    assert (before.form, after.form, made.form) == ("0006", newest_form(), "0006")
    assert held(back.registry) == before
    # The form of before is whole: its own release would write into it as ever.
    old_form(back)
    with registry(back.settings) as newest:
        assert ("n-002", "fill") in newest.sensors()
    assert held(back.registry).form == newest_form()
    assert held(back.registry).tables.keys() == after.tables.keys()


def old_form(at: Place) -> Held:
    database = Database(at.settings.registry.url)
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO nodes VALUES ('n-002')")
        connection.exec_driver_sql("INSERT INTO sensors VALUES ('n-002', 'fill', 'a02yyuw', NULL)")
    database.close()
    found = held(at.registry)
    assert found.form == "0006"
    return found
