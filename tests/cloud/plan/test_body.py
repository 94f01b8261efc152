"""A body fills compartment by compartment, and says what is too much."""

from dataclasses import replace

import pytest

from cloud.plan.body import at_start, emptied, filled
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Tip
from tests.cloud.plan.conftest import TRUCK, pickup

GLASS = replace(pickup("c0", 2), load_kg=400, load_l=1000)
PAPER = replace(GLASS, container="c1", stream="paper")
TWO = replace(
    TRUCK,
    compartments=(Compartment(("glass", "paper"), 1000, 9000), Compartment(("paper",), 500, 9000)),
)


def test_a_load_goes_into_the_compartment_that_can_hold_least_else() -> None:
    body, broken = filled(TWO, at_start(TWO), PAPER, 0.0)

    assert not broken
    assert [part.stream for part in body.parts] == [None, "paper"]


def test_what_has_no_room_with_its_like_goes_into_an_empty_one() -> None:
    half, _ = filled(TWO, at_start(TWO), PAPER, 0.0)

    body, broken = filled(TWO, half, PAPER, 0.0)

    assert not broken
    assert [part.kg for part in body.parts] == [400, 400]


def test_a_stream_that_finds_every_compartment_taken_is_mixed() -> None:
    one = replace(TRUCK, compartments=(Compartment(("glass", "paper"), 1000, 9000),))
    body, _ = filled(one, at_start(one), GLASS, 0.0)

    _, broken = filled(one, body, PAPER, 0.0)

    assert broken == {"mixed"}


@pytest.mark.parametrize(("sigmas", "fits"), [(0.0, True), (1.0, True), (2.0, False)])
def test_spreads_add_up_as_the_root_of_their_squares(sigmas: float, *, fits: bool) -> None:
    truck = replace(TRUCK, compartments=(Compartment(("glass",), 1000, 9000),))
    wide = replace(GLASS, spread_kg=100)
    half, _ = filled(truck, at_start(truck), wide, sigmas)

    _, broken = filled(truck, half, wide, sigmas)

    # 800 kg and sigmas × 141 kg.
    assert (not broken) == fits


def test_a_tip_takes_what_it_takes_and_leaves_the_rest() -> None:
    body, _ = filled(TWO, at_start(TWO), GLASS, 0.0)
    body, _ = filled(TWO, body, PAPER, 0.0)

    left = emptied(body, Tip("t", 1, ("glass",), (Window(0, 9),), 60))

    assert left.streams == {"paper"}
    assert left.kg == 400
