"""What dispatchers have decided of a day, for whoever plans it: what was moved, what is locked.

A container that was moved to a day must be lifted on it; where no truck went out on that day, or
none lifted it, on the next one that is planned. That ends when

- the last word about it at the desk of the day it came from is another one; or
- the newest issued plan of a day from there on lifts it: a draft that nobody published moved
  nothing.

A locked container is lifted by its truck or by none.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from cloud.dispatch.deed import read_deed
from cloud.plan.problem import Pickup, Problem, Truck
from cloud.plan.route import Plan, read_plan
from cloud.registry.driven import Driven
from cloud.registry.registry import Registry
from cloud.registry.values import Wish

LATEST: Final = timedelta(7)
"""So long a container that was moved is waited for; by then a forecast asks for it itself."""

_DAY: Final = timedelta(1)


def standing(
    problem: Problem,
    registry: Registry,
    driven: Driven,
    day: date,
    broken: Collection[str] = (),
) -> Problem:
    """Return a day's problem with all that dispatchers have decided of it.

    A truck that is `broken` gives away what is locked to it.
    """
    asked = wished(problem, moved_to(registry, driven, day))
    draft, issued = driven.draft(day), registry.newest_plan(day)
    if draft is None or issued is None or not draft.locks:
        return asked
    return locked(asked, read_plan(issued.body), draft.locks, broken)


def moved_to(registry: Registry, driven: Driven, day: date) -> frozenset[str]:
    """Return the containers that were moved to a day, or to one before, and wait for a truck."""
    asked = driven.wishes(day, day - LATEST + _DAY)
    held = [wish for wish in asked if _is_last_word(driven, wish)]
    since = min((wish.from_day for wish in held), default=day)
    lifted = {one: _lifted(registry, one) for one in _days(since, day)} if held else {}
    return frozenset(
        wish.container
        for wish in held
        if not any(wish.container in lifted[one] for one in _days(wish.from_day, day))
    )


def wished(problem: Problem, containers: Collection[str]) -> Problem:
    """Return a problem in which these containers must be lifted."""
    pickups = tuple(
        replace(one, must=one.must or one.container in containers) for one in problem.pickups
    )
    return replace(problem, pickups=pickups)


def locked(
    problem: Problem, plan: Plan, locks: Collection[str], broken: Collection[str] = ()
) -> Problem:
    """Return a problem in which what is locked can be lifted by its truck of the plan alone.

    A truck that is `broken` gives away what is locked to it.

    To say so, such a container needs a gear that its truck alone has: no solver has to know.
    """
    trucks = {
        stop.ref: route.truck
        for route in plan.routes
        for stop in route.containers
        if route.truck not in broken and stop.ref in locks
    }
    held = {trucks[one.container] for one in problem.pickups if one.container in trucks}
    return replace(
        problem,
        pickups=tuple(
            _held(one, trucks[one.container]) if one.container in trucks else one
            for one in problem.pickups
        ),
        trucks=tuple(_holding(one) if one.id in held else one for one in problem.trucks),
    )


def _held(pickup: Pickup, truck: str) -> Pickup:
    return replace(pickup, gear=_own(truck, pickup.gear))


def _holding(truck: Truck) -> Truck:
    return replace(truck, gear=(*truck.gear, *(_own(truck.id, one) for one in truck.gear)))


def _own(truck: str, gear: str) -> str:
    return f"{gear} of {truck}"


def _is_last_word(driven: Driven, wish: Wish) -> bool:
    """Tell whether nothing was said of a container since it was moved to a day."""
    for draft in driven.drafts(wish.from_day):
        deed = read_deed(draft.what)
        if deed is not None and deed.container == wish.container and deed.verb in ("moved", "left"):
            return deed.there == wish.day.isoformat()
    return True


def _days(since: date, until: date) -> Iterator[date]:
    for ahead in range((until - since).days):
        yield since + ahead * _DAY


def _lifted(registry: Registry, day: date) -> frozenset[str]:
    issued = registry.newest_plan(day)
    if issued is None:
        return frozenset()
    routes = read_plan(issued.body).routes
    return frozenset(stop.ref for route in routes for stop in route.containers)
