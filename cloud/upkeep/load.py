"""An export loaded into an installation that has nothing yet."""

import base64
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from cloud.registry.database import Database
from cloud.registry.tables import METADATA
from cloud.store.port import Store
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.export import POINTS, TABLES, count_table, form_of
from cloud.upkeep.manifest import Manifest, read_manifest
from cloud.upkeep.restore import compare_series, write_lines
from cloud.upkeep.shelf import Shelf
from cloud.upkeep.sums import check_sums

_BATCH: Final = 1000


def check_export(folder: Path) -> Manifest:
    """Return an export's manifest; raise BadCopy if the export is not whole."""
    check_sums(folder)
    return read_manifest(folder, "export")


def load(folder: Path, url: str, store: Store, shelf: Shelf) -> Manifest:
    """Write an export into a registry without rows, of the newest form, and a store without points.

    The registry is written all or nothing. Raises BadCopy, NotEmpty, RegistryFault, StoreDown, or
    PointsRefused if the store keeps points for less long than they are old.
    """
    manifest = check_export(folder)
    if shelf.series():
        raise NotEmpty("the store has points already; an export is loaded into an empty one")
    database = Database(url)
    try:
        with database.writing() as connection:
            _must_fit(connection, manifest, database.name)
            for table in METADATA.sorted_tables:
                _fill(connection, table, folder / TABLES / f"{table.name}.jsonl")
            for table in METADATA.sorted_tables:
                if count_table(connection, table) != manifest.tables[table.name]:
                    raise BadCopy(f"table {table.name} is not what was exported; nothing is loaded")
    finally:
        database.close()
    for file in sorted((folder / POINTS).glob("*.jsonl")):
        with file.open("rb") as lines:
            write_lines(lines, store)
    compare_series(manifest.series, shelf)
    return manifest


def _must_fit(connection: Any, manifest: Manifest, name: str) -> None:  # noqa: ANN401 - on loan
    form = form_of(connection)
    if manifest.form != form:
        raise BadCopy(
            f"the export is of form {manifest.form}, this release's is {form}: load it with release"
            f" {manifest.release}, then update"
        )
    for table in METADATA.sorted_tables:
        if connection.execute(table.select().limit(1)).first() is not None:
            raise NotEmpty(f"the registry {name} has rows in {table.name}; load into an empty one")


def _fill(connection: Any, table: Any, file: Path) -> None:  # noqa: ANN401 - the registry's, on loan
    kinds = {column.name: column.type.python_type for column in table.columns}
    with file.open("rb") as lines:
        rows = (_row(kinds, line) for line in lines)
        while some := list(islice(rows, _BATCH)):
            connection.execute(table.insert(), some)
    # PostgreSQL numbers rows by a counter of its own, which has not seen these.
    if "id" in kinds and kinds["id"] is int and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our names
            f" (SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
        )


def _row(kinds: dict[str, type], line: bytes) -> dict[str, Any]:
    told = msgspec.json.decode(line, type=dict[str, Any])
    return {name: _value(kinds[name], value) for name, value in told.items()}


def _value(kind: type, value: Any) -> Any:  # noqa: ANN401 - whatever JSON knows
    if value is None:
        return None
    if kind is bytes:
        return base64.b64decode(value)
    return date.fromisoformat(value) if kind is date else value
