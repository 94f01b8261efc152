"""The embedded store: one SQLite file that several processes may read while one writes."""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from cloud.errors import StoreDown
from cloud.store import tables
from cloud.store.fit import DAY_NS, refusal, sift, window
from cloud.store.point import Point, Tags, Value

_LOOK_AGAIN_S: Final = 0.01

_fields = msgspec.json.Decoder(dict[str, Value])
_tags = msgspec.json.Decoder(Tags)


class SqliteStore:
    """A store in one file, shared by threads and processes; fields are kept as JSON."""

    def __init__(self, path: Path, *, busy_timeout_s: float = 10.0) -> None:
        self._path = path
        self._busy_timeout_s = busy_timeout_s
        self._lock = threading.Lock()
        self._ids: dict[tuple[str, Tags], int] = {}
        with self._faults():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
            )
        try:
            self._open()
        except StoreDown:
            self._db.close()
            raise

    def write(self, points: Sequence[Point]) -> None:
        """Keep `points` in one transaction; see the port."""
        good, reasons = sift(points)
        if good:
            with self._lock, self._faults():
                self._insert(good)
        if reasons:
            raise refusal(reasons)

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        """Return the points of one series; see the port."""
        asked = (measurement, _json(tags), *window(since_ns, until_ns))
        with self._lock, self._faults():
            rows = self._db.execute(tables.READ, asked).fetchall()
        return [
            Point(measurement, tags, time_ns, _fields.decode(fields)) for time_ns, fields in rows
        ]

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        """Return the last points of every series that has `tags`; see the port."""
        with self._lock, self._faults():
            series = {
                key: own
                for key, text in self._db.execute(tables.SERIES, (measurement,))
                if {*tags} <= {*(own := _tags.decode(text))}
            }
            asked = (_json(list(series)), *window(since_ns, until_ns), most)
            rows = self._db.execute(tables.NEWEST, asked).fetchall()
        found: defaultdict[Tags, list[Point]] = defaultdict(list)
        for key, time_ns, fields in rows:
            own = series[key]
            found[own].append(Point(measurement, own, time_ns, _fields.decode(fields)))
        return dict(found)

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        """Forget the points of one series; see the port."""
        asked = (measurement, _json(tags), *window(since_ns, until_ns))
        with self._lock, self._faults():
            self._db.execute(tables.ERASE, asked)

    def retain(self, keep_days: int, now_ns: int) -> float:
        """Prune the file; see the port. Its room is used again, the file does not shrink."""
        if keep_days:
            self.prune(now_ns - keep_days * DAY_NS)
        return keep_days

    def prune(self, before_ns: int) -> int:
        """Forget every point older than `before_ns`; return how many."""
        with self._lock, self._faults():
            series = self._db.execute("SELECT id FROM series").fetchall()
        count = 0
        for (one,) in series:
            with self._lock, self._faults():
                count += self._db.execute(tables.PRUNE, (one, before_ns)).rowcount
        return count

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _open(self) -> None:
        with self._faults():
            self._switch_to_wal()
            # Receipts rest on this: NORMAL loses committed rows in a power cut.
            self._db.execute("PRAGMA synchronous = FULL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._db.executescript(tables.TABLES)
        if version > tables.VERSION:
            raise StoreDown(f"{self._path} was written by a newer release; update this one")

    def _switch_to_wal(self) -> None:
        # SQLite's own patience does not hold here: whoever finds another program about to switch
        # a new file is refused at once.
        deadline = time.monotonic() + self._busy_timeout_s
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(_LOOK_AGAIN_S)
            else:
                return

    def _insert(self, points: Sequence[Point]) -> None:
        fresh: dict[tuple[str, Tags], int] = {}
        self._db.execute("BEGIN IMMEDIATE")
        try:
            rows = [
                (self._series(point, fresh), point.time_ns, _json(point.values()))
                for point in points
            ]
            self._db.executemany(tables.WRITE, rows)
            self._db.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled back by itself.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        # Only now do the new ids stand in the file.
        self._ids.update(fresh)

    def _series(self, point: Point, fresh: dict[tuple[str, Tags], int]) -> int:
        key = (point.measurement, point.tags)
        found = self._ids.get(key) or fresh.get(key)
        if found is None:
            name = (point.measurement, _json(point.tags))
            self._db.execute("INSERT OR IGNORE INTO series (measurement, tags) VALUES (?, ?)", name)
            (found,) = self._db.execute(
                "SELECT id FROM series WHERE measurement = ? AND tags = ?", name
            ).fetchone()
            fresh[key] = found
        return found

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(f"{self._path}: {error}") from error


def _json(value: Tags | dict[str, Value] | list[int]) -> str:
    return msgspec.json.encode(value).decode()
