"""A plan as it was driven so far, out of what crews told: from there it is made again.

What a truck closed comes first in its tour, in the order in which it was closed, then what its last
plan still has for it. Unloadings and street sides need no word: those before the last stop that was
closed count as done. What the crew skipped is not gone back to; it is left, with the crew's reason.

`under_way` knows a state by the plan's own timetable and by how late each crew is. A crew that is
ahead of it cannot be said there: then *now* is put forward to where the furthest crew stands, and
the others wait as long in this reckoning, which is a few minutes and never unlawful.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from cloud.dispatch.tours import plan_of, tours_of
from cloud.plan.news import News
from cloud.plan.problem import Pickup, Problem, Side, Tip, Tour, Truck
from cloud.plan.replan import UnderWay, under_way
from cloud.plan.rounds import with_rounds
from cloud.plan.route import Left, Plan, Route
from cloud.plan.tour import drive

SKIPPED = "skipped"
"""Why a container is left that its crew skipped."""

Closed: TypeAlias = Literal["collected", "skipped", "passed"]


@dataclass(frozen=True, slots=True)
class Stood:
    """What is told of a stop: what became of it, by which truck, and when it was closed."""

    ref: str
    state: Closed
    truck: str
    at_s: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """A day under way: what is left of it, and the news with which it is to be made again."""

    left: UnderWay
    news: News


def driven_so_far(
    problem: Problem, plan: Plan, closed: Iterable[Stood], news: News, now_s: int
) -> Behind:
    """Return what is left of a whole day's problem when its newest plan was driven so far.

    Raises:
        NoPlan: the order in which it was driven has no lawful timetable, or the news speak of
            what the day does not know.
    """
    told = sorted(closed, key=lambda one: (one.at_s, one.ref))
    fixed = with_rounds(_without_skipped(problem, told))
    tours = tours_of(fixed, plan)
    done = {truck.id: _done(fixed, truck, tours[truck.id], told) for truck in fixed.trucks}
    gone = {duty.ref for tour in done.values() for duty in tour if not isinstance(duty, Tip)}
    again: dict[str, Tour] = {}
    for truck in fixed.trucks:
        rest = tuple(
            duty for duty in _rest(tours[truck.id], done[truck.id]) if duty.ref not in gone
        )
        again[truck.id] = (*done[truck.id], *rest)
    loose = replace(fixed, trucks=tuple(replace(truck, fixed=()) for truck in fixed.trucks))
    routes = {truck.id: drive(loose, truck, again[truck.id]) for truck in loose.trucks}
    begun = {ref: len(tour) for ref, tour in done.items()}
    at_s = max([now_s, *(_ended_s(routes[ref], count) for ref, count in begun.items())])
    late_s = {
        **news.late_s,
        **{
            ref: late
            for ref, count in begun.items()
            if (late := _late_s(routes[ref], count, at_s, known=count > 0)) > 0
        },
    }
    heard = replace(news, at_s=at_s, late_s=late_s)
    left = under_way(loose, plan_of(loose, plan, routes), heard, at_s)
    return Behind(_with_sides(left), heard)


def _with_sides(left: UnderWay) -> UnderWay:
    """Return what is left with every side that is still to come fixed: no search may leave one."""
    trucks = []
    for truck in left.problem.trucks:
        tour = left.tours[truck.id]
        last = max((at for at, duty in enumerate(tour) if isinstance(duty, Side)), default=-1)
        fixed = truck.fixed if last < len(truck.fixed) else tour[: last + 1]
        trucks.append(replace(truck, fixed=fixed))
    return replace(left, problem=replace(left.problem, trucks=tuple(trucks)))


def _without_skipped(problem: Problem, told: Iterable[Stood]) -> Problem:
    skipped = {one.ref: one.reason for one in told if one.state == "skipped"}
    left = tuple(
        Left(
            one.container,
            one.p_overflow,
            SKIPPED,
            f"Its crew skipped it: {skipped[one.container]}.",
        )
        for one in problem.pickups
        if one.container in skipped
    )
    pickups = tuple(one for one in problem.pickups if one.container not in skipped)
    return replace(problem, pickups=pickups, unfit=(*problem.unfit, *left))


def _done(problem: Problem, truck: Truck, tour: Tour, told: Iterable[Stood]) -> Tour:
    """Return what a truck has done, in the order in which it did."""
    mine = [one.ref for one in told if one.truck == truck.id and one.state != "skipped"]
    places = {duty.ref: at for at, duty in enumerate(tour) if not isinstance(duty, Tip)}
    furthest = max((places[ref] for ref in mine if ref in places), default=-1)
    pickups = {one.container: one for one in problem.pickups}
    found: list[Pickup | Side | Tip] = []
    waiting = [pickups[ref] for ref in mine if ref in pickups]
    for at, duty in enumerate(tour[: furthest + 1]):
        if isinstance(duty, Pickup):
            # Of those that were closed, the next one by the clock takes the place of this one.
            if duty.ref in mine and waiting:
                found.append(waiting.pop(0))
        elif isinstance(duty, Side) or at < furthest:
            found.append(duty)
    return (*found, *waiting)


def _rest(tour: Tour, done: Tour) -> Tour:
    """Return what a tour still has after what is done; each unloading is done once."""
    tips = sum(isinstance(duty, Tip) for duty in done)
    rest = []
    for duty in tour:
        if isinstance(duty, Tip) and tips:
            tips -= 1
            continue
        rest.append(duty)
    return tuple(rest)


def _ended_s(route: Route, count: int) -> int:
    """Return when a route's first `count` duties are done by its own timetable."""
    serves = [span for span in route.timetable if span.doing == "serve"]
    return serves[count - 1].end_s if count else 0


def _late_s(route: Route, count: int, at_s: int, *, known: bool) -> int:
    """Return how late a crew is that has done `count` duties at `at_s`, and is at the next one.

    Of a crew that told nothing, nobody knows: it is taken to be on time.
    """
    serves = [span for span in route.timetable if span.doing == "serve"]
    if not known or count >= len(serves) - 1:
        return 0
    return max(0, at_s - serves[count].end_s + 1)
