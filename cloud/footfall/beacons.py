"""The inventory of a zone's own beacons: which were heard, when, and how their batteries are."""

from collections.abc import Iterable, Sequence

from cloud.footfall.figures import Inventory
from cloud.registry.values import Beacon
from cloud.series.beacon import ADVERTS, MEASUREMENT, MISSING, series_of
from cloud.store.point import Point
from cloud.store.port import Store


def inventory(
    store: Store, beacons: Iterable[Beacon], since_us: int, now_us: int
) -> list[Inventory]:
    """Return how each beacon was heard last in since <= time <= now; raise StoreDown."""
    return [_inventory(store, beacon, since_us, now_us) for beacon in beacons]


def _inventory(store: Store, beacon: Beacon, since_us: int, now_us: int) -> Inventory:
    told = store.read(MEASUREMENT, series_of(beacon), since_us * 1000, (now_us + 1) * 1000)
    heard = [point for point in told if point.fields.get(ADVERTS) != 0]
    return Inventory(
        beacon=beacon.id,
        name=beacon.name,
        heard_us=heard[-1].time_ns // 1000 if heard else None,
        told_us=told[-1].time_ns // 1000 if told else None,
        rssi_dbm=_newest(heard, "rssi_dbm"),
        battery_ratio=_newest(heard, "battery_ratio"),
        battery_mv=_newest(heard, "battery_mv"),
        missing=bool(told) and told[-1].fields.get(MISSING) == 1.0,
    )


def _newest(points: Sequence[Point], field: str) -> float | None:
    """Return a field's last figure: not every advert carries a battery."""
    return next((float(one.fields[field]) for one in reversed(points) if field in one.fields), None)
