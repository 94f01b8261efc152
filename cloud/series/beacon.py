"""One reading about a beacon as a point of the zone that the beacon belongs to."""

from typing import Final

from cloud.registry.values import Beacon
from cloud.store.point import Point, Tags, Value
from contract.reading import FIELDS, Kind

MEASUREMENT: Final = "zone_beacon"
ADVERTS: Final = "adverts"
MISSING: Final = "missing"


def series_of(beacon: Beacon) -> Tags:
    """Return the tags that name a beacon's series."""
    return (("beacon", beacon.id), ("zone", beacon.zone))


def beacon_point(beacon: Beacon, raw: Point) -> Point | None:
    """Return the beacon's point at the raw point's own time; None if it says not whether it spoke.

    A pure function of the two, as `container_point` is.
    """
    adverts = raw.fields.get(ADVERTS)
    if adverts is None:
        return None
    fields: dict[str, Value] = {
        name: raw.fields[name] for name in FIELDS[Kind.BEACON] if name in raw.fields
    }
    fields[MISSING] = float(adverts == 0)
    return Point(MEASUREMENT, series_of(beacon), raw.time_ns, fields)
