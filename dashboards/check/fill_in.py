"""A query with its variables filled in, as Grafana would send it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboards.check.interval import words
from dashboards.check.period import Span
from dashboards.errors import BadBoard

_VARIABLE: Final = re.compile(r"\$\{(\w+)(?::(\w+))?\}|\$(\w+)")
_SPECIAL: Final = re.compile(r"[\\^$*+?.()|\[\]{}/]")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a query is filled in with.

    Attributes:
        span: the period.
        interval_ms: the stretch that a point stands for.
        picked: the values of each variable that are picked.
    """

    span: Span
    interval_ms: int
    picked: Mapping[str, Sequence[str]]


def fill_in(query: str, moment: Moment) -> str:
    """Return `query` for the moment; raise BadBoard if it names what nobody knows."""
    own = {
        "timeFilter": _time_filter(moment.span),
        "__interval": words(moment.interval_ms),
        "__interval_ms": str(moment.interval_ms),
        "__from": str(moment.span.since_ms),
        "__to": str(moment.span.until_ms),
    }

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[3]
        if name in own:
            return own[name]
        if name not in moment.picked:
            raise BadBoard(f"nobody knows ${name}")
        return _written(moment.picked[name], match[2])

    return _VARIABLE.sub(value, query)


def _time_filter(span: Span) -> str:
    """As Grafana's InfluxQL data source writes it (pkg/tsdb/influxdb/models/query.go)."""
    return f"time >= {span.since_ms}ms and time <= {span.until_ms}ms"


def _written(values: Sequence[str], how: str | None) -> str:
    if how == "regex":
        escaped = [_SPECIAL.sub(r"\\\g<0>", value) for value in values]
        return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"
    if how is None and len(values) == 1:
        return values[0]
    raise BadBoard(f"nobody knows how to write a variable as {how!r}")
