"""Crow flight is symmetric, about right, and says what it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.roads.crow import great_circle_m, travel
from cloud.roads.travel import UNREACHABLE

degrees = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def test_gignac_to_aniane_is_five_kilometres() -> None:
    lats, lons = np.array([43.6524, 43.6844]), np.array([3.5511, 3.5867])

    assert great_circle_m(lats, lons)[0, 1] == pytest.approx(4570, rel=0.01)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert great_circle_m(np.array([0.0, 1.0]), np.zeros(2))[0, 1] == pytest.approx(111_195, abs=1)


@given(st.lists(degrees, min_size=1, max_size=6))
def test_ways_are_as_long_back_as_forth(points: list[tuple[float, float]]) -> None:
    lats, lons = np.array(points).T

    found = travel(lats, lons)

    assert (found.metres == found.metres.T).all()
    assert (np.diag(found.seconds) == 0).all()
    assert (found.metres >= 0).all()


def test_it_says_that_it_is_no_road() -> None:
    found = travel(np.array([43.6, 43.7]), np.array([3.5, 3.5]), factor=1.5, speed_kmh=60)

    assert not found.exact
    assert found.method == "crow flight × 1.5 at 60 km/h"
    assert found.seconds[0, 1] == pytest.approx(found.metres[0, 1] * 0.06, abs=1)


def test_what_is_not_on_the_earth_is_named_and_the_rest_is_made() -> None:
    found = travel(np.array([43.6, np.nan, 43.7]), np.full(3, 3.5), ["depot", "c-1", "c-2"])

    assert found.faults == {1: "c-1: nan, 3.5 is not on the Earth; correct its coordinates"}
    assert found.metres[0, 1] == found.seconds[2, 1] == UNREACHABLE
    assert 0 < found.metres[0, 2] < 20_000
