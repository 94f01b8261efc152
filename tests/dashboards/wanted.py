"""What each panel must show, reckoned in Python from what was put into the store.

Nothing here knows InfluxQL: a wish is rows of a measurement, sifted, grouped and folded.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from cloud.store.point import Value
from dashboards.check.period import Span
from tests.dashboards.world import Row

Fold = Callable[[Sequence[Row]], Value | None]
Sift = Callable[[Row], bool]

# Tags, time in ms or None where the time says nothing, and the values by column.
Line = tuple[tuple[tuple[str, str], ...], int | None, tuple[tuple[str, Value], ...]]

DAY_MS: Final = 86_400_000


@dataclass(frozen=True)
class Wish:
    """What one query is to give.

    Attributes:
        measurement: whose rows.
        columns: how each column comes out of a group's rows.
        by: tags that make groups.
        sift: which rows count.
        ends: which ends of the period hold: "both", "since", or "none".
        each: every row is a group of its own.
        bucket_ms: groups are cut into stretches of this.
        at: the field whose newest row gives the time.
    """

    measurement: str
    columns: Mapping[str, Fold]
    by: tuple[str, ...] = ()
    sift: Sift = field(default=lambda _: True)
    ends: str = "both"
    each: bool = False
    bucket_ms: int = 0
    at: str | None = None

    def lines(self, rows: Sequence[Row], span: Span) -> list[Line]:
        groups: defaultdict[tuple[tuple[tuple[str, str], ...], int], list[Row]] = defaultdict(list)
        for row in rows:
            if self._within(row, span) and self.sift(row):
                tags = tuple((tag, row.tags[tag]) for tag in self.by)
                groups[tags, self._group(row)].append(row)
        found = [self._line(tags, part, its) for (tags, part), its in groups.items()]
        return sorted(line for line in found if line[2])

    def _within(self, row: Row, span: Span) -> bool:
        after = row.time_ns >= span.since_ms * 1_000_000 or self.ends == "none"
        return after and (row.time_ns <= span.until_ms * 1_000_000 or self.ends != "both")

    def _group(self, row: Row) -> int:
        if self.each:
            return row.time_ns
        return row.time_ns // 1_000_000 // self.bucket_ms if self.bucket_ms else 0

    def _line(self, tags: tuple[tuple[str, str], ...], part: int, rows: list[Row]) -> Line:
        values = {name: fold(rows) for name, fold in self.columns.items()}
        kept = tuple((name, _rounded(one)) for name, one in values.items() if one is not None)
        at_ms = None
        if self.each:
            at_ms = part // 1_000_000
        elif self.bucket_ms:
            at_ms = part * self.bucket_ms
        elif self.at is not None:
            newest = _newest(rows, self.at)
            at_ms = newest.time_ns // 1_000_000 if newest else None
        return tags, at_ms, tuple(sorted(kept))


@dataclass(frozen=True)
class Over:
    """What one figure over all lines of a wish is to be."""

    wish: Wish
    column: str
    fold: Callable[[list[float]], float]

    def lines(self, rows: Sequence[Row], span: Span) -> list[Line]:
        inner = [dict(line[2]) for line in self.wish.lines(rows, span)]
        values = [float(one[self.column]) for one in inner if self.column in one]
        return [((), None, ((next(iter(inner[0])), _rounded(self.fold(values))),))]


def own(name: str) -> Fold:
    """Take a field of the one row."""
    return lambda rows: rows[0].fields.get(name)


def newest(name: str, beside: str | None = None) -> Fold:
    """Take a field of the newest row that has `beside`, or has itself."""

    def fold(rows: Sequence[Row]) -> Value | None:
        row = _newest(rows, beside or name)
        return row.fields.get(name) if row else None

    return fold


def folded(name: str, how: Callable[[list[float]], float]) -> Fold:
    """Fold all values of a field."""

    def fold(rows: Sequence[Row]) -> Value | None:
        values = [float(row.fields[name]) for row in rows if name in row.fields]
        return how(values) if values else None

    return fold


def tagged(**tags: str) -> Sift:
    """Let rows with these tags through."""
    return lambda row: all(row.tags.get(name) == value for name, value in tags.items())


def shown(**tags: str) -> Sift:
    """Let rows with these tags through that are not withheld."""
    return lambda row: tagged(**tags)(row) and row.fields["withheld"] == 0.0


def growing(wish: Wish, column: str, rows: Sequence[Row], span: Span) -> list[Line]:
    """Return by how much a column grew from each stretch to the next one that there is.

    InfluxDB 1.x looks one stretch further back, so that the first one has its growth too.
    """
    first_ms = span.since_ms // wish.bucket_ms * wish.bucket_ms
    lines = wish.lines(rows, Span(first_ms - wish.bucket_ms, span.until_ms))
    return [
        (tags, at_ms, ((column, _rounded(grown)),))
        for (tags_before, _, before), (tags, at_ms, after) in pairwise(lines)
        if tags == tags_before and (grown := _of(after, column) - _of(before, column)) >= 0
    ]


def _of(values: tuple[tuple[str, Value], ...], column: str) -> float:
    return float(dict(values)[column])


def _newest(rows: Sequence[Row], name: str) -> Row | None:
    return next((row for row in reversed(rows) if name in row.fields), None)


def _rounded(value: Value) -> Value:
    return value if isinstance(value, str) else round(float(value), 6)
