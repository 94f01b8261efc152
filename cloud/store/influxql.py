"""InfluxQL: the question that reads one series, and what an InfluxDB says to it."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from cloud.store.fit import window
from cloud.store.point import Point, Tags


class Series(msgspec.Struct, frozen=True):
    """Rows of one series: the first column is the time, the others are fields."""

    columns: list[str]
    values: list[list[bool | int | float | str | None]]
    tags: dict[str, str] = {}

    @property
    def own_tags(self) -> Tags:
        """The tags that it has: a server names every one of the measurement, the others empty."""
        return tuple(sorted((name, value) for name, value in self.tags.items() if value))

    def points(self, measurement: str, tags: Tags) -> list[Point]:
        """Return the rows as points, or none if this is not exactly the series asked for."""
        if self.own_tags != tags:
            return []
        names = self.columns[1:]
        return [
            Point(measurement, tags, time_ns, _fields(names, values))
            for time_ns, *values in self.values
            if isinstance(time_ns, int)
        ]


class Result(msgspec.Struct, frozen=True):
    """What one statement gave: series, or an error."""

    series: list[Series] = []
    error: str = ""


def question(measurement: str, tags: Tags, since_ns: int, until_ns: int) -> tuple[str, str]:
    """Return the statement and its bound values as JSON; the names in it must fit."""
    where, bound = _where(tags, since_ns, until_ns)
    # Grouped by all tags: series that have more of them than were asked for match as well.
    return f'SELECT * FROM "{measurement}" WHERE {where} GROUP BY *', bound  # noqa: S608 - names that fit; values are bound


def newest(
    measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int
) -> tuple[str, str]:
    """Return the statement for the last points of many series, newest first, and its bound values.

    Not `last()`: it takes every field by itself, and so makes points that nobody wrote.
    """
    statement, bound = question(measurement, tags, since_ns, until_ns)
    return f"{statement} ORDER BY time DESC LIMIT {most:d}", bound


def tag_keys(measurement: str) -> str:
    """Return the statement that lists the tags of a measurement, whose name must fit."""
    return f'SHOW TAG KEYS FROM "{measurement}"'


def erasure(
    measurement: str, tags: Tags, others: Iterable[str], since_ns: int, until_ns: int
) -> tuple[str, str]:
    """Return the statement that deletes from one series, and its bound values as JSON.

    `others` are the measurement's tags that the series lacks: without them, series that have
    more tags would be deleted from as well. Only names that fit are written into it.
    """
    where, bound = _where(tags, since_ns, until_ns)
    lacking = "".join(f" AND \"{name}\" = ''" for name in others)
    return f'DELETE FROM "{measurement}" WHERE {where}{lacking}', bound  # noqa: S608 - as above


def answer(body: bytes) -> Result:
    """Return the result of the first statement; raise msgspec.DecodeError if there is none."""
    return _answer.decode(body).results[0]


def reason(body: bytes) -> str | None:
    """Return what InfluxDB itself says is wrong; None if it is not InfluxDB that speaks."""
    try:
        said = msgspec.json.decode(body, type=_Said)
    except msgspec.DecodeError:
        return None
    return said.error or said.message or None


class _Answer(msgspec.Struct):
    results: Annotated[list[Result], msgspec.Meta(min_length=1)]


class _Said(msgspec.Struct):
    error: str = ""  # 1.x
    message: str = ""  # 2.x


_answer = msgspec.json.Decoder(_Answer)


def _where(tags: Tags, since_ns: int, until_ns: int) -> tuple[str, str]:
    """Return the condition that is one series' in a range, and its bound values as JSON."""
    first, end = window(since_ns, until_ns)
    bound: dict[str, str | int] = {"first": first, "last": end - 1}
    where = ["time >= $first", "time <= $last"]
    for index, (name, value) in enumerate(tags):
        bound[f"tag{index}"] = value
        where.append(f'"{name}" = $tag{index}')
    return " AND ".join(where), msgspec.json.encode(bound).decode()


def _fields(
    names: list[str], values: list[bool | int | float | str | None]
) -> dict[str, float | str]:
    return {
        name: value if isinstance(value, str) else float(value)
        for name, value in zip(names, values, strict=True)
        if value is not None
    }
