"""The container's series follows from raw readings and mountings, streamed or rebuilt."""

from cloud.registry.values import Mount, Sensor
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
    directory = Directory(
        lambda: {("n-001", "fill"): Sensor("n-001", "fill", "a02yyuw", tuple(mounted))},
        lambda: now_s,
    )
    reading = Reading(1, "fill", Kind.LEVEL, START_US, {"fill_ratio": 0.5})
    assert directory.knows_sensor("n-001", "fill")
    assert directory.derived("n-001", reading, raw(0, 1)) == []

    mounted.append(Mount("n-001", "fill", "gignac-01", 0))
    now_s = 10.0

    assert directory.knows_node("n-001")
    assert len(directory.derived("n-001", reading, raw(1, 1))) == 1
