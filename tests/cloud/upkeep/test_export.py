"""An export is in open formats, and loading it gives the same installation."""

import csv
import json
from pathlib import Path

import pytest

from cloud.bootstrap.ledger import ledger
from cloud.bootstrap.parts import registry
from cloud.bootstrap.plan import plan
from cloud.bootstrap.upkeep import backup, export, load, restore
from cloud.errors import CloudError
from cloud.plan.route import write_plan
from cloud.registry.tables import METADATA
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.places import held
from tests.cloud.upkeep.conftest import DAYS, Place, place
from tests.flow.conftest import NOW_US, TERRITORY


@pytest.fixture(scope="module")
def exported(filled: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "export"
    export(filled.settings, folder)
    return folder


def test_an_export_that_is_loaded_gives_the_same_plan_and_the_same_ledger(
    filled: Place, exported: Path, empty: Place, tmp_path: Path
) -> None:
    load(empty.settings, exported)

    books = [ledger(one.settings, None, DAYS, NOW_US) for one in (filled, empty)]
    assert books[0] == books[1]
    assert sum(one.stored for one in books[1]) > 5_000
    # A plan is issued: a copy of the machine plans, so that others find it as it was.
    copy = backup(filled.settings, tmp_path / "backups", 1, None)[0]
    same = place(tmp_path / "same")
    restore(same.settings, copy, None)
    first, second = (plan(one.settings, None, NOW_US) for one in (same, empty))
    assert write_plan(first) == write_plan(second)
    assert any(route.containers for route in first.routes)


def test_an_export_of_what_was_loaded_is_the_same_byte_by_byte(
    exported: Path, empty: Place, tmp_path: Path
) -> None:
    load(empty.settings, exported)

    export(empty.settings, tmp_path / "again")

    for file in sorted(exported.glob("*/*")):
        assert (tmp_path / "again" / file.relative_to(exported)).read_bytes() == file.read_bytes()


def test_the_schema_page_names_every_file_and_column(exported: Path) -> None:
    page = (exported / "SCHEMA.md").read_text(encoding="utf-8")

    for table in METADATA.sorted_tables:
        assert f"### {table.name} (" in page
        assert (exported / "registry" / f"{table.name}.jsonl").exists()
        assert all(f"| `{column.name}` |" in page for column in table.columns)
    for file in (exported / "points").glob("*.jsonl"):
        assert f"### {file.stem} (" in page


def test_a_sheet_has_a_line_a_point_and_no_formula(exported: Path) -> None:
    with (exported / "registry" / "dead_letters.csv").open(encoding="utf-8", newline="") as rows:
        (letter,) = csv.DictReader(rows)
    with (exported / "points" / "level.csv").open(encoding="utf-8", newline="") as rows:
        points = list(csv.DictReader(rows))

    assert letter["topic"].startswith("'=cmd")
    assert letter["reason"].startswith("'-1")
    lines = (exported / "points" / "level.jsonl").read_bytes().splitlines()
    assert len(points) == len(lines)
    first = json.loads(lines[0])
    assert float(points[0]["fill_ratio"]) == first["fields"]["fill_ratio"]
    assert int(points[0]["time_ns"]) == first["time_ns"]


def test_an_export_is_never_loaded_over_anything(exported: Path, empty: Place) -> None:
    load(empty.settings, exported)

    with pytest.raises(NotEmpty):
        load(empty.settings, exported)


def test_an_export_is_not_loaded_into_a_registry_with_rows(exported: Path, empty: Place) -> None:
    with registry(empty.settings) as records:
        records.load_territory(TERRITORY)
    before = held(empty.registry)

    with pytest.raises(NotEmpty, match="has rows in"):
        load(empty.settings, exported)

    assert held(empty.registry) == before


def test_a_changed_line_is_refused_before_anything_is_made(
    filled: Place, empty: Place, tmp_path: Path
) -> None:
    export(filled.settings, tmp_path / "export")
    file = tmp_path / "export" / "registry" / "trucks.jsonl"
    file.write_text(file.read_text().replace("19800", "19801"))

    with pytest.raises(BadCopy, match=r"trucks\.jsonl"):
        load(empty.settings, tmp_path / "export")

    assert not empty.folder.exists()


def test_an_export_leaves_the_registry_as_it_was(filled: Place, tmp_path: Path) -> None:
    before = held(filled.registry)

    export(filled.settings, tmp_path / "export")

    assert held(filled.registry) == before
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_a_backup_is_no_export(filled: Place, empty: Place, tmp_path: Path) -> None:
    copy = backup(filled.settings, tmp_path / "backups", 1, None)[0]

    with pytest.raises(CloudError, match="vallee-cloud restore"):
        load(empty.settings, copy)
