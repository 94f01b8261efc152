"""Published passages, read back for who shows them."""

from collections.abc import Iterable
from itertools import product
from typing import Final

from cloud.footfall.figures import Period, ProfileCell, Step
from cloud.footfall.measurements import (
    GATE,
    PROFILE,
    ZONE,
    gate_series,
    profile_series,
    profile_zone,
    zone_series,
)
from cloud.registry.values import Radio
from cloud.store.point import Point, Tags
from cloud.store.port import Store

WEEKDAYS: Final = range(7)
HOURS: Final = range(24)


def periods(store: Store, zone: str, step: Step, since_us: int, until_us: int) -> list[Period]:
    """Return a zone's periods that begin in since <= time < until, oldest first."""
    return _periods(store, ZONE, zone_series(zone, step), since_us, until_us)


def gates(
    store: Store, radios: Iterable[Radio], zone: str, since_us: int, until_us: int
) -> dict[str, list[Period]]:
    """Return the days of each of a zone's gates, by its name, in the order of `radios`."""
    names = dict.fromkeys(radio.gate for radio in radios if radio.zone == zone)
    return {
        gate: _periods(store, GATE, gate_series(zone, gate), since_us, until_us) for gate in names
    }


def profile(store: Store, zone: str, since_us: int, until_us: int) -> list[ProfileCell]:
    """Return the zone's usual hours as they were made last in since <= time < until."""
    made = store.newest(PROFILE, profile_zone(zone), since_us * 1000, until_us * 1000)
    found = []
    for weekday, hour in product(WEEKDAYS, HOURS):
        for point in made.get(profile_series(zone, weekday, hour), ()):
            mean = float(point.fields["mean"]) if "mean" in point.fields else None
            found.append(ProfileCell(weekday, hour, mean, int(float(point.fields["days"]))))
    return found


def _periods(
    store: Store, measurement: str, series: Tags, since_us: int, until_us: int
) -> list[Period]:
    return [
        _period(point)
        for point in store.read(measurement, series, since_us * 1000, until_us * 1000)
    ]


def _period(point: Point) -> Period:
    withheld = point.fields.get("withheld") == 1.0

    def figure(name: str) -> float | None:
        # What stands beside "withheld" is a blot over an earlier figure.
        return float(point.fields[name]) if name in point.fields and not withheld else None

    return Period(
        begin_us=point.time_ns // 1000,
        passages=figure("passages"),
        low=figure("low"),
        high=figure("high"),
        coverage=float(point.fields["coverage"]),
        withheld=withheld,
        week_before=figure("week_before"),
    )
