from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Model, Round

SIDE = st.integers(100, 3000)


def fortnightly() -> Round:
    return Round(
        id="r",
        name="R",
        operator="a",
        stream="residual",
        truck="one",
        weekdays=("mon", "thu"),
        every_weeks=2,
        anchor=date(2026, 1, 7),
        communes=("34001",),
        invented=True,
    )


def test_a_round_runs_on_its_weekdays_every_so_many_weeks() -> None:
    first_day = date(2025, 12, 29)

    days = [day for n in range(35) if fortnightly().runs_on(day := first_day + timedelta(n))]

    # The week of the anchor counts whole, the one after is left out.
    assert days == [date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 19), date(2026, 1, 22)]


def test_a_straight_box_holds_its_three_sides_multiplied() -> None:
    assert Model("m", "hook", 1500, (900, 1000), (900, 1000), 250).volume_l == 1350.0


@given(st.tuples(SIDE, SIDE), st.tuples(SIDE, SIDE), st.integers(100, 3000))
def test_the_volume_is_that_of_its_slices(
    bottom: tuple[int, int], top: tuple[int, int], depth: int
) -> None:
    slices = 200
    middles = [(n + 0.5) / slices for n in range(slices)]
    sliced_l = (
        sum(
            (bottom[0] + (top[0] - bottom[0]) * z) * (bottom[1] + (top[1] - bottom[1]) * z)
            for z in middles
        )
        * depth
        / slices
        / 1e6
    )

    assert Model("m", "hook", depth, bottom, top, 250).volume_l == pytest.approx(sliced_l, rel=1e-4)
