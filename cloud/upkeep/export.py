"""Everything in open formats: JSON lines that can be loaded again, CSV that a spreadsheet opens."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from cloud.registry.database import Database
from cloud.registry.tables import METADATA
from cloud.upkeep.building import building
from cloud.upkeep.counting import Tally, count_rows
from cloud.upkeep.manifest import Count, Manifest, SeriesCount, write_manifest
from cloud.upkeep.schema import FILE as SCHEMA
from cloud.upkeep.schema import Columns, schema_page
from cloud.upkeep.shelf import Shelf

TABLES: Final = "registry"
POINTS: Final = "points"
# What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LEFT_OUT: Final = {
    "identity": "keys are not data: they are in a backup, sealed",
    "settings": "cloud.toml is a file already",
    "roads": "they are built from OpenStreetMap's file: vallee-cloud roads build",
}

Stores = Literal["sqlite", "influx"]


def export(
    url: str, shelf: Shelf, store: Stores, target: Path, release: str, now: datetime
) -> Manifest:
    """Write everything into the new folder `target`; the registry must be of the newest form."""
    database = Database(url)
    try:
        with building(target) as folder:
            form, tables = _write_tables(database, folder / TABLES)
            series, columns = _write_points(shelf, folder / POINTS)
            manifest = Manifest(
                kind="export",
                made_at=now.isoformat(timespec="seconds"),
                release=release,
                form=form,
                registry="sqlite" if url.startswith("sqlite") else "postgresql",
                store=store,
                instant="the registry is as of one instant, the store was read after it",
                tables=tables,
                series=series,
                left_out=_LEFT_OUT,
            )
            write_manifest(folder, manifest)
            (folder / SCHEMA).write_text(schema_page(manifest, columns), encoding="utf-8")
    finally:
        database.close()
    return manifest


def form_of(connection: Any) -> str:  # noqa: ANN401 - the registry's, on loan
    """Return the form of an open registry, as its last migration is called."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def plain_rows(connection: Any, table: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - the registry's
    """Give the rows of a table with values that JSON knows, bytes as base64."""
    for row in connection.execute(table.select()):
        yield {
            name: msgspec.to_builtins(value) for name, value in zip(row._fields, row, strict=True)
        }


def count_table(connection: Any, table: Any) -> Count:  # noqa: ANN401 - the registry's, on loan
    """Count what `plain_rows` gives."""
    return count_rows(list(row.values()) for row in plain_rows(connection, table))


def _write_tables(database: Database, folder: Path) -> tuple[str, dict[str, Count]]:
    folder.mkdir()
    counts = {}
    with database.reading() as connection:
        for table in METADATA.sorted_tables:
            names = [column.name for column in table.columns]
            with ExitStack() as opened:
                lines = opened.enter_context((folder / f"{table.name}.jsonl").open("wb"))
                sheet = _sheet(opened, folder / f"{table.name}.csv", names)
                for row in plain_rows(connection, table):
                    lines.write(msgspec.json.encode(row) + b"\n")
                    sheet.writerow({name: _cell(value) for name, value in row.items()})
            counts[table.name] = count_table(connection, table)
        return form_of(connection), counts


def _write_points(shelf: Shelf, folder: Path) -> tuple[tuple[SeriesCount, ...], Columns]:
    folder.mkdir()
    counts: list[SeriesCount] = []
    columns: Columns = {}
    for measurement, found in groupby(shelf.series(), key=lambda one: one[0]):
        fields: set[str] = set()
        keys: set[str] = set()
        file = folder / f"{measurement}.jsonl"
        with file.open("wb") as lines:
            for series in found:
                tally = Tally(series)
                keys |= {name for name, _ in series[1]}
                for line in tally.lines(shelf.points(series)):
                    lines.write(line)
                    fields |= json.loads(line)["fields"].keys()
                counts.append(tally.count())
        columns[measurement] = (sorted(keys), sorted(fields))
        _points_sheet(file, *columns[measurement])
    return tuple(counts), columns


def _points_sheet(file: Path, tags: list[str], fields: list[str]) -> None:
    """Write the CSV beside a file of lines; only now is known which columns there are."""
    with ExitStack() as opened:
        sheet = _sheet(opened, file.with_suffix(".csv"), [*tags, "time_ns", *fields])
        for line in opened.enter_context(file.open("rb")):
            told = json.loads(line)
            row = {**told["tags"], "time_ns": told["time_ns"], **told["fields"]}
            sheet.writerow({name: _cell(value) for name, value in row.items()})


def _sheet(opened: ExitStack, file: Path, columns: list[str]) -> "csv.DictWriter[str]":
    out = opened.enter_context(file.open("w", encoding="utf-8", newline=""))
    sheet = csv.DictWriter(out, columns)
    sheet.writeheader()
    return sheet


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever JSON knows
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
