"""One reading as a point of the container that its sensor was mounted in at that time."""

from itertools import chain
from typing import Final

from cloud.store.block import Block
from cloud.store.point import Point, Tags

MEASUREMENT: Final = "container_level"
FIELD: Final = "fill_ratio"


def series_of(container: str) -> Tags:
    """Return the tags that name a container's series."""
    return (("container", container),)


def container_point(container: str, raw: Point) -> Point | None:
    """Return the container's point at the raw point's own time; None if it says no level.

    A pure function of the two, so that a repeat, a late reading and a rebuild give the same.
    """
    fill_ratio = raw.fields.get(FIELD)
    if fill_ratio is None:
        return None
    return Point(MEASUREMENT, series_of(container), raw.time_ns, {FIELD: fill_ratio})


def container_block(container: str, raw: Block) -> Block | None:
    """Return what `container_point` makes of each of a sensor's points; None if of none."""
    if FIELD not in raw.names:
        return None
    cells = tuple(chain.from_iterable(zip(raw.column(FIELD), raw.times_ns, strict=True)))
    return Block(MEASUREMENT, series_of(container), (FIELD,), cells)
