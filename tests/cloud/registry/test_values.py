from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Compartment, Model, Round, Truck
from cloud.rounds.calendar import Calendar

SIDE = st.integers(100, 3000)


def test_a_round_is_driven_when_its_calendar_says_so() -> None:
    calendar = Calendar(("mon", "thu"), anchor=date(2026, 1, 7), every_weeks=2)
    fixed = Round("r", "R", "a", "residual", "one", calendar, ("34001",), invented=True)

    assert fixed.runs_on(date(2026, 1, 8))
    assert not fixed.runs_on(date(2026, 1, 15))


def truck(*compartments: Compartment, end_depot: str | None = None) -> Truck:
    streams = ("glass", "paper")
    return Truck(
        id="t",
        name="T",
        operator="a",
        depot="yard",
        gear=("hook",),
        streams=streams,
        capacity_kg=5000,
        capacity_l=16_000,
        compaction=1.5,
        starts_s=0,
        ends_s=9,
        invented=True,
        compartments=compartments,
        end_depot=end_depot,
    )


def test_a_body_without_compartments_is_one_of_all_streams() -> None:
    parts = (Compartment(("glass",), 3000, 6000), Compartment(("paper",), 2000, 10_000))

    assert truck().body == (Compartment(("glass", "paper"), 5000, 16_000),)
    assert truck(*parts).body == parts


def test_a_shift_ends_where_it_started_unless_told_otherwise() -> None:
    assert truck().home == "yard"
    assert truck(end_depot="garage").home == "garage"


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
