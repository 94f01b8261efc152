"""Before a container is moved to another day, that day's plan is asked too."""

from dataclasses import replace

from cloud.dispatch.board import Board
from cloud.dispatch.move import Asked, move
from cloud.dispatch.there import There, there
from cloud.plan.problem import Compartment
from tests.cloud.dispatch.test_board import DAY, DESK, NEXT, board
from tests.cloud.dispatch.test_move import world

__all__ = ["board"]

ASKED = Asked("c1", to_day=NEXT.isoformat())


def test_a_day_without_a_plan_says_so(board: Board) -> None:
    moved = board.move(DAY, 0, ASKED, DESK.id, dry=True)

    assert moved.there == There(planned=False)


def test_a_plan_that_lifts_it_already_names_the_truck(board: Board) -> None:
    _, plan = world()
    board.ground.issue(replace(plan, day=NEXT.isoformat()))

    moved = board.move(DAY, 0, ASKED, DESK.id, dry=True)

    assert moved.there == There(planned=True, truck="t1", lifts=True)


def test_the_truck_that_takes_it_with_the_least_expense_is_named() -> None:
    problem, plan = world()
    without = move(problem, plan, Asked("c1")).plan

    said = there(problem, without, "c1")

    costs = {
        truck: move(problem, without, Asked("c1", truck=truck)).extra_ueur for truck in ("t1", "t2")
    }
    assert (said.truck, said.lifts, said.broken) == (min(costs, key=costs.__getitem__), False, ())


def test_a_day_on_which_no_truck_can_take_it_says_what_breaks() -> None:
    problem, plan = world(Compartment(("paper",), 5000, 20_000))
    without = move(problem, plan, Asked("c1")).plan
    small = tuple(
        replace(truck, compartments=(Compartment(("glass",), 300, 20_000),))
        if truck.id == "t1"
        else truck
        for truck in problem.trucks
    )

    said = there(replace(problem, trucks=small), without, "c1")

    assert said.truck is None
    assert said.broken != ()


def test_a_container_that_the_day_does_not_know_is_no_error() -> None:
    problem, plan = world()

    assert there(problem, plan, "c9") == There(planned=True)
