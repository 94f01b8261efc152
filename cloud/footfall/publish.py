"""What is shown of a zone, written into the store where the page and Grafana read it."""

from collections.abc import Sequence

from cloud.footfall.figures import Period, ProfileCell
from cloud.footfall.measurements import (
    GATE,
    PROFILE,
    ZONE,
    gate_series,
    profile_series,
    zone_series,
)
from cloud.footfall.shown import Footfall
from cloud.store.point import Point, Tags, Value
from cloud.store.port import Store


def publish(store: Store, made: Footfall, day_us: int) -> int:
    """Write all figures; return how many points. Doing it twice changes nothing.

    `day_us` is the local midnight of the day on which they were made. Raises StoreDown.
    """
    points = [
        point
        for step, periods in made.periods.items()
        for point in _blotted(store, _periods(ZONE, zone_series(made.zone, step), periods))
    ]
    for gate, days in made.gates.items():
        points += _blotted(store, _periods(GATE, gate_series(made.zone, gate), days))
    points += [_cell(made.zone, cell, day_us) for cell in made.profile]
    store.write(points)
    return len(points)


def _periods(measurement: str, series: Tags, periods: Sequence[Period]) -> list[Point]:
    return [
        Point(measurement, series, period.begin_us * 1000, _fields(period)) for period in periods
    ]


def _fields(period: Period) -> dict[str, Value]:
    figures = {
        "passages": period.passages,
        "low": period.low,
        "high": period.high,
        "coverage": period.coverage,
        "withheld": float(period.withheld),
        "week_before": period.week_before,
    }
    return {name: value for name, value in figures.items() if value is not None}


def _blotted(store: Store, points: list[Point]) -> list[Point]:
    """Return points whose earlier figures, where they have none any more, are overwritten.

    A store keeps a field that is not written again, and so would keep showing a figure that a
    better factor has made too small to be shown.
    """
    if not points:
        return points
    first = points[0]
    kept = {
        point.time_ns: point
        for point in store.read(
            first.measurement, first.tags, first.time_ns, points[-1].time_ns + 1
        )
    }
    return [_over(point, kept.get(point.time_ns)) for point in points]


def _over(point: Point, earlier: Point | None) -> Point:
    stale = earlier.fields.keys() - point.fields.keys() if earlier else ()
    if not stale:
        return point
    blots: dict[str, Value] = dict.fromkeys(stale, 0.0)
    if "passages" in stale:
        blots["withheld"] = 1.0
    return Point(point.measurement, point.tags, point.time_ns, {**point.fields, **blots})


def _cell(zone: str, cell: ProfileCell, day_us: int) -> Point:
    fields: dict[str, Value] = {"days": float(cell.days)}
    if cell.mean is not None:
        fields["mean"] = cell.mean
    return Point(PROFILE, profile_series(zone, cell.weekday, cell.hour), day_us * 1000, fields)
