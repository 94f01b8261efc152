"""The inventory of beacons, from what their nodes told."""

import pytest

from cloud.footfall.beacons import inventory
from cloud.footfall.figures import Inventory
from cloud.registry.values import Beacon
from cloud.series.beacon import beacon_point
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from tests.cloud.footfall.gate import DAY_US, HOUR_US, START_US

TOTEM = Beacon("cosmo-b1", "Totem", "cosmo", "z-001", "address:AA", 43.6, 3.5, invented=True)
NOW_US = START_US + DAY_US


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def tell(store: MemoryStore, hour: int, adverts: float, **figures: float) -> None:
    raw = Point(
        "beacon",
        (("node", "z-001"), ("sensor", "cosmo-b1")),
        (START_US + hour * HOUR_US) * 1000,
        {"adverts": adverts, **figures},
    )
    point = beacon_point(TOTEM, raw)
    assert point is not None
    store.write([point])


def look(store: MemoryStore) -> Inventory:
    (found,) = inventory(store, [TOTEM], START_US, NOW_US)
    return found


def test_a_beacon_that_nobody_told_of_is_unknown_and_not_missing(store: MemoryStore) -> None:
    assert look(store) == Inventory(
        "cosmo-b1", "Totem", None, None, None, None, None, missing=False
    )


def test_a_beacon_is_as_it_was_heard_last(store: MemoryStore) -> None:
    tell(store, 1, 40, rssi_dbm=-70, battery_mv=2900)
    tell(store, 2, 35, rssi_dbm=-75)

    found = look(store)

    assert found.heard_us == found.told_us == START_US + 2 * HOUR_US
    assert (found.rssi_dbm, found.battery_mv, found.battery_ratio) == (-75, 2900, None)
    assert not found.missing


def test_a_beacon_that_its_node_hears_no_more_is_missing(store: MemoryStore) -> None:
    tell(store, 1, 40, rssi_dbm=-70, battery_ratio=0.4)
    tell(store, 2, 0)

    found = look(store)

    assert found.missing
    assert found.heard_us == START_US + HOUR_US
    assert found.told_us == START_US + 2 * HOUR_US
    assert (found.rssi_dbm, found.battery_ratio) == (-70, 0.4)


def test_a_beacon_that_came_back_is_not_missing(store: MemoryStore) -> None:
    tell(store, 1, 0)
    tell(store, 2, 3, rssi_dbm=-80)

    assert not look(store).missing
