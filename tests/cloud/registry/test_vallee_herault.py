"""The example territory keeps to what its README says of it."""

import json
from math import cos, hypot, radians
from pathlib import Path
from typing import Final

import pytest

from cloud.registry.nodes import node_files
from cloud.registry.registry import Registry

FOLDER: Final = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"
METRES_A_DEGREE: Final = 111_195


@pytest.fixture
def valley(registry: Registry) -> Registry:
    registry.load_territory(FOLDER)
    return registry


def test_it_loads_whole(registry: Registry) -> None:
    summary = registry.load_territory(FOLDER)

    assert (summary.communes, summary.containers) == (28, 30)
    assert (summary.trucks, summary.operators) == (2, 2)
    assert (summary.zones, summary.radios, summary.beacons) == (1, 2, 5)
    assert summary.mounts_changed == 30


def test_everything_that_works_has_an_operator(valley: Registry) -> None:
    operators = {operator.id for operator in valley.operators()}

    named = [
        *(container.operator for container in valley.containers()),
        *(truck.operator for truck in valley.trucks()),
        *(site.operator for site in valley.sites()),
        *(fixed.operator for fixed in valley.rounds()),
    ]

    assert set(named) == operators == {"ccvh", "sch"}


def test_the_communes_are_those_of_the_communaute(valley: Registry) -> None:
    communes = {commune.name: commune for commune in valley.communes()}

    assert sum(commune.population for commune in communes.values()) == 41_749
    assert communes["Gignac"].population == 6713
    assert not communes.keys() & {"Clermont-l'Hérault", "Aspiran", "Paulhan", "Canet"}
    assert all(json.loads(c.outline or "")["type"] == "Polygon" for c in communes.values())


def test_each_column_stands_near_its_village_and_says_that_it_is_invented(valley: Registry) -> None:
    villages = {commune.insee: commune for commune in valley.communes()}

    for column in valley.containers():
        village = villages[column.insee]
        north_m = (column.lat - village.lat) * METRES_A_DEGREE
        east_m = (column.lon - village.lon) * METRES_A_DEGREE * cos(radians(village.lat))
        assert hypot(north_m, east_m) <= 600
        assert column.name.split(" \N{EN DASH} ")[0] == village.name
        assert column.invented


def test_a_column_fills_in_four_to_ten_days(valley: Registry) -> None:
    for column in valley.containers():
        assert 4 <= column.model.volume_l / column.litres_per_day <= 10
        assert 100 <= column.kg_per_m3 <= 145


def test_every_column_can_be_lifted_and_unloaded(valley: Registry) -> None:
    tips = [site for site in valley.sites() if site.kind == "tip"]

    for column in valley.containers():
        assert any("residual" in tip.streams for tip in tips)
        for truck in valley.trucks():
            assert column.model.gear in truck.gear
            assert column.stream in truck.streams


def test_the_landfill_takes_residual_waste_only(valley: Registry) -> None:
    takers = {site.id: site.streams for site in valley.sites() if site.kind == "tip"}

    assert takers == {"soumont-isdnd": ("residual",), "aspiran-compost": ("biowaste",)}


def test_each_commune_has_its_fixed_rounds_of_one_truck(valley: Registry) -> None:
    trucks = {
        commune.insee: {r.truck for r in valley.rounds() if commune.insee in r.communes}
        for commune in valley.communes()
    }

    assert all(len(each) == 1 for each in trucks.values())


def test_every_node_has_its_file(valley: Registry) -> None:
    on_columns = [f"n-{n:03d}" for n in range(1, 31) if n != 4]

    assert sorted(node_files(valley)) == [*on_columns, "z-001", "z-002"]


def test_the_sensor_beside_the_zone_is_heard_by_its_radio(valley: Registry) -> None:
    (heard,) = (sensor for sensor in valley.sensors().values() if sensor.port)

    assert (heard.node, heard.model) == ("z-001", "bthome")
    assert [mount.container for mount in heard.mounts] == ["gignac-04"]


def test_the_zone_is_real_and_its_gates_and_beacons_are_invented(valley: Registry) -> None:
    (zone,) = valley.zones()

    assert not zone.invented
    assert zone.note
    assert all(radio.invented for radio in valley.radios())
    assert all(beacon.invented for beacon in valley.beacons())
    assert {beacon.node for beacon in valley.beacons()} == {"z-001", "z-002"}


def test_the_outlines_stay_small() -> None:
    assert (FOLDER / "outlines.geojson").stat().st_size < 40_000
