"""One folder of roads serves vehicles of every profile, and says whose map it is."""

from pathlib import Path

import numpy as np
import pytest

from cloud.errors import NoRoad
from cloud.roads.built import build
from cloud.roads.profile import RoadProfile
from cloud.roads.roads import Roads, opened
from tests.cloud.roads.conftest import Net


@pytest.fixture
def roads(net: Net, tmp_path: Path) -> Roads:
    build(net.write(net.with_middle({"maxweight": "3.5"})), tmp_path / "roads")
    return opened(tmp_path / "roads") or pytest.fail("nothing is built")


def test_each_profile_has_ways_of_its_own(
    net: Net, roads: Roads, truck: RoadProfile, car: RoadProfile
) -> None:
    assert roads.travel(truck, *net.at("ad")).metres[0, 1] == pytest.approx(4000, abs=2)
    assert roads.travel(car, *net.at("ad")).metres[0, 1] == pytest.approx(2000, abs=2)
    assert [one.metres for one in roads.legs(car, *net.at("ad"))] == [pytest.approx(2000, abs=2)]


def test_a_matrix_names_its_map(net: Net, roads: Roads, truck: RoadProfile) -> None:
    found = roads.travel(truck, *net.at("ad"))

    assert found.exact
    assert found.method == "© OpenStreetMap contributors, net.osm"


def test_roads_of_another_country_are_said_to_be_that(roads: Roads, truck: RoadProfile) -> None:
    with pytest.raises(NoRoad, match=r"none of 2 places is near a road of net\.osm; build"):
        roads.travel(truck, np.array([47.1, 47.2]), np.array([9.5, 9.5]))


def test_a_leg_to_a_place_off_the_roads_names_it(
    net: Net, roads: Roads, truck: RoadProfile
) -> None:
    with pytest.raises(NoRoad, match=r"\Agignac-04: no road"):
        roads.legs(truck, *net.at("az"), ["depot", "gignac-04"])


def test_where_nothing_is_built_there_are_no_roads(tmp_path: Path) -> None:
    assert opened(tmp_path / "roads") is None


@pytest.mark.parametrize(("kg", "cm"), [(0, 360), (19_000, 0), (-1, 360)])
def test_no_vehicle_is_without_size(kg: int, cm: int) -> None:
    with pytest.raises(ValueError, match="no vehicle"):
        RoadProfile(kg, cm)
