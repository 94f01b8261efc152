"""Where a truck was: a side of a street is done by that, a container by its crew's word alone."""

import pytest

from cloud.dispatch.again import stood
from cloud.driven.streets import streets
from tests.cloud.driven.day import CREW, DAY, MIN_US, OTHER, SEVEN_US, Phone, World, plan

BOX, SIDE = "alpha-01", "alpha/0"
# Of the first and of the second stop of a plan, and half-way, where no stop is.
AT_BOX, AT_SIDE, BETWEEN = (
    {"lat": 43.6 + order / 100, "lon": 3.5 + order / 100, "accuracy_m": 8} for order in (1, 2, 1.5)
)


@pytest.fixture
def mixed(world: World) -> World:
    """Give the truck a container, then a side of a street; it was at both, and nobody said more."""
    world.rounds.registry.issue_plan(plan(SEVEN_US, BOX, SIDE))
    phone = Phone()
    for minute, spot in ((10, AT_BOX), (15, BETWEEN), (20, AT_SIDE)):
        phone.does("position", minute, **spot)
    world.tell(phone)
    return world


def says(world: World, kind: str, **more: object) -> None:
    phone = Phone("crew-2", "00000000000b")
    phone.does(kind, 30, stop=BOX, **more)
    world.tell(phone)


def answers(world: World, name: str) -> list[str]:
    """Return what is said of a place on its day, and when that is over."""
    return [
        one.state
        for is_over in (False, True)
        for one in streets(world.today(), name, [], over=is_over)
    ]


def test_a_truck_beside_a_container_is_proof_that_it_was_there_and_of_no_lifting(
    mixed: World,
) -> None:
    today = mixed.today()

    at_us = SEVEN_US + 10 * MIN_US
    proven = {one.ref: (one.first_us, one.last_us) for one in today.passages}
    assert proven[BOX] == (at_us, at_us)
    assert BOX not in today.stops
    assert answers(mixed, BOX) == ["planned", "unknown"]


def test_a_street_side_needs_no_word(mixed: World) -> None:
    side = mixed.today().stops[SIDE]

    assert (side.state, side.at_us) == ("passed", SEVEN_US + 20 * MIN_US)
    assert answers(mixed, SIDE) == ["done", "done"]


def test_of_two_trucks_the_last_one_passed_it(mixed: World) -> None:
    registry = mixed.rounds.registry
    registry.issue_plan(plan(SEVEN_US + MIN_US, "alpha-02", SIDE, truck="two"))
    phone = Phone("crew-3", "00000000000c", "two")
    phone.does("position", 19, **AT_SIDE)

    mixed.tell(phone, OTHER)

    side = mixed.today().stops[SIDE]
    assert (side.passed_by, side.at_us) == ("one", SEVEN_US + 20 * MIN_US)


def test_plan_against_actual_counts_the_side_and_leaves_the_container_open(mixed: World) -> None:
    (found,) = mixed.today().actual()

    assert (found.done, found.passed, found.skipped, found.open) == (0, 1, 0, 1)
    assert [(one.state.ref, one.state.state) for one in found.planned] == [
        (BOX, "open"),
        (SIDE, "passed"),
    ]


def test_a_side_that_was_passed_before_a_plan_was_made_again_still_counts(mixed: World) -> None:
    registry = mixed.rounds.registry
    registry.issue_plan(plan(SEVEN_US + 30 * MIN_US, BOX))

    (found,) = mixed.today().actual()

    assert (found.passed, found.open) == (1, 1)
    assert [one.state.ref for one in found.planned] == [SIDE, BOX]


def test_a_side_counts_for_the_truck_that_passed_it_and_for_no_other(mixed: World) -> None:
    registry = mixed.rounds.registry
    registry.issue_plan(plan(SEVEN_US + 30 * MIN_US, BOX))
    registry.issue_plan(plan(SEVEN_US + 31 * MIN_US, "alpha-02", SIDE, truck="two"))
    phone = Phone("crew-3", "00000000000c", "two")
    phone.does("position", 40, **AT_SIDE)

    mixed.tell(phone, OTHER)

    one, two = mixed.today().actual()
    assert [found.state.ref for found in one.planned] == [BOX]
    assert [(found.state.ref, found.state.state) for found in two.planned] == [
        ("alpha-02", "open"),
        (SIDE, "passed"),
    ]


def test_a_plan_that_is_made_again_still_has_the_container(mixed: World) -> None:
    closed = stood(mixed.today(), mixed.rounds.zone())

    assert [(one.ref, one.state, one.truck) for one in closed] == [(SIDE, "passed", "one")]


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [("collected", {}, "done"), ("skipped", {"reason": "blocked"}, "left")],
)
def test_a_container_is_closed_by_a_word(
    mixed: World, kind: str, more: dict[str, str], said: str
) -> None:
    says(mixed, kind, **more)

    box = mixed.today().stops[BOX]
    assert (box.state, box.at_us) == (kind, SEVEN_US + 30 * MIN_US)
    assert answers(mixed, BOX) == [said, said]


def test_a_problem_beside_a_container_closes_it_no_more_than_the_truck_does(mixed: World) -> None:
    says(mixed, "problem", what="blocked-by-car")

    box = mixed.today().stops[BOX]
    assert (box.state, box.at_us, box.problems) == ("open", None, ("blocked-by-car",))
    assert answers(mixed, BOX) == ["planned", "unknown"]


def test_who_takes_back_what_he_said_of_a_container_leaves_it_open(mixed: World) -> None:
    phone = Phone()
    phone.last = 3
    phone.does("collected", 30, stop=BOX)
    phone.does("withdrawn", 31, of_epoch=phone.epoch, of_seq=4)

    mixed.intake.take(phone.envelope(), CREW)

    assert [one.kind for one in mixed.rounds.driven.deeds(DAY)] == ["collected", "withdrawn"]
    assert answers(mixed, BOX) == ["planned", "unknown"]
