"""What dispatchers decided outlives the page: whoever plans the day later keeps to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cloud.dispatch.board import Board
from cloud.dispatch.deed import VERBS, Deed, read_deed
from cloud.dispatch.move import Asked
from cloud.dispatch.standing import LATEST, locked, moved_to, standing
from cloud.plan.check import violations
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from tests.cloud.dispatch.test_board import DAY, DESK, NEXT, FakeGround, board
from tests.cloud.dispatch.test_move import QUICK, trucks_of, world

__all__ = ["board"]

ONE = timedelta(1)


def put_off(board: Board, *days: date, publish: bool = True) -> None:
    """Move c1 from the day to others, one after the other."""
    for read, day in enumerate(days):
        board.move(DAY, read, Asked("c1", to_day=day.isoformat()), DESK.id)
    if publish:
        board.publish(DAY, len(days), DESK.id)


def waiting(board: Board, day: date) -> frozenset[str]:
    return moved_to(board.registry, board.driven, day)


def issue(board: Board, day: date) -> None:
    """Issue a plan of a day that lifts everything."""
    _, plan = world()
    board.ground.issue(replace(plan, day=day.isoformat()))


def test_the_plan_of_the_other_day_has_to_lift_it(board: Board) -> None:
    put_off(board, NEXT)

    problem = standing(loose(board, NEXT), board.registry, board.driven, NEXT)

    assert [one.container for one in problem.pickups if one.must] == ["c1"]


def test_a_draft_that_nobody_published_moves_nothing(board: Board) -> None:
    put_off(board, NEXT, publish=False)

    assert waiting(board, NEXT) == set()


def test_a_draft_that_was_given_up_moves_nothing_either(board: Board) -> None:
    put_off(board, NEXT, publish=False)
    saved = board.give_up(DAY, 1, DESK.id)
    board.publish(DAY, saved.version, DESK.id)

    assert waiting(board, NEXT) == set()
    assert "c1" in trucks_of(board.working(DAY).plan)


def test_the_last_of_two_days_counts_even_if_it_is_the_first_again(board: Board) -> None:
    put_off(board, NEXT, NEXT + ONE, NEXT)

    assert waiting(board, NEXT) == {"c1"}

    board.move(DAY, 4, Asked("c1", to_day=(NEXT + ONE).isoformat()), DESK.id)
    board.publish(DAY, 5, DESK.id)
    assert waiting(board, NEXT) == set()
    assert waiting(board, NEXT + ONE) == {"c1"}


def test_what_was_taken_back_is_not_waited_for(board: Board) -> None:
    put_off(board, NEXT)
    board.move(DAY, 2, Asked("c1", truck="t2"), DESK.id)
    board.publish(DAY, 3, DESK.id)

    assert waiting(board, NEXT) == set()


def test_on_a_day_without_trucks_the_next_one_that_is_planned_lifts_it(board: Board) -> None:
    put_off(board, NEXT)

    assert waiting(board, NEXT + ONE) == {"c1"}
    issue(board, NEXT + ONE)
    assert waiting(board, NEXT + 2 * ONE) == set()
    assert waiting(board, NEXT + ONE) == {"c1"}


def test_nothing_is_waited_for_beyond_a_week(board: Board) -> None:
    put_off(board, NEXT)

    assert waiting(board, NEXT + LATEST - ONE) == {"c1"}
    assert waiting(board, NEXT + LATEST) == set()


@pytest.mark.parametrize("container", ["c0", "c1", "c2", "c3"])
def test_a_locked_container_is_lifted_by_its_truck_in_every_plan_made_anew(container: str) -> None:
    problem, plan = world()
    by_second = replace(plan, routes=(replace(plan.routes[0], truck="t2"),))

    made = plan_day(locked(problem, by_second, [container]), issued_at_us=2, effort=QUICK)

    assert trucks_of(made)[container] == "t2"
    assert violations(problem, made) == ()


def test_without_locks_a_problem_stays_as_it_is(board: Board) -> None:
    problem = loose(board, DAY)

    same = standing(problem, board.registry, board.driven, DAY)

    assert (same.pickups, same.trucks) == (problem.pickups, problem.trucks)


def test_the_locks_of_a_draft_hold_in_the_plan_made_anew(board: Board) -> None:
    board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)
    board.publish(DAY, 1, DESK.id)
    board.lock(DAY, 2, "c1", DESK.id, locked=True)

    asked = standing(board.ground.problem(DAY), board.registry, board.driven, DAY)
    made = plan_day(asked, issued_at_us=10_000, effort=QUICK)

    assert trucks_of(made)["c1"] == "t2"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("there", ["", "t2", "2025-10-22"])
def test_a_deed_is_read_as_it_was_said(verb: str, there: str) -> None:
    deed = Deed(next(one for one in VERBS if one == verb), "gignac-01", there)

    assert read_deed(deed.line()) == deed


@pytest.mark.parametrize("line", ["", "published", "given up", "moved", "moved a b", "sold c1"])
def test_another_line_is_no_deed(line: str) -> None:
    assert read_deed(line) is None


def loose(board: Board, day: date) -> Problem:
    """Return the problem of a day of which nothing must be lifted."""
    assert isinstance(board.ground, FakeGround)
    problem = board.ground.problem(day)
    return replace(problem, pickups=tuple(replace(one, must=False) for one in problem.pickups))
