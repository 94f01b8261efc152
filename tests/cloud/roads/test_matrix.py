"""The matrix is that of the plain roads, and who is off them is named."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cloud.roads.access import TRUCK_KMH
from cloud.roads.contract import contracted
from cloud.roads.extract import Extract, read
from cloud.roads.graph import Graph
from cloud.roads.matrix import travel
from cloud.roads.network import joined
from cloud.roads.profile import RoadProfile
from cloud.roads.shortest import trees
from cloud.roads.snap import snapped
from cloud.roads.travel import UNREACHABLE
from tests.cloud.roads.conftest import Net
from tests.cloud.roads.plain import plain

LETTERS = "abcdefm"
ROADS: tuple[Mapping[str, str], ...] = (
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "tertiary", "oneway": "-1", "name": "Route du Pont"},
    {"highway": "residential", "hgv": "destination"},
    {"highway": "secondary", "maxspeed": "30"},
)
paths = st.lists(st.sampled_from(LETTERS), min_size=2, max_size=4, unique=True)
ways = st.lists(st.tuples(paths.map("-".join), st.sampled_from(ROADS)), max_size=8)


def costs_s(
    graph: Graph, lats: NDArray[np.float64], lons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what the network chooses its ways by (places, places)."""
    net = joined(graph, snapped(graph, lats, lons))
    return trees(net.nodes, (net.tails, net.heads), net.cost_s, net.place)[0][:, net.place]


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(ways)
def test_contraction_changes_no_way(
    net: Net, truck: RoadProfile, more: list[tuple[str, Mapping[str, str]]]
) -> None:
    # A ring, so that each node is reached from each; straight lines lie off the nodes' lines.
    net.nodes = {x: (700.0 * i, 130.0 * i**2) for i, x in enumerate(LETTERS)}
    ring = ("-".join([*LETTERS[::-1], LETTERS[-1]]), ROADS[1])
    extract = read(net.write([ring, *more]), TRUCK_KMH)

    found = costs_s(contracted(extract, truck, TRUCK_KMH), *net.at(LETTERS))

    expected = plain(extract, truck, TRUCK_KMH).costs_s([*range(1, len(LETTERS) + 1)])
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=0.1)


def test_places_on_one_spot_are_no_way_apart(net: Net, car: RoadProfile) -> None:
    found = travel(net.graph(net.with_middle({}), car), *net.at("mam"))

    assert found.exact
    assert found.metres[0, 2] == found.seconds[2, 0] == 0
    assert found.metres[0, 1] == found.metres[2, 1] > 0


def test_a_place_off_the_roads_is_named_and_the_rest_is_made(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({}), truck)

    found = travel(graph, *net.at("azd"), names=["depot", "gignac-04", "aniane-01"])

    assert found.faults.keys() == {1}
    assert re.match(r"gignac-04: no road that this vehicle may use .* 400 m", found.faults[1])
    assert found.metres[0, 2] == pytest.approx(2000, abs=2)
    assert found.metres[1].tolist() == [UNREACHABLE, 0, UNREACHABLE]
    assert found.seconds[:, 1].tolist() == [UNREACHABLE, 0, UNREACHABLE]


@pytest.mark.parametrize("lat", [float("nan"), 91.0, float("inf")])
def test_a_place_off_the_earth_is_named(net: Net, truck: RoadProfile, lat: float) -> None:
    lats, lons = net.at("abd")
    lats[1] = lat

    found = travel(net.graph(net.with_middle({}), truck), lats, lons)

    assert re.match(r"place 2: .* is not on the Earth; correct", found.faults[1])
    assert found.metres[0, 2] == pytest.approx(2000, abs=2)


def test_a_place_far_from_its_road_is_doubted_and_served(net: Net, truck: RoadProfile) -> None:
    net.nodes = {**net.nodes, "y": (1000, -90)}

    found = travel(net.graph(net.with_middle({}), truck), *net.at("ay"), names=["depot", "x"])

    assert found.faults == {}
    assert found.doubts == {
        1: "x: the nearest road that this vehicle may use, Rue Droite, is 90 m away"
    }
    assert found.metres[0, 1] == pytest.approx(1000, abs=2)


def test_no_place_makes_no_matrix(net: Net, truck: RoadProfile) -> None:
    found = travel(net.graph(net.with_middle({}), truck), np.zeros(0), np.zeros(0))

    assert found.metres.shape == (0, 0)


def test_none_that_can_be_reached_makes_a_matrix_that_says_so(net: Net, truck: RoadProfile) -> None:
    found = travel(net.graph(net.with_middle({}), truck), *net.at("zz"))

    assert found.faults.keys() == {0, 1}
    assert found.metres.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]


def test_a_ring_of_no_junction_is_a_road(net: Net, car: RoadProfile) -> None:
    graph = net.graph([("b-c-f-e-b", {"highway": "residential", "oneway": "yes"})], car)

    found = travel(graph, *net.at("bcfe")).metres

    assert found[0].tolist() == pytest.approx([0, 1000, 2000, 3000], abs=3)
    assert found[1, 0] == pytest.approx(3000, abs=3)


@pytest.fixture(scope="module")
def liechtenstein() -> Extract:
    beside = Path(__file__).parents[4] / "shared" / "data"
    data = Path(os.environ.get("VALLEE_DATA", beside))
    file = data / "roads" / "liechtenstein-latest.osm.pbf"
    if not file.exists():
        pytest.skip("the Liechtenstein extract is not here; set VALLEE_DATA to the data folder")
    return read(file, TRUCK_KMH)


def test_contraction_changes_no_way_of_a_country(
    liechtenstein: Extract, truck: RoadProfile
) -> None:
    graph = contracted(liechtenstein, truck, TRUCK_KMH)
    raw = plain(liechtenstein, truck, TRUCK_KMH)
    streets = np.repeat(np.arange(len(graph.tails)), np.diff(graph.first))
    # Two roads may cross on one spot without meeting: which of them is meant, nobody can tell.
    spots, count = np.unique(np.stack([graph.lats, graph.lons]), axis=1, return_counts=True)
    lone = {(lat, lon) for lat, lon in spots[:, count == 1].T.tolist()}
    inner = [
        i
        for i in np.flatnonzero(graph.halts[streets]).tolist()
        if (float(graph.lats[i]), float(graph.lons[i])) in lone and int(graph.refs[i]) in raw.number
    ]
    at = np.random.default_rng(2).choice(inner, 200, replace=False)

    found = costs_s(graph, graph.lats[at], graph.lons[at])

    expected = raw.costs_s(graph.refs[at].tolist())
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=0.2)
