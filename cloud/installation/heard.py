"""What the store has of a node since it was mounted."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from cloud.installation.forms import Place
from cloud.installation.proof import HOUR_US, Heard
from cloud.installation.rules import BEYOND, BLOCKED
from cloud.registry.values import Sensor
from cloud.store.point import Point, Tags
from contract.reading import Kind

# A node is switched on before its visit is closed; its status is said once, when it connects.
BEFORE_US: Final = 7 * 24 * HOUR_US
# One that is not proven by then is long on the worklist.
LONGEST_US: Final = 30 * 24 * HOUR_US
# Below a fifth a new battery is none, and a solar one is not charged.
LEAST_BATTERY: Final = 0.2
_READ: Final = (Kind.LEVEL, Kind.HEALTH, Kind.COUNT, Kind.BEACON)


class Points(Protocol):
    """What is asked of a store here."""

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> Sequence[Point]:
        """Return the points of a series with since <= time < until, oldest first."""


def sensors_at(
    place: Place, node: str, sensors: Mapping[tuple[str, str], Sensor]
) -> tuple[str, ...]:
    """Return which of a node's sensors measure a place: those in the container, or all."""
    return tuple(
        name
        for (owner, name), one in sensors.items()
        if owner == node and (place.stands == "lamp-post" or _hangs_in(one, place.id))
    )


def heard(
    points: Points, place: Place, node: str, sensors: Sequence[str], since_us: int, now_us: int
) -> Heard:
    """Return what a node has said since `since_us`, of its place and of its supply."""
    since_us = max(since_us, now_us - LONGEST_US)
    found = [
        (kind, point)
        for kind in _READ
        for sensor in sensors
        for point in points.read(
            kind.value,
            (("node", node), ("sensor", sensor)),
            since_us * 1000,
            (now_us + 1) * 1000,
        )
    ]
    found.sort(key=lambda one: one[1].time_ns)
    links = points.read(
        "node", (("node", node),), (since_us - BEFORE_US) * 1000, (now_us + 1) * 1000
    )
    return Heard(
        [_at_us(point) for _, point in found],
        [_at_us(point) for kind, point in found if is_plausible(kind, point, place)],
        [(_at_us(one), one.fields["up"] == 1.0) for one in links if "up" in one.fields],
        [_at_us(point) for _, point in found if _is_low(point)],
    )


def is_plausible(kind: Kind, point: Point, place: Place) -> bool:
    """Tell whether a reading can be true of a place, by the rules of the cone."""
    if place.full_mm is None or place.floor_mm is None:
        return kind in (Kind.COUNT, Kind.BEACON, Kind.LEVEL)
    distance_mm = point.fields.get("distance_mm")
    if kind is not Kind.LEVEL or not isinstance(distance_mm, float):
        return False
    return BLOCKED * place.full_mm <= distance_mm <= BEYOND * place.floor_mm


def _is_low(point: Point) -> bool:
    return any(_says_low(name, value) for name, value in point.fields.items())


def _says_low(name: str, value: object) -> bool:
    if not isinstance(value, float):
        return False
    return (
        value > 0 if name == "undervoltage" else name == "battery_ratio" and value < LEAST_BATTERY
    )


def _hangs_in(sensor: Sensor, container: str) -> bool:
    return any(one.container == container and one.until_us is None for one in sensor.mounts)


def _at_us(point: Point) -> int:
    return point.time_ns // 1000
