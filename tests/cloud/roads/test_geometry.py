"""A leg has the matrix's metres, the road's bends and the names of its streets."""

from itertools import pairwise

import numpy as np
import pytest

from cloud.roads.geometry import Along, legs
from cloud.roads.graph import steps_m
from cloud.roads.matrix import travel
from cloud.roads.profile import RoadProfile
from tests.cloud.roads.conftest import Net


def test_a_leg_goes_by_the_streets_that_it_names(net: Net, truck: RoadProfile) -> None:
    graph = net.graph(net.with_middle({"maxweight": "3.5"}), truck)

    (leg,) = legs(graph, *net.at("ad"))

    assert leg.streets == (Along("Rue A", 500), Along("Le Tour", 3000), Along("Rue D", 500))
    np.testing.assert_allclose(np.array(leg.line).T, net.at("abefcd"), atol=1e-6)


def test_legs_are_those_of_the_matrix(net: Net, truck: RoadProfile) -> None:
    graph, places = net.graph(net.with_middle({"oneway": "yes"}), truck), net.at("amdfbba")

    found = legs(graph, *places)

    matrix = travel(graph, *places)
    assert [leg.metres for leg in found] == np.diag(matrix.metres, 1).tolist()
    assert [leg.seconds for leg in found] == np.diag(matrix.seconds, 1).tolist()
    for leg in found:
        points = np.array(leg.line).T
        drawn = steps_m(points[0][:-1], points[1][:-1], points[0][1:], points[1][1:]).sum()
        assert drawn == pytest.approx(leg.metres, abs=1.5)
    for leg, following in pairwise(found):
        assert leg.line[-1] == following.line[0]


def test_no_way_is_a_point_without_street(net: Net, truck: RoadProfile) -> None:
    (leg,) = legs(net.graph(net.with_middle({}), truck), *net.at("bb"))

    assert (leg.metres, leg.streets, len(leg.line)) == (0, (), 1)
