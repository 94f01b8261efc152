"""The zone's desk on a real registry: what was published, and what was not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.footfall.measurements import zone_series
from cloud.footfall.publish import publish
from cloud.footfall.shown import Footfall
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import ManualCount
from cloud.series.beacon import beacon_point
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from cloud.web.zone.desk import RegistryZoneDesk
from cloud.web.zone.slots import HOUR_US, midnight_us
from tests.cloud.web.cosmo import NOW_US, PARIS, TODAY, cosmo
from tests.services.registries import newest

TERRITORY = Path(__file__).parents[4] / "configs" / "territory" / "vallee-herault"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with open_registry(newest(f"sqlite:///{tmp_path}/registry.sqlite")) as opened:
        opened.load_territory(TERRITORY)
        yield opened


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def desk(registry: Registry, store: MemoryStore) -> RegistryZoneDesk:
    return RegistryZoneDesk(registry, store, lambda: NOW_US, 5.0)


def _publish(store: MemoryStore) -> None:
    shown = cosmo()
    made = Footfall(
        zone="cosmo",
        periods={"day": shown.days, "hour": shown.hours, "quarter": shown.quarters},
        gates={gate.name: gate.days for gate in shown.gates},
        profile=shown.profile,
        factors={},
    )
    publish(store, made, midnight_us(TODAY, PARIS))


def test_what_was_published_is_on_the_desk(desk: RegistryZoneDesk, store: MemoryStore) -> None:
    _publish(store)

    view = desk.zone("cosmo")

    assert view is not None
    shown = cosmo()
    assert (view.days, view.hours, view.quarters) == (shown.days, shown.hours, shown.quarters)
    assert view.profile == shown.profile
    assert {gate.name: gate.days for gate in view.gates} == {g.name: g.days for g in shown.gates}
    assert all(gate.invented for gate in view.gates)
    assert (view.zone.name, view.zone.commune) == ("Cosmo – Gignac", "Gignac")
    assert (view.timezone, view.withheld_below, view.store_down) == ("Europe/Paris", 5.0, False)


def test_the_day_that_runs_is_none_of_the_days(desk: RegistryZoneDesk, store: MemoryStore) -> None:
    _publish(store)
    running_us = midnight_us(TODAY, PARIS)
    figures = {"passages": 300.0, "low": 250.0, "high": 350.0, "coverage": 0.7, "withheld": 0.0}
    store.write([Point("footfall", zone_series("cosmo", "day"), running_us * 1000, figures)])

    view = desk.zone("cosmo")

    assert view is not None
    assert view.days == cosmo().days


def test_the_zones_are_those_of_the_registry_and_no_other_is_known(
    desk: RegistryZoneDesk,
) -> None:
    assert [zone.id for zone in desk.zones()] == ["cosmo"]
    assert desk.zone("nowhere") is None


def test_beacons_are_as_their_nodes_told(
    desk: RegistryZoneDesk, registry: Registry, store: MemoryStore
) -> None:
    beacon = registry.beacons()[0]
    raw = {"adverts": 12.0, "rssi_dbm": -61.0, "battery_mv": 2930.0}
    point = beacon_point(beacon, Point("beacon", (), (NOW_US - HOUR_US) * 1000, raw))
    assert point is not None
    store.write([point])

    view = desk.zone("cosmo")

    assert view is not None
    heard = {tag.heard.beacon: tag.heard for tag in view.beacons}
    assert heard[beacon.id].heard_us == NOW_US - HOUR_US
    assert heard[beacon.id].battery_mv == 2930.0
    others = [one for name, one in heard.items() if name != beacon.id]
    assert others
    assert all(one.heard_us is None for one in others)


def test_people_are_counted_by_hand_at_the_gates_of_this_zone_only(
    desk: RegistryZoneDesk, registry: Registry
) -> None:
    radio = registry.radios()[0]
    registry.note_manual_count(ManualCount(radio.node, radio.sensor, 0, HOUR_US, 41))
    registry.note_manual_count(ManualCount(radio.node, radio.sensor, HOUR_US, 2 * HOUR_US, 7))

    view = desk.zone("cosmo")

    assert view is not None
    assert view.people_by_hand == 48


def test_a_store_that_is_down_costs_the_figures_and_not_the_zone(
    desk: RegistryZoneDesk, store: MemoryStore
) -> None:
    _publish(store)
    store.down = True

    view = desk.zone("cosmo")

    assert view is not None
    assert view.store_down
    assert view.zone.name == "Cosmo – Gignac"
    assert (view.days, view.gates, view.beacons) == ((), (), ())
