"""Where an installation keeps what it must not lose."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cloud.upkeep.counting import count_rows
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.influx_shelf import InfluxShelf
from cloud.upkeep.manifest import Held
from cloud.upkeep.postgres import PostgresRegistry

_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)
_FORM: Final = "SELECT version_num FROM alembic_version"


@dataclass(frozen=True, slots=True)
class Places:
    """Registry, store and identity; a path is a file of SQLite's."""

    registry: Path | PostgresRegistry
    points: Path | InfluxShelf
    identity: Path


def held(file: Path) -> Held:
    """Return what a registry in a file holds, whatever release made it; raise BadCopy."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            names = [name for (name,) in db.execute(_TABLES)]
            tables = {name: count_rows(db.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608
            (form,) = db.execute(_FORM).fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise BadCopy(f"{file} is no registry that can be read: {error}") from error
    return Held(str(form), tables)


def must_be_vacant(file: Path) -> None:
    """Raise NotEmpty if the file is there, or what an earlier one of this name left beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path = file.with_name(file.name + ending)
        if path.exists():
            raise NotEmpty(f"{path} is there already; move it away first, nothing is overwritten")
