"""Hours and weeks written from a container's series; doing it twice changes nothing."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cloud.rollup import hour, week
from cloud.series import container as level
from cloud.series.exact import differs, exact
from cloud.series.rebuild import span_ns
from cloud.store.point import Point
from cloud.store.port import Store


def is_old(store: Store, container: str, day: date, zone: ZoneInfo) -> bool:
    """Tell whether the hours of a day are not what the container's series says by now."""
    return differs(
        store,
        (hour.MEASUREMENT, hour.series_of(container)),
        *span_ns(day, zone),
        lambda: _hours(store, container, day, zone),
    )


def roll_day(store: Store, container: str, day: date, zone: ZoneInfo) -> int:
    """Make the hours of a local day what they should be; return how many were not."""
    return exact(
        store,
        (hour.MEASUREMENT, hour.series_of(container)),
        *span_ns(day, zone),
        lambda: _hours(store, container, day, zone),
    )


def roll_week(store: Store, container: str, days: int, made: date, zone: ZoneInfo) -> None:
    """Write the usual week out of the hours of the last `days` whole days before `made`."""
    since_ns, _ = span_ns(made - timedelta(days), zone)
    until_ns, _ = span_ns(made, zone)
    hours = store.read(hour.MEASUREMENT, hour.series_of(container), since_ns, until_ns)
    store.write(list(week.week(container, hours, made, zone)))


def _hours(store: Store, container: str, day: date, zone: ZoneInfo) -> list[Point]:
    begin_ns, end_ns = span_ns(day, zone)
    levels = store.read(level.MEASUREMENT, level.series_of(container), begin_ns, end_ns)
    return list(hour.hours(container, levels, begin_ns))
