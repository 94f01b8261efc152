"""InfluxQL of checked names: the one language that InfluxDB 1.x, 2.x and 3.x all answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dashboards.build.kept import KEPT, Kept
from dashboards.errors import BadName


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a statement, with the fields and tags that it reads."""

    text: str
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Buckets:
    """A figure for each stretch of `every`; an empty one gives `fill`, and null is a gap."""

    every: str = "$__interval"
    fill: str = "null"


PERIOD: Final = Term("$timeFilter")
# What was planned for tomorrow lies after the end of every period.
SINCE: Final = Term("time >= ${__from}ms")
ALWAYS: Final = Term("")

_SHOWN: Final = Term('"withheld" = 0', ("withheld",))


def select(
    measurement: str,
    *terms: Term,
    where: Sequence[Term] = (),
    during: Term = PERIOD,
    by: Sequence[str] = (),
    buckets: Buckets | None = None,
) -> str:
    """Return a SELECT over `measurement`; what may be withheld is left out by itself.

    Raises BadName if the store keeps no such measurement, tag or field.
    """
    kept = _kept(measurement)
    guarded = any(field in kept.guarded for term in terms for field in term.fields)
    conditions = [during, *where, *([_SHOWN] if guarded else [])]
    _check(measurement, kept, [*terms, *conditions, Term("", tags=tuple(by))])
    columns = ", ".join(term.text for term in terms)
    clauses = [
        f'SELECT {columns} FROM "{measurement}"',  # noqa: S608 - names of the allow-list
        _joined("WHERE", " AND ", (one.text for one in conditions if one.text)),
        _joined("GROUP BY", ", ", [*_time(buckets), *(f'"{tag}"' for tag in by)]),
        f"fill({buckets.fill})" if buckets else "",
    ]
    return " ".join(clause for clause in clauses if clause)


def over(inner: str, *terms: str) -> str:
    """Return a SELECT over the rows of `inner`, e.g. over the last one of each series."""
    return f"SELECT {', '.join(terms)} FROM ({inner})"  # noqa: S608 - names are checked in `inner`


def tag_values(measurement: str, tag: str) -> str:
    """Return the statement that lists the values of `tag`."""
    _check(measurement, _kept(measurement), [Term("", tags=(tag,))])
    return f'SHOW TAG VALUES FROM "{measurement}" WITH KEY = "{tag}"'


def field(name: str) -> Term:
    """Return a field as it was written."""
    return Term(f'"{name}"', (name,))


def last(name: str) -> Term:
    """Return the newest value of a field; alone among terms, it brings its row and time along."""
    return _called("last", name)


def mean(name: str) -> Term:
    """Return the mean of a field."""
    return _called("mean", name)


def total(name: str) -> Term:
    """Return the sum of a field."""
    return _called("sum", name)


def greatest(name: str) -> Term:
    """Return the greatest value of a field."""
    return _called("max", name)


def growth(name: str) -> Term:
    """Return by how much a counter's last value grew; a counter that began anew gives nothing."""
    return Term(f'non_negative_difference(last("{name}")) AS "{name}"', (name,))


def change(now: str, before: str) -> Term:
    """Return the sum of `now` against that of `before`: 0.1 is a tenth more."""
    return Term(f'sum("{now}") / sum("{before}") - 1 AS "change"', (now, before))


def equals(tag: str, value: str) -> Term:
    """Return the condition that a tag has a value of our own code."""
    return Term(f"\"{tag}\" = '{value}'", tags=(tag,))


def picked(tag: str, variable: str | None = None) -> Term:
    """Return the condition that a tag has a value which is picked at the top of the page."""
    return Term(f'"{tag}" =~ /^${{{variable or tag}:regex}}$/', tags=(tag,))


def least(name: str, value: float) -> Term:
    """Return the condition that a field is there and not below `value`."""
    return Term(f'"{name}" >= {value:g}', (name,))


def above(name: str, value: float) -> Term:
    """Return the condition that a field is there and above `value`."""
    return Term(f'"{name}" > {value:g}', (name,))


def _called(function: str, name: str) -> Term:
    return Term(f'{function}("{name}") AS "{name}"', (name,))


def _time(buckets: Buckets | None) -> list[str]:
    return [] if buckets is None else [f"time({buckets.every})"]


def _joined(word: str, between: str, parts: Iterable[str]) -> str:
    text = between.join(parts)
    return f"{word} {text}" if text else ""


def _kept(measurement: str) -> Kept:
    if measurement not in KEPT:
        raise BadName(f"the store keeps no measurement {measurement!r}")
    return KEPT[measurement]


def _check(measurement: str, kept: Kept, terms: Iterable[Term]) -> None:
    for term in terms:
        for name in term.fields:
            if name not in kept.fields:
                raise BadName(f"{measurement} has no field {name!r}")
        for name in term.tags:
            if name not in kept.tags:
                raise BadName(f"{measurement} has no tag {name!r}")
