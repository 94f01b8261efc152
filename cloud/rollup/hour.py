"""A container's local hours: mean, least, most and last fill, and of how many readings."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from cloud.series.container import FIELD
from cloud.store.point import Point, Tags

MEASUREMENT: Final = "container_hour"
HOUR_NS: Final = 3600 * 10**9


def series_of(container: str) -> Tags:
    """Return the tags that name a container's series of hours."""
    return (("container", container),)


def hours(container: str, levels: Iterable[Point], begin_ns: int) -> Iterator[Point]:
    """Yield the hours of a local day that begins at `begin_ns`, of its levels, oldest first.

    An hour stands at its begin; one without a reading is left out. The day is cut from its
    midnight on, so that one on which clocks change has 23 or 25 of them.
    """
    for number, group in groupby(levels, lambda one: (one.time_ns - begin_ns) // HOUR_NS):
        fills = [float(point.fields[FIELD]) for point in group]
        yield Point(
            MEASUREMENT,
            series_of(container),
            begin_ns + number * HOUR_NS,
            {
                "mean": sum(fills) / len(fills),
                "min": min(fills),
                "max": max(fills),
                "last": fills[-1],
                "count": float(len(fills)),
            },
        )
