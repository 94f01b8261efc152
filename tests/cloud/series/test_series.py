"""Derived series follow from raw readings and the registry, streamed or rebuilt."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Beacon, Mount, Sensor
from cloud.series.beacon import beacon_point
from cloud.series.container import container_point
from cloud.series.directory import Directory
from cloud.series.exact import differs, exact
from cloud.series.lateness import Lateness
from cloud.series.rebuild import rebuild_day
from cloud.store.block import of_point
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from contract.reading import Kind, Reading

START_US = 1_764_000_000_000_000
DAY_US = 86_400_000_000
PARIS = ZoneInfo("Europe/Paris")
FIRST = date(2025, 11, 24)
"""The local day of `START_US`."""


def raw(day: float, seq: int, node: str = "n-001") -> Point:
    time_ns = int((START_US + day * DAY_US) * 1000) + seq
    tags = (("node", node), ("sensor", "fill"))
    return Point("level", tags, time_ns, {"fill_ratio": day / 10, "seq": float(seq)})


def times(store: MemoryStore, container: str) -> list[int]:
    """Return the last three digits of a series' times: the numbers of its readings."""
    points = store.read("container_level", (("container", container),), 0, 2**63 - 1)
    return [point.time_ns % 1000 for point in points]


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


def made(store: MemoryStore, mounts: list[Mount], days: int = 10) -> int:
    """Rebuild the first days of both containers; return how many points differed."""
    return sum(
        rebuild_day(store, mounts, container, FIRST + timedelta(day), PARIS)
        for container in ("gignac-01", "aniane-01")
        for day in range(days)
    )


def test_a_sensor_that_moves_takes_its_readings_along_by_date() -> None:
    store = MemoryStore()
    store.write([raw(day, day + 1) for day in range(6)])
    moved_us = START_US + 3 * DAY_US
    mounts = [
        Mount("n-001", "fill", "gignac-01", START_US, moved_us),
        Mount("n-001", "fill", "aniane-01", moved_us),
    ]

    count = made(store, mounts)

    assert count == 6
    assert series(store, "gignac-01") == [0.0, 0.1, 0.2]
    assert series(store, "aniane-01") == [0.3, 0.4, 0.5]


def test_rebuilding_twice_changes_nothing() -> None:
    store = MemoryStore()
    store.write([raw(day / 4, day + 1) for day in range(12)])
    mounts = [Mount("n-001", "fill", "gignac-01", START_US)]

    assert [made(store, mounts) for _ in range(2)] == [12, 0]
    assert len(series(store, "gignac-01")) == 12


def test_two_sensors_that_were_swapped_are_counted_once_each_where_they_hung() -> None:
    store = MemoryStore()
    store.write([raw(day, day + 1) for day in range(4)])
    store.write([raw(day, day + 501, "n-002") for day in range(4)])
    believed = [
        Mount("n-001", "fill", "gignac-01", START_US),
        Mount("n-002", "fill", "aniane-01", START_US),
    ]
    made(store, believed)
    swapped_us = START_US + 2 * DAY_US

    made(
        store,
        [
            Mount("n-001", "fill", "gignac-01", START_US, swapped_us),
            Mount("n-001", "fill", "aniane-01", swapped_us),
            Mount("n-002", "fill", "aniane-01", START_US, swapped_us),
            Mount("n-002", "fill", "gignac-01", swapped_us),
        ],
    )

    assert times(store, "gignac-01") == [1, 2, 503, 504]
    assert times(store, "aniane-01") == [501, 502, 3, 4]


def test_a_mount_that_was_never_true_takes_its_points_with_it() -> None:
    store = MemoryStore()
    store.write([raw(day, day + 1) for day in range(4)])
    made(store, [Mount("n-001", "fill", "gignac-01", START_US)])

    made(store, [Mount("n-001", "fill", "aniane-01", START_US + DAY_US)])

    assert series(store, "gignac-01") == []
    assert series(store, "aniane-01") == [0.1, 0.2, 0.3]


class Busy(MemoryStore):
    """Has an ingester that stores a reading, raw and derived, right before something is erased."""

    def __init__(self, comes: list[Point]) -> None:
        super().__init__()
        self.comes = comes

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        self.write(self.comes)
        super().erase(measurement, tags, since_ns, until_ns)


def test_a_reading_that_comes_while_its_day_is_made_anew_stays() -> None:
    comes = raw(0.25, 7, "n-002")
    derived = container_point("gignac-01", comes)
    assert derived is not None
    store = Busy([comes, derived])
    store.write([raw(day / 10, day + 1) for day in range(5)])
    mounts = [Mount("n-001", "fill", "gignac-01", START_US)]
    made(store, mounts)

    # The one was never there; the other hung there all the time.
    made(store, [Mount("n-002", "fill", "gignac-01", START_US)])

    assert times(store, "gignac-01") == [7]


@given(
    kept=st.dictionaries(st.integers(0, 20), st.floats(0, 1)),
    right=st.dictionaries(st.integers(0, 20), st.floats(0, 1)),
)
def test_a_stretch_is_made_exactly_right_and_nothing_beside_it_is_touched(
    kept: dict[int, float], right: dict[int, float]
) -> None:
    store, name = MemoryStore(), ("m", ())
    store.write([Point(*name, at, {"a": value}) for at, value in kept.items()])
    wanted = [Point(*name, at, {"a": value}) for at, value in right.items() if 5 <= at < 15]
    beside = [one for one in store.read(*name, 0, 99) if not 5 <= one.time_ns < 15]

    exact(store, name, 5, 15, lambda: wanted)

    now = store.read(*name, 0, 99)
    assert [one for one in now if 5 <= one.time_ns < 15] == sorted(wanted, key=lambda p: p.time_ns)
    assert [one for one in now if not 5 <= one.time_ns < 15] == beside
    assert not differs(store, name, 5, 15, lambda: sorted(wanted, key=lambda p: p.time_ns))


@pytest.mark.parametrize(
    ("taken", "late"),
    [
        (datetime(2026, 3, 27, 23, 59, tzinfo=PARIS), {("gignac-01", date(2026, 3, 27))}),
        (datetime(2026, 3, 28, 0, 0, tzinfo=PARIS), set()),
        (datetime(2026, 3, 29, 12, 0, tzinfo=PARIS), set()),
        (datetime(2025, 10, 26, 23, 30, tzinfo=PARIS), {("gignac-01", date(2025, 10, 26))}),
    ],
)
def test_a_reading_is_late_before_the_local_day_before_today(
    taken: datetime, late: set[tuple[str, date]]
) -> None:
    # The day on which clocks go forward.
    now_us = int(datetime(2026, 3, 29, 12, 0, tzinfo=PARIS).timestamp()) * 1_000_000
    lateness = Lateness(PARIS)
    directory = Directory(
        Registered([Mount("n-001", "fill", "gignac-01", 0)]), lambda: 0.0, lateness
    )
    at_us = int(taken.timestamp()) * 1_000_000
    reading = Reading(1, "fill", Kind.LEVEL, at_us, {"fill_ratio": 0.5})
    assert directory.sensors_of("n-001")

    derived(directory, "n-001", reading, raw(0, 1), now_us)

    assert directory.late() == late
    assert directory.late() == set()


def test_a_corrected_mounting_is_known_soon() -> None:
    mounted: list[Mount] = []
    now_s = 0.0
    directory = Directory(Registered(mounted), lambda: now_s)
    reading = Reading(1, "fill", Kind.LEVEL, START_US, {"fill_ratio": 0.5})
    assert directory.sensors_of("n-001") == {"fill"}
    assert derived(directory, "n-001", reading, raw(0, 1)) == []

    mounted.append(Mount("n-001", "fill", "gignac-01", 0))
    now_s = 10.0

    assert directory.sensors_of("n-001")
    assert len(derived(directory, "n-001", reading, raw(1, 1))) == 1


def derived(
    directory: Directory, node: str, reading: Reading, point: Point, now_us: int = START_US
) -> list[Point]:
    found = directory.derived(node, [reading], of_point(point), now_us)
    return [one for block, _ in found for one in block.points()]


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
    assert directory.sensors_of("n-001")
    before = derived(directory, "z-001", reading, of_beacon(adverts=3.0))

    registered.zone_beacons = [replace(BEACON, zone="port")]
    now_s = 10.0
    assert directory.sensors_of("n-001")
    after = derived(directory, "z-001", reading, of_beacon(adverts=3.0))

    assert [point.tags[1] for point in before + after] == [("zone", "park"), ("zone", "port")]


def test_a_beacon_that_is_no_longer_in_any_zone_has_no_series() -> None:
    directory = Directory(Registered([]), lambda: 0.0)
    reading = Reading(7, "b1", Kind.BEACON, START_US, {"adverts": 3.0})

    assert directory.sensors_of("n-001")
    assert derived(directory, "z-001", reading, of_beacon(adverts=3.0)) == []
