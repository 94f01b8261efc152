"""A container's usual week: how much it fills in each local hour of it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise, product
from typing import Final
from zoneinfo import ZoneInfo

from cloud.registry.local import begins_us
from cloud.rollup.hour import HOUR_NS
from cloud.store.point import Point, Tags

MEASUREMENT: Final = "container_week"

Cell = tuple[str, str]
"""Weekday, "1" Monday … "7", and hour, "00" … "23"."""


def series_of(container: str, cell: Cell) -> Tags:
    """Return the tags that name one hour of a container's week."""
    weekday, hour = cell
    return (("container", container), ("hour", hour), ("weekday", weekday))


def week(container: str, hours: Sequence[Point], made: date, zone: ZoneInfo) -> Iterator[Point]:
    """Yield the 168 hours of the week, made on the day `made`, out of `hours`, oldest first.

    An hour's rise is its mean less that of the hour before; where it fell, by noise or because
    somebody emptied it, 0. A cell of which nothing is known says so by 0 hours.
    """
    rises = _rises(hours, zone)
    time_ns = begins_us(made, zone) * 1000
    for weekday, hour in product(range(1, 8), range(24)):
        cell = (str(weekday), f"{hour:02}")
        found = rises.get(cell, [])
        fields = {
            "rise_ratio": sum(found) / len(found) if found else 0.0,
            "hours": float(len(found)),
        }
        yield Point(MEASUREMENT, series_of(container, cell), time_ns, fields)


def _rises(hours: Sequence[Point], zone: ZoneInfo) -> dict[Cell, list[float]]:
    rises: dict[Cell, list[float]] = {}
    for before, one in pairwise(hours):
        if one.time_ns - before.time_ns == HOUR_NS:
            local = datetime.fromtimestamp(one.time_ns // 10**9, zone)
            cell = (str(local.isoweekday()), f"{local.hour:02}")
            rise = float(one.fields["mean"]) - float(before.fields["mean"])
            rises.setdefault(cell, []).append(max(0.0, rise))
    return rises
