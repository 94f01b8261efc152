"""Rows and points counted, with a digest that tells whether two places hold the same."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from cloud.store.point import Point
from cloud.upkeep.manifest import Count, SeriesCount
from cloud.upkeep.shelf import Series

# Keys sorted: two databases may give the same JSON back in another order.
_JSON: Final = msgspec.json.Encoder(order="sorted")


def count_rows(rows: Iterable[Sequence[Any]]) -> Count:
    """Count rows in whatever order they come; the digest is that of their sorted digests."""
    digests = sorted(hashlib.sha256(_JSON.encode(tuple(row))).digest() for row in rows)
    return Count(len(digests), hashlib.sha256(b"".join(digests)).hexdigest())


class Tally:
    """The points of one series, counted as they pass."""

    def __init__(self, series: Series) -> None:
        self._series = series
        self._sha256 = hashlib.sha256()
        self._count = 0

    def lines(self, points: Iterable[Point]) -> Iterator[bytes]:
        """Give each point's line."""
        for point in points:
            line = point_line(point)
            self._sha256.update(line)
            self._count += 1
            yield line

    def count(self) -> SeriesCount:
        """Return what has passed so far."""
        return SeriesCount(*self._series, self._count, self._sha256.hexdigest())


def count_series(series: Series, points: Iterable[Point]) -> SeriesCount:
    """Count the points of a series, which come in the order of time."""
    tally = Tally(series)
    for _ in tally.lines(points):
        pass
    return tally.count()


def point_line(point: Point) -> bytes:
    """Return a point as one line of JSON, the same whatever store it is from."""
    told = {
        "measurement": point.measurement,
        "tags": dict(point.tags),
        "time_ns": point.time_ns,
        "fields": point.values(),
    }
    return _JSON.encode(told) + b"\n"


def read_point(line: bytes) -> Point:
    """Return the point that a line tells; raise msgspec.DecodeError if it tells none."""
    told = _DECODER.decode(line)
    return Point(told.measurement, tuple(sorted(told.tags.items())), told.time_ns, told.fields)


class _Told(msgspec.Struct):
    measurement: str
    tags: dict[str, str]
    time_ns: int
    fields: dict[str, float | str]


_DECODER: Final = msgspec.json.Decoder(_Told)
