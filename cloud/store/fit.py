"""Which points any store takes, so that all of them refuse the same ones."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cloud.errors import PointsRefused
from cloud.store.point import Point, Tags

# Names come from our own code and stand unescaped in line protocol and InfluxQL.
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")

# What InfluxDB keeps for itself: a field of this name is dropped without a word.
_RESERVED: Final = "time"

# InfluxDB's clock: 64 bits, of which it keeps the two ends for itself.
FIRST_NS: Final = -(2**63) + 2
LAST_NS: Final = 2**63 - 2

DAY_NS: Final = 86_400 * 10**9

# InfluxDB refuses a series whose name is longer than 64 KiB; a tag is a name, never a text.
_TAG_BYTES: Final = 1024

_SERIES_REMEMBERED: Final = 65_536


def sift(points: Sequence[Point]) -> tuple[list[Point], list[str]]:
    """Return the points that any store takes, and for each of the others why none does."""
    good: list[Point] = []
    reasons: list[str] = []
    for point in points:
        reason = misfit(point)
        if reason is None:
            good.append(point)
        else:
            reasons.append(f"{point.measurement} at {point.time_ns}: {reason}")
    return good, reasons


def refusal(reasons: Sequence[str]) -> PointsRefused:
    """Return the error that says how many points were refused, with the first reason."""
    return PointsRefused(f"{len(reasons)} refused; {reasons[0]}")


def misfit(point: Point) -> str | None:
    """Return why no store takes `point`, or None."""
    reason = series_misfit(point.measurement, point.tags)
    if reason is not None:
        return reason
    if not FIRST_NS <= point.time_ns <= LAST_NS:
        return "the time does not fit in 64 bits"
    if not point.fields:
        return "there are no fields"
    if (reason := names_misfit(tuple(point.fields))) is not None:
        return reason
    for name, value in point.fields.items():
        if not (_is_text(value) if isinstance(value, str) else math.isfinite(value)):
            return f"{name} is {value!a}, which is no number and no Unicode text"
    return None


@lru_cache(_SERIES_REMEMBERED)
def series_misfit(measurement: str, tags: Tags) -> str | None:
    """Return why no store has a series of this name, or None."""
    names = [name for name, _ in tags]
    if (reason := names_misfit((measurement, *names))) is not None:
        return reason
    if names != sorted(set(names)):
        return "the tags are not sorted by name, each once"
    for name, value in tags:
        if (reason := _tag_misfit(value)) is not None:
            return f"tag {name} {reason}"
    return None


@lru_cache(_SERIES_REMEMBERED)
def names_misfit(names: tuple[str, ...]) -> str | None:
    """Return why no store has a measurement, tags or fields of these names, or None."""
    bad = next((name for name in names if name == _RESERVED or not _NAME.fullmatch(name)), None)
    return None if bad is None else f"{bad!a} is no name"


def window(since_ns: int, until_ns: int) -> tuple[int, int]:
    """Return the same half-open range of times, cut to what a store can compare with."""
    return max(since_ns, FIRST_NS), min(until_ns, LAST_NS + 1)


def _tag_misfit(value: str) -> str | None:
    if not _is_text(value):
        return "is no Unicode text"
    if not value or len(value.encode()) > _TAG_BYTES:
        return f"is empty or longer than {_TAG_BYTES} bytes"
    # Line protocol can write neither: one ends the line, the other escapes what follows the value.
    if "\n" in value or value.endswith("\\"):
        return "holds a line feed or ends in a backslash"
    return None


def _is_text(value: str) -> bool:
    """Tell whether `value` can be encoded: JSON lets lone surrogates into a str."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
