"""A day's plan as the desk shows it, gathered from registry, crews and forecast."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cloud.dispatch.board import Working
from cloud.dispatch.deed import GIVEN_UP
from cloud.driven.delivery import Delivery
from cloud.errors import NoPlan
from cloud.plan.changes import Change, changes
from cloud.plan.route import Plan, read_plan
from cloud.registry.local import local_day
from cloud.registry.values import Draft
from cloud.web.board import Board, join
from cloud.web.dispatch.api import Dispatch
from cloud.web.dispatch.lines import Group, groups
from cloud.web.dispatch.reading import AHEAD, Posted
from cloud.web.dispatch.spoken import is_told
from cloud.web.view import Desk, View

VERSIONS: Final = 30
"""So many versions of a draft are listed, the newest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a plan shows.

    Attributes:
        working: the newest version; None if the plan cannot be changed now, or there is none.
        why_not: why not: "none", "under-way", "no-forecast"; "" if it can.
        drafts: the versions since the last that was published, the newest first.
        names: of containers, trucks and places, by their ids.
    """

    day: date
    today: date
    view: View
    board: Board
    working: Working | None
    why_not: str
    groups: tuple[Group, ...]
    drafts: tuple[Draft, ...]
    deliveries: tuple[Delivery, ...]
    names: Mapping[str, str]

    @property
    def days(self) -> tuple[date, ...]:
        """Where a container can be moved to."""
        return tuple(self.day + timedelta(ahead) for ahead in range(1, AHEAD + 1))

    @property
    def considered(self) -> frozenset[str]:
        """The containers that the plan serves or leaves."""
        plan = self.view.plan
        if plan is None:
            return frozenset()
        served = {stop.ref for route in plan.routes for stop in route.containers}
        return frozenset(served | {one.container for one in plan.left})

    @property
    def untold(self) -> bool:
        """Whether a round of the newest plan was not left on the broker."""
        return any(one.newest and one.state == "issued" for one in self.deliveries)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a reply speaks of to somebody who has the page of the plan before him.

    Attributes:
        working: the newest version, likewise.
        names: of containers, trucks and places, by their ids.
    """

    day: date
    zone: ZoneInfo
    working: Working | None
    plan: Plan | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others did since a dispatcher looked."""

    drafts: tuple[Draft, ...]
    told: tuple[Change, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class Gathering:
    """Gathers what the page of a plan shows."""

    desk: Desk
    dispatch: Dispatch

    def default_day(self) -> date:
        """Return the day of the newest plan, but none that is gone: then tomorrow."""
        today = self.today()
        issued = self.dispatch.board.registry.newest_plan()
        return issued.day if issued and issued.day >= today else today + timedelta(1)

    def today(self) -> date:
        """Return the day by the territory's clocks."""
        return local_day(self.dispatch.board.now_us(), self.dispatch.rounds.zone())

    def shown(self, day: date) -> Shown:
        """Return what is to be shown of a day."""
        working, why_not, plan = self._plan(day)
        view = replace(self.desk.view(), plan=plan)
        board = join(view)
        told = tuple(self.dispatch.rounds.today(day).deliveries())
        newest = {one.truck: one for one in told if one.newest}
        locks = working.locks if working else ()
        return Shown(
            day,
            self.today(),
            view,
            board,
            working,
            why_not,
            groups(board, locks, newest),
            self._drafts(working) if working else (),
            told,
            _names(view),
        )

    def aside(self, day: date) -> Aside:
        """Return what a reply speaks of."""
        working, _, plan = self._plan(day)
        names = self.dispatch.board.registry.names()
        return Aside(day, self.dispatch.rounds.zone(), working, plan, names | _named(plan))

    def is_stale(self, seen: Posted) -> bool:
        """Tell whether a page shows another version than the newest one."""
        issued = self.dispatch.board.registry.newest_plan(seen.day)
        newest = self.dispatch.board.driven.drafts(seen.day, 1)
        version = newest[0].version if newest else 0
        base_us = issued.issued_at_us if issued else 0
        return (version, base_us) != (seen.read, seen.base_us)

    def meanwhile(self, seen: Posted) -> Meanwhile:
        """Return what changed since a dispatcher looked."""
        board = self.dispatch.board
        drafts = tuple(
            one for one in board.driven.drafts(seen.day, VERSIONS) if one.version > seen.read
        )
        issued = board.registry.newest_plan(seen.day)
        replaced = issued is not None and issued.issued_at_us != seen.base_us
        old = self._seen(seen)
        new = self._plan(seen.day)[2]
        found = changes(old, new) if old is not None and new is not None else ()
        return Meanwhile(drafts, tuple(one for one in found if is_told(one)), replaced)

    def _seen(self, seen: Posted) -> Plan | None:
        board = self.dispatch.board
        kept = board.driven.draft(seen.day, seen.read) if seen.read else None
        if kept is not None and kept.base_us == seen.base_us:
            return read_plan(kept.body)
        for one in board.registry.plans(seen.day):
            if one.issued_at_us == seen.base_us:
                return read_plan(one.body)
        return None

    def _plan(self, day: date) -> tuple[Working | None, str, Plan | None]:
        board = self.dispatch.board
        issued = board.registry.newest_plan(day)
        if issued is None:
            return None, "none", None
        plan = read_plan(issued.body)
        # It begins where trucks stood then: nothing of it can be moved but by making it again.
        if plan.news is not None:
            return None, "under-way", plan
        try:
            working = board.working(day)
        except NoPlan:
            return None, "no-forecast", plan
        return working, "", working.plan

    def _drafts(self, working: Working) -> tuple[Draft, ...]:
        found: list[Draft] = []
        for one in self.dispatch.board.driven.drafts(working.day, VERSIONS):
            # What began with another plan was given up when that was replaced.
            if one.published or one.what == GIVEN_UP or one.base_us != working.base_us:
                break
            found.append(one)
        return tuple(found)


def _names(view: View) -> dict[str, str]:
    names = {one.id: one.name for one in view.containers}
    names |= {one.id: one.name for one in view.sites}
    names |= {one.id: one.name for one in view.trucks}
    return names | _named(view.plan)


def _named(plan: Plan | None) -> dict[str, str]:
    names: dict[str, str] = {}
    for route in plan.routes if plan else ():
        names[route.truck] = route.truck_name
        names |= {stop.ref: stop.name for stop in route.stops if stop.ref}
    return names
