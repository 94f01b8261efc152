"""Derived series follow from raw readings and the registry, streamed or rebuilt."""

from dataclasses import dataclass, field, replace

import pytest

from cloud.registry.values import Beacon, Mount, Sensor
from cloud.series.beacon import beacon_point
from cloud.series.directory import Directory
from cloud.series.rebuild import DAY_NS, rebuild
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from contract.reading import Kind, Reading

SENSOR = (("node", "n-001"), ("sensor", "fill"))
START_US = 1_764_000_000_000_000
DAY_US = DAY_NS // 1000


def raw(day: float, seq: int) -> Point:
    time_ns = int((START_US + day * DAY_US) * 1000) + seq
    return Point("level", SENSOR, time_ns, {"fill_ratio": day / 10, "seq": float(seq)})


def series(store: MemoryStore, container: str) -> list[float | str]:
    points = store.read("container_level", (("container", container),), 0, 2**63 - 1)
    return [point.fields["fill_ratio"] for point in points]


@dataclass
class Registered:
    """One sensor, hung as `mounted` says, and the beacons given."""

    mounted: list[Mount]
    zone_beacons: list[Beacon] = field(default_factory=list)

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        return {("n-001", "fill"): Sensor("n-001", "fill", "a02yyuw", tuple(self.mounted))}

    def beacons(self) -> list[Beacon]:
        return self.zone_beacons


def test_a_sensor_that_moves_takes_its_readings_along_by_date() -> None:
    store = MemoryStore()
    store.write([raw(day, day + 1) for day in range(6)])
    moved_us = START_US + 3 * DAY_US
    mounts = [
        Mount("n-001", "fill", "gignac-01", START_US, moved_us),
        Mount("n-001", "fill", "aniane-01", moved_us),
    ]

    count = rebuild(store, mounts, 0 + START_US * 1000, (START_US + 10 * DAY_US) * 1000)

    assert count == 6
    assert series(store, "gignac-01") == [0.0, 0.1, 0.2]
    assert series(store, "aniane-01") == [0.3, 0.4, 0.5]


def test_rebuilding_twice_changes_nothing() -> None:
    store = MemoryStore()
    store.write([raw(day / 4, day + 1) for day in range(12)])
    mounts = [Mount("n-001", "fill", "gignac-01", START_US)]

    for _ in range(2):
        rebuild(store, mounts, START_US * 1000, (START_US + 10 * DAY_US) * 1000)

    assert len(series(store, "gignac-01")) == 12


def test_a_corrected_mounting_is_known_soon() -> None:
    mounted: list[Mount] = []
    now_s = 0.0
    directory = Directory(Registered(mounted), lambda: now_s)
    reading = Reading(1, "fill", Kind.LEVEL, START_US, {"fill_ratio": 0.5})
    assert directory.knows_sensor("n-001", "fill")
    assert directory.derived("n-001", reading, raw(0, 1)) == []

    mounted.append(Mount("n-001", "fill", "gignac-01", 0))
    now_s = 10.0

    assert directory.knows_node("n-001")
    assert len(directory.derived("n-001", reading, raw(1, 1))) == 1


BEACON = Beacon("b1", "Totem", "park", "z-001", "address:A4:C1:38:34:11:04", 43.6, 3.5, True)


def of_beacon(**fields: float) -> Point:
    tags = (("node", "z-001"), ("sensor", "b1"))
    return Point("beacon", tags, START_US * 1000 + 7, {**fields, "epoch": "x", "seq": 7.0})


@pytest.mark.parametrize(("adverts", "missing"), [(0.0, 1.0), (1.0, 0.0), (900.0, 0.0)])
def test_a_beacon_that_was_not_heard_is_missing(adverts: float, missing: float) -> None:
    raw = of_beacon(adverts=adverts)

    point = beacon_point(BEACON, raw)

    tags = (("beacon", "b1"), ("zone", "park"))
    assert point == Point(
        "zone_beacon", tags, raw.time_ns, {"adverts": adverts, "missing": missing}
    )


def test_what_a_beacon_tells_of_itself_goes_along() -> None:
    told = {"rssi_dbm": -71.0, "battery_mv": 2950.0, "battery_ratio": 0.8, "temperature_c": 14.5}

    point = beacon_point(BEACON, of_beacon(adverts=9.0, **told))

    assert point is not None
    assert point.fields == {"adverts": 9.0, "missing": 0.0, **told}


def test_a_beacon_reading_without_adverts_says_nothing_of_the_zone() -> None:
    assert beacon_point(BEACON, of_beacon(battery_ratio=0.8)) is None


def test_a_beacon_that_is_moved_to_another_zone_is_known_there_soon() -> None:
    registered = Registered([], [BEACON])
    now_s = 0.0
    directory = Directory(registered, lambda: now_s)
    reading = Reading(7, "b1", Kind.BEACON, START_US, {"adverts": 3.0})
    assert directory.knows_node("n-001")
    before = directory.derived("z-001", reading, of_beacon(adverts=3.0))

    registered.zone_beacons = [replace(BEACON, zone="port")]
    now_s = 10.0
    assert directory.knows_node("n-001")
    after = directory.derived("z-001", reading, of_beacon(adverts=3.0))

    assert [point.tags[1] for point in before + after] == [("zone", "park"), ("zone", "port")]


def test_a_beacon_that_is_no_longer_in_any_zone_has_no_series() -> None:
    directory = Directory(Registered([]), lambda: 0.0)
    reading = Reading(7, "b1", Kind.BEACON, START_US, {"adverts": 3.0})

    assert directory.knows_node("n-001")
    assert directory.derived("z-001", reading, of_beacon(adverts=3.0)) == []
