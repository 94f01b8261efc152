"""Litres to height, against the closed form of the other way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.territory import Model
from firmware_sim.world.geometry import shape

SIDES = st.floats(200, 3000)


def closed_form_l(model: Model, height_mm: float) -> float:
    """Prismatoid: h/6 · (bottom + 4 · middle + top)."""
    (w0, l0), (w1, l1) = model.bottom_mm, model.top_mm
    up = height_mm / model.depth_mm
    w, length = w0 + (w1 - w0) * up, l0 + (l1 - l0) * up
    return height_mm / 6 * (w0 * l0 + (w0 + w) * (l0 + length) + w * length) / 1e6


@given(
    st.builds(
        Model,
        st.just("any"),
        st.floats(300, 4000),
        st.tuples(SIDES, SIDES),
        st.tuples(SIDES, SIDES),
        st.just(300.0),
    ),
    st.floats(0, 1),
)
def test_the_height_of_the_litres_below_a_height_is_that_height(model: Model, up: float) -> None:
    height_mm = up * model.depth_mm

    found = shape(model).height_mm(np.array([closed_form_l(model, height_mm)]))[0]

    assert found == pytest.approx(height_mm, abs=0.02)


def test_the_full_line_is_at_the_full_volume() -> None:
    model = Model("aerial-4", 1500, (1500, 1500), (1800, 1800), 300)

    form = shape(model)

    assert form.full_l == pytest.approx(closed_form_l(model, 1500), rel=1e-9)
    assert form.height_mm(np.array([form.full_l]))[0] == pytest.approx(1500)


def test_a_heap_above_the_full_line_rises_straight_up() -> None:
    form = shape(Model("tub", 1000, (500, 500), (1000, 1000), 300))

    heap = form.height_mm(np.array([form.full_l + 100.0]))[0]

    assert heap == pytest.approx(1100)
