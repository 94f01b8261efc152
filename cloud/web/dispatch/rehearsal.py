"""A plan made again to be looked at: nothing is issued and nobody is told until it is published."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cloud.dispatch.again import again
from cloud.dispatch.board import Board, Ground, Published
from cloud.driven.rounds import Rounds
from cloud.errors import BrokerDown, NoPlan
from cloud.plan.changes import Change
from cloud.plan.news import News
from cloud.plan.problem import Problem
from cloud.plan.route import Plan, read_plan
from cloud.registry.driven_desk import NotTheNewest

KEPT: Final = 20
"""So many proposals are kept, the newest; a desk has a few dispatchers."""

OLDEST_US: Final = 15 * 60 * 1_000_000
"""Crews drive on meanwhile: a proposal that is older is not what they stand before any more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan made again: from which one, and what it changes."""

    name: str
    before: Plan
    plan: Plan
    changes: tuple[Change, ...]
    made_us: int


@dataclass(frozen=True, slots=True)
class _Stage:
    """The ground of a day on which nothing lasts."""

    ground: Ground

    def problem(self, day: date) -> Problem:
        return self.ground.problem(day)

    def issue(self, plan: Plan) -> None:
        """Issue nothing."""

    def send(self, messages: Mapping[str, bytes]) -> None:
        """Send nothing, so that no sending is noted either."""
        raise BrokerDown(f"{len(messages)} rounds are a proposal only")

    def timezone(self) -> str:
        return self.ground.timezone()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Makes plans again, and keeps them until somebody publishes one."""

    board: Board
    rounds: Rounds
    seed: int
    _kept: dict[str, Proposal] = field(default_factory=dict, repr=False)

    def propose(self, day: date, news: News) -> Proposal:
        """Return the newest plan of a day made again; raise NoPlan likewise as `again`."""
        before = self._newest(day)
        stage = replace(self.board, ground=_Stage(self.board.ground))
        made = again(stage, self.rounds, day, news, self.seed)
        name = secrets.token_urlsafe(12)
        found = Proposal(name, before, made.published.plan, made.changes, self.board.now_us())
        self._kept[name] = found
        while len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)))
        return found

    def publish(self, day: date, name: str) -> Published:
        """Issue a proposal as it was looked at, and tell the trucks.

        Raises:
            NoPlan: it is gone, or too old.
            NotTheNewest: another plan was issued meanwhile.
        """
        found = self._kept.get(name)
        now_us = self.board.now_us()
        if found is None or found.plan.day != day.isoformat():
            raise NoPlan("there is no such proposal any more; make it again")
        if now_us - found.made_us > OLDEST_US:
            raise NoPlan("the trucks have driven on since; make it again")
        newest = self._newest(day)
        if newest.issued_at_us != found.before.issued_at_us:
            raise NotTheNewest(f"another plan of {day} was issued meanwhile; make it again")
        self._kept.pop(name, None)
        plan = replace(found.plan, issued_at_us=max(now_us, newest.issued_at_us + 1))
        self.board.ground.issue(plan)
        return self.board.tell(plan)

    def _newest(self, day: date) -> Plan:
        issued = self.board.registry.newest_plan(day)
        if issued is None:
            raise NoPlan(f"no plan of {day} was issued; make one with: vallee-cloud plan")
        return read_plan(issued.body)
