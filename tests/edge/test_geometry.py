"""Fill is a volume: a tapered container, checked against slices and against plain boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.geometry import Frustum

TAPERED = Frustum(1500, (900, 900), (1200, 1300), 250)
sides = st.floats(100, 3000)


def test_a_straight_box_is_depth_times_area() -> None:
    box = Frustum(1000, (1000, 2000), (1000, 2000), 0)

    assert box.volume_l(500) == pytest.approx(1000)
    assert box.fill_ratio(distance_mm=250) == pytest.approx(0.75)


def test_half_the_height_of_a_tapered_container_is_less_than_half_full() -> None:
    assert TAPERED.fill_ratio(250 + 750) < 0.45


def test_a_heap_above_the_line_is_more_than_full_and_nothing_is_less_than_empty() -> None:
    assert TAPERED.fill_ratio(distance_mm=200) > 1
    assert TAPERED.fill_ratio(distance_mm=9999) == 0


@given(st.floats(100, 3000), sides, sides, sides, sides, st.floats(0, 1))
def test_the_volume_is_the_sum_of_thin_slices(
    depth: float, w0: float, l0: float, w1: float, l1: float, share: float
) -> None:
    box = Frustum(depth, (w0, l0), (w1, l1), 0)
    height, slices = depth * share, 400

    summed = sum(
        (w0 + (w1 - w0) * z) * (l0 + (l1 - l0) * z) * height / slices
        for z in (share * (i + 0.5) / slices for i in range(slices))
    )

    assert box.volume_l(height) == pytest.approx(summed / 1e6, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("wrong", [(0, (1, 1), (1, 1), 0), (1, (1, 0), (1, 1), 0)])
def test_a_container_without_volume_is_refused(
    wrong: tuple[float, tuple[float, float], tuple[float, float], float],
) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Frustum(*wrong)
