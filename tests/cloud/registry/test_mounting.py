from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.errors import RegistryFault
from cloud.registry.mounting import clash, hung
from cloud.registry.registry import Registry
from cloud.registry.values import Mount, Sensor


def at(container: str, since: int, until: int | None = None) -> Mount:
    return Mount("n-001", "fill", container, since, until)


def test_two_mounts_of_one_sensor_may_not_overlap(loaded: Registry) -> None:
    (now,) = loaded.sensors()["n-001", "fill"].mounts
    before = loaded.mounts()

    with pytest.raises(RegistryFault, match="'alpha-01' and 'alpha-02' at once"):
        loaded.mount(at("alpha-02", now.from_us + 1, now.from_us + 2))

    assert loaded.mounts() == before


def test_mounts_may_touch(loaded: Registry) -> None:
    (now,) = loaded.sensors()["n-001", "fill"].mounts
    earlier = at("alpha-02", now.from_us - 1000, now.from_us)

    loaded.mount(earlier)

    assert loaded.sensors()["n-001", "fill"].mounts == (earlier, now)


@pytest.mark.parametrize(
    "mount",
    [
        Mount("n-009", "fill", "alpha-01", 0, 1),
        Mount("n-001", "fill", "nowhere", 0, 1),
        Mount("n-001", "fill", "alpha-01", 5, 5),
    ],
)
def test_a_mount_of_what_is_not_there_is_refused(loaded: Registry, mount: Mount) -> None:
    with pytest.raises(RegistryFault, match="refuses"):
        loaded.mount(mount)


def test_a_sensor_tells_its_mount_at_an_instant() -> None:
    first, second = at("a", 10, 20), at("b", 30)
    sensor = Sensor("n-001", "fill", "a02yyuw", (first, second))

    assert [sensor.mount_at(t) for t in (9, 10, 19, 20, 30)] == [None, first, first, None, second]


def test_the_same_container_at_another_time_corrects_the_mount() -> None:
    assert hung([at("a", 0, 10), at("b", 20)], at("b", 15)) == (at("a", 0, 10), at("b", 15))


def test_a_correction_may_not_reach_into_an_earlier_mount() -> None:
    with pytest.raises(RegistryFault, match="at once"):
        hung([at("a", 0, 10), at("b", 20)], at("b", 5))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), max_size=8))
def test_whatever_is_hung_a_sensor_is_in_one_place_at_a_time(moves: list[tuple[str, int]]) -> None:
    mounts: tuple[Mount, ...] = ()

    for container, since in moves:
        try:
            mounts = hung(mounts, at(container, since))
        except RegistryFault:
            continue

    assert clash(mounts) is None
    assert all(a.until_us is not None and a.until_us <= b.from_us for a, b in pairwise(mounts))
