"""A store as who copies all of it sees it: which series there are, and their points."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from cloud.errors import StoreDown
from cloud.store.point import Point, Tags, Value

Series = tuple[str, Tags]
"""Measurement and tags."""


class Shelf(Protocol):
    """All that a store holds; methods raise StoreDown."""

    def series(self) -> list[Series]:
        """Return every series that has points, sorted."""

    def points(self, series: Series) -> Iterator[Point]:
        """Give the points of one series in the order of time."""


_SERIES: Final = "SELECT measurement, tags FROM series WHERE id IN (SELECT series FROM point)"
_POINTS: Final = """
SELECT time_ns, fields FROM point
WHERE series = (SELECT id FROM series WHERE measurement = ? AND tags = ?) ORDER BY time_ns
"""
_tags = msgspec.json.Decoder(Tags)
_fields = msgspec.json.Decoder(dict[str, Value])


class SqliteShelf:
    """The embedded store's file, read without ever writing into it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def series(self) -> list[Series]:
        """Return every series that has points; see the port."""
        return sorted((name, _tags.decode(tags)) for name, tags in self._rows(_SERIES))

    def points(self, series: Series) -> Iterator[Point]:
        """Give the points of one series; see the port."""
        measurement, tags = series
        asked = (measurement, msgspec.json.encode(tags).decode())
        for time_ns, fields in self._rows(_POINTS, asked):
            yield Point(measurement, tags, time_ns, _fields.decode(fields))

    def _rows(self, statement: str, asked: tuple[str, ...] = ()) -> Iterator[tuple[Any, str]]:
        try:
            with closing(
                sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)
            ) as db:
                yield from db.execute(statement, asked)
        except sqlite3.Error as error:
            raise StoreDown(f"{self._file}: {error}") from error
