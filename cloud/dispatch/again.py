"""The plan of a day made again from where crews say they are, issued and told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cloud.dispatch.board import Board, Published
from cloud.dispatch.driven import Stood, driven_so_far
from cloud.dispatch.standing import locked
from cloud.driven.rounds import Rounds, Today
from cloud.errors import NoPlan
from cloud.plan.changes import Change, changes
from cloud.plan.effort import Effort
from cloud.plan.news import News
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from cloud.plan.route import Plan, read_plan

SECONDS = 4.0
"""A dispatcher on the telephone waits no longer."""

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Again:
    """A plan made again, what it changes, and whether the trucks were told."""

    published: Published
    changes: tuple[Change, ...]


def again(board: Board, rounds: Rounds, day: date, news: News, seed: int = 1) -> Again:
    """Make the newest plan of a day again from its deeds, issue it and tell the trucks.

    What is locked stays with its truck, unless that has broken down.

    Raises NoPlan if there is none, if the news speak of what the day does not know, or if nothing
    was found that the checker accepts.
    """
    issued = board.registry.newest_plan(day)
    if issued is None:
        raise NoPlan(f"no plan of {day} was issued; make one with: vallee-cloud plan")
    old, now_us, zone = read_plan(issued.body), board.now_us(), rounds.zone()
    today = rounds.today(day)
    closed = stood(today, zone)
    problem = _with_locks(board, day, old, news, closed)
    behind = driven_so_far(problem, old, closed, news, _second(now_us, day, zone))
    made = plan_day(
        behind.left.problem,
        issued_at_us=max(now_us, old.issued_at_us + 1),
        effort=Effort(seed, ROUNDS, SECONDS, walks=1),
        start=behind.left.tours,
        news=behind.news,
    )
    board.ground.issue(made)
    return Again(board.tell(made), changes(old, made, behind.left.done))


def _with_locks(
    board: Board, day: date, plan: Plan, news: News, closed: Iterable[Stood]
) -> Problem:
    """Return the day's problem; what was closed is as it is, whoever should have lifted it."""
    problem, draft = board.problem(day), board.driven.draft(day)
    done = {one.ref for one in closed}
    locks = {*(draft.locks if draft else ())} - done
    return locked(problem, plan, locks, news.broken)


def stood(today: Today, zone: ZoneInfo) -> list[Stood]:
    """Return every stop that was closed, by the truck whose word counts or that passed."""
    found = []
    for ref, one in sorted(today.stops.items()):
        if one.state == "open" or one.at_us is None:
            continue
        counts = [word.truck for word in one.words if word.state == one.state]
        truck = counts[-1] if counts else one.passed_by
        if truck is None:
            continue
        at_s = _second(one.at_us, today.day, zone)
        found.append(Stood(ref, one.state, truck, at_s, one.reason))
    return found


def _second(at_us: int, day: date, zone: ZoneInfo) -> int:
    midnight = datetime.combine(day, time.min, zone)
    return int(at_us / 1e6 - midnight.timestamp())
