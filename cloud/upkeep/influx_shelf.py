"""An InfluxDB server as a shelf: which series it has, from when to when, and their points.

The port of a store reads a series that is known; here they are listed. Each is read in windows: one
answer stays small, and a request ends in its time.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from cloud.errors import StoreDown
from cloud.store import influxql
from cloud.store.fit import DAY_NS, series_misfit
from cloud.store.influx_server import InfluxServer, NotDone, Query
from cloud.store.point import Point
from cloud.store.port import Store
from cloud.upkeep.shelf import Series

_WINDOW_NS: Final = 90 * DAY_NS


class InfluxShelf:
    """What our own names are found under in one database or bucket."""

    def __init__(self, server: InfluxServer, database: str, store: Store) -> None:
        self._server = server
        self._store = store
        name, _, policy = database.partition("/")
        self._source: Query = [("db", name), *([("rp", policy)] if policy else [])]
        self._spans: dict[Series, tuple[int, int]] = {}

    def series(self) -> list[Series]:
        """Return every series that has points; see the port."""
        self._spans = {}
        for measurement in self._measurements():
            first = self._ends(measurement, "")
            last = self._ends(measurement, "ORDER BY time DESC ")
            # One that was new between the two questions came while the copy was made.
            self._spans |= {key: (first[key], last[key]) for key in first.keys() & last.keys()}
        return sorted(self._spans)

    def points(self, series: Series) -> Iterator[Point]:
        """Give the points of one series; see the port."""
        if series not in self._spans:
            self.series()
        first, last = self._spans.get(series, (0, -1))
        for since in range(first, last + 1, _WINDOW_NS):
            yield from self._store.read(*series, since, min(since + _WINDOW_NS, last + 1))

    def _measurements(self) -> list[str]:
        rows = [row for one in self._ask("SHOW MEASUREMENTS").series for row in one.values]
        # What somebody else keeps in the same database is not ours to copy.
        return sorted(name for (name,) in rows if isinstance(name, str) and _is_ours(name))

    def _ends(self, measurement: str, order: str) -> dict[Series, int]:
        asked = f'SELECT * FROM "{measurement}" GROUP BY * {order}LIMIT 1'  # noqa: S608 - a name that fits
        found: dict[Series, int] = {}
        for one in self._ask(asked).series:
            tags = tuple(sorted((key, value) for key, value in one.tags.items() if value))
            time_ns = one.values[0][0]
            if isinstance(time_ns, int) and series_misfit(measurement, tags) is None:
                found[measurement, tags] = time_ns
        return found

    def _ask(self, statement: str) -> influxql.Result:
        query = [*self._source, ("epoch", "ns"), ("q", statement)]
        place = self._server.place
        try:
            result = influxql.answer(self._server.call("GET", "/query", query))
        except NotDone as error:
            raise self._server.down(error, self._source[0][1]) from error
        except msgspec.DecodeError as error:
            raise StoreDown(f"{place} does not answer as InfluxDB does: {error}") from error
        if result.error.startswith("database not found"):
            return influxql.Result()
        if result.error:
            raise StoreDown(f"{place}: {result.error}")
        return result


def _is_ours(name: str) -> bool:
    return series_misfit(name, ()) is None
