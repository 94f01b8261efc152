"""Drafts are versions; of two dispatchers the second is told; what is published is lawful."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from cloud.dispatch.board import Board
from cloud.dispatch.move import Asked
from cloud.errors import NoPlan
from cloud.plan.problem import Problem
from cloud.registry.driven import open_driven
from cloud.registry.driven_desk import NotTheNewest
from cloud.registry.people import open_people
from cloud.registry.registry import open_registry
from cloud.registry.values import Keys, Person, Role
from tests.cloud.dispatch.ground import Ground
from tests.cloud.dispatch.test_move import trucks_of, world
from tests.services.registries import newest

DAY, NEXT = date(2025, 10, 21), date(2025, 10, 22)
DESK = Person("desk", "Bureau", frozenset({Role.DISPATCHER}))


@dataclass(kw_only=True)
class FakeGround(Ground):
    """A day that stays."""

    day: Problem

    def problem(self, day: date) -> Problem:
        return replace(self.day, day=day.isoformat())

    def timezone(self) -> str:
        return "Europe/Paris"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    url = newest(f"sqlite:///{tmp_path / 'registry.db'}")
    problem, plan = world()
    ticks: Callable[[], int] = iter(range(1000, 9000)).__next__
    with open_registry(url) as records, open_people(url) as people:
        people.add(DESK, Keys(), None)
        ground = FakeGround(records, day=problem)
        ground.issue(plan)
        with open_driven(url, ticks) as driven:
            yield Board(records, driven, ground, ticks)


def test_a_change_is_a_version_with_who_and_what(board: Board) -> None:
    moved = board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)

    assert moved.saved is not None
    now = board.working(DAY)
    assert (now.version, trucks_of(now.plan)["c1"]) == (1, "t2")
    assert [(one.who, one.what) for one in board.driven.drafts(DAY)] == [("desk", "moved c1 to t2")]


def test_the_second_of_two_dispatchers_is_told(board: Board) -> None:
    board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)

    with pytest.raises(NotTheNewest):
        board.move(DAY, 0, Asked("c2", truck="t2"), DESK.id)
    assert trucks_of(board.working(DAY).plan)["c2"] == "t1"


def test_a_dry_move_changes_nothing(board: Board) -> None:
    moved = board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id, dry=True)

    assert moved.saved is None
    assert board.working(DAY).version == 0


def test_a_lock_holds_until_it_is_taken_away(board: Board) -> None:
    board.lock(DAY, 0, "c1", DESK.id, locked=True)
    with pytest.raises(NoPlan, match="locked"):
        board.move(DAY, 1, Asked("c1", truck="t2"), DESK.id)
    board.lock(DAY, 1, "c1", DESK.id, locked=False)

    assert board.move(DAY, 2, Asked("c1", truck="t2"), DESK.id).saved is not None


def test_what_is_published_is_issued_and_told_to_the_trucks(board: Board) -> None:
    board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)

    done = board.publish(DAY, 1, DESK.id)

    assert done.sent == 2
    issued = board.registry.newest_plan(DAY)
    assert issued is not None
    assert issued.issued_at_us == done.plan.issued_at_us
    assert {one.truck for one in board.driven.sendings(DAY)} == {"t1", "t2"}
    with pytest.raises(NotTheNewest):
        board.publish(DAY, 1, DESK.id)


def test_a_broker_that_is_down_costs_the_sending_and_not_the_plan(board: Board) -> None:
    assert isinstance(board.ground, FakeGround)
    board.ground.down = True

    done = board.publish(DAY, 0, DESK.id)

    assert (done.sent, done.trouble) == (0, "the broker does not answer")
    assert board.driven.sendings(DAY) == []
    assert board.registry.newest_plan(DAY) is not None


def test_a_container_moved_to_a_day_has_to_be_lifted_there(board: Board) -> None:
    board.move(DAY, 0, Asked("c1", to_day=NEXT.isoformat()), DESK.id)

    assert [one.container for one in board.driven.wishes(NEXT)] == ["c1"]
    assert "c1" not in trucks_of(board.working(DAY).plan)


def test_a_plan_issued_meanwhile_begins_a_new_draft(board: Board) -> None:
    board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)
    issued = board.working(DAY)
    _, plan = world()
    board.ground.issue(replace(plan, issued_at_us=500))

    now = board.working(DAY)

    assert (issued.base_us, now.base_us) == (1, 500)
    assert trucks_of(now.plan)["c1"] == "t1"


def test_a_draft_that_is_given_up_is_the_issued_plan_again(board: Board) -> None:
    before = board.working(DAY).plan
    board.move(DAY, 0, Asked("c1", truck="t2"), DESK.id)

    saved = board.give_up(DAY, 1, DESK.id)

    now = board.working(DAY)
    assert (saved.version, now.version, now.plan.routes) == (2, 2, before.routes)
    with pytest.raises(NotTheNewest):
        board.give_up(DAY, 1, DESK.id)
