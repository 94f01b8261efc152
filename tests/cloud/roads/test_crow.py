"""Crow flight is symmetric, about right, and says what it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.roads.crow import great_circle_m, travel

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
