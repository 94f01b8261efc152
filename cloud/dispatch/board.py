"""The desk's plan of a day: versions of a draft, each change judged, published when it is right.

A draft begins with the newest plan that was issued. Every change is a new version with who, when
and what; whoever changes says which version he has read, and of two who do so at once the second
is told (`NotTheNewest`). What breaks a rule is answered and not saved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from cloud.dispatch.deed import GIVEN_UP, PUBLISHED, Deed
from cloud.dispatch.french import Broken, in_french
from cloud.dispatch.move import Answer, Asked, moved
from cloud.dispatch.standing import moved_to, wished
from cloud.dispatch.there import There, there
from cloud.dispatch.tours import of_now
from cloud.errors import BrokerDown, NoPlan
from cloud.plan.check import violations
from cloud.plan.despatch import despatch
from cloud.plan.problem import Problem
from cloud.plan.rounds import with_rounds
from cloud.plan.route import Plan, read_plan, write_plan
from cloud.plan.violation import Violation
from cloud.registry.driven import Driven
from cloud.registry.registry import Registry
from cloud.registry.values import Draft, Issued, Sending, Wish
from contract import codec
from contract.truck_plan import TruckPlan


class Ground(Protocol):
    """What the planner knows of a day, and what is done with a plan that is issued."""

    def problem(self, day: date) -> Problem:
        """Return the problem of a day; raise NoPlan if there is no forecast for it."""

    def issue(self, plan: Plan) -> None:
        """Append a plan to what was issued, and show it to dashboards."""

    def send(self, messages: Mapping[str, bytes]) -> None:
        """Leave messages on the broker, by topic; raise BrokerDown if it does not take them."""

    def timezone(self) -> str:
        """Return the territory's local time (IANA)."""


@dataclass(frozen=True, slots=True)
class Working:
    """The newest version of a day's draft, open; `version` 0 is the plan as it was issued."""

    day: date
    version: int
    base_us: int
    locks: tuple[str, ...]
    plan: Plan
    broken: tuple[Broken, ...]
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A day's plan of now, as long as `whole` and `of`, of which it was made, are the same."""

    whole: Problem
    of: tuple[object, ...]
    problem: Problem
    plan: Plan
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change comes to.

    Attributes:
        saved: None if it breaks something, or was only asked: then nothing is kept.
        there: what the day says to which the container is moved; None if it stays in this one.
    """

    answer: Answer
    saved: Draft | None
    there: There | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A plan that was issued; whether the trucks were told, and if not, why."""

    plan: Plan
    sent: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """The drafts of the territory; `now_us` tells the time."""

    registry: Registry
    driven: Driven
    ground: Ground
    now_us: Callable[[], int]
    # The days that are being looked at: everybody who looks asks for the same.
    _kept: dict[date, _Kept] = field(default_factory=dict, repr=False, compare=False)

    def working(self, day: date) -> Working:
        """Return the newest version of a day's draft, with the times and loads of now.

        Raises:
            NoPlan: no plan of the day was issued, or there is no forecast for it any more.
        """
        return self._working(day)[0]

    def move(self, day: date, read: int, asked: Asked, who: str, *, dry: bool = False) -> Moved:
        """Move a container; save that as the version after `read` if nothing breaks.

        With `dry` it is only answered.

        Raises:
            NoPlan: the day does not know it, or it is locked.
            NotTheNewest: somebody saved another version meanwhile.
        """
        now, problem = self._working(day)
        answer = moved(problem, now.plan, now.violations, asked, now.locks)
        if answer.broken:
            return Moved(answer, None)
        if dry:
            return Moved(answer, None, self._there(asked))
        wish = None
        if asked.to_day is not None:
            to_day = date.fromisoformat(asked.to_day)
            wish = Wish(asked.container, to_day, day, self.now_us(), who)
        return Moved(answer, self._save(now, read, answer.plan, who, _said(asked), wish=wish))

    def lock(self, day: date, read: int, container: str, who: str, *, locked: bool) -> Draft:
        """Have a container stay with its truck, or no longer; raise NotTheNewest likewise."""
        now = self.working(day)
        if container not in {one.ref for route in now.plan.routes for one in route.containers}:
            raise NoPlan(f"no truck lifts {container} on {day}")
        rest = {*now.locks} - {container}
        locks = tuple(sorted(rest | ({container} if locked else set())))
        what = Deed("locked" if locked else "unlocked", container).line()
        return self._save(replace(now, locks=locks), read, now.plan, who, what)

    def give_up(self, day: date, read: int, who: str) -> Draft:
        """Go back to the plan that was issued, locks aside; raise NotTheNewest likewise."""
        now, problem = self._working(day)
        issued = of_now(problem, read_plan(self._issued(day).body))
        return self._save(now, read, issued, who, GIVEN_UP)

    def publish(self, day: date, read: int, who: str) -> Published:
        """Issue the version `read` and tell the trucks.

        Raises:
            NoPlan: the checker refuses it; the sentence names what is broken.
            NotTheNewest: somebody saved another version meanwhile.
        """
        now = self.working(day)
        if now.broken:
            first = " ".join(one.sentence for one in now.broken[:3])
            raise NoPlan(f"the plan of {day} breaks {len(now.broken)} rules: {first}")
        plan = replace(now.plan, issued_at_us=max(self.now_us(), now.base_us + 1))
        # First: of two who publish at once, one finds the version taken and issues nothing.
        self._save(now, read, plan, who, PUBLISHED, published=True)
        self.ground.issue(plan)
        return self.tell(plan)

    def tell(self, plan: Plan) -> Published:
        """Tell the trucks of a plan that is issued; a broker that is down is no reason to stop."""
        messages = despatch(plan, self.ground.timezone())
        try:
            self.ground.send(messages)
        except BrokerDown as error:
            return Published(plan, 0, str(error))
        day, now_us = date.fromisoformat(plan.day), self.now_us()
        told = [codec.decode(body, TruckPlan) for body in messages.values()]
        self.driven.note_sendings(Sending(one.truck, day, one.issued_at_us, now_us) for one in told)
        return Published(plan, len(messages))

    def problem(self, day: date) -> Problem:
        """Return the problem of a day, in which what was moved to it has to be lifted."""
        return wished(self.ground.problem(day), moved_to(self.registry, self.driven, day))

    def _issued(self, day: date) -> Issued:
        issued = self.registry.newest_plan(day)
        if issued is None:
            raise NoPlan(f"no plan of {day} was issued; make one with: vallee-cloud plan")
        return issued

    def _working(self, day: date) -> tuple[Working, Problem]:
        """Return the newest version, and the problem that it is judged by."""
        issued, whole = self._issued(day), self.ground.problem(day)
        kept, asked = self.driven.draft(day), moved_to(self.registry, self.driven, day)
        version, locks = (kept.version, kept.locks) if kept else (0, ())
        # Whoever plans by command line, or again on the way, begins a new draft.
        is_open = kept is not None and not kept.published and kept.base_us == issued.issued_at_us
        body = kept.body if kept is not None and is_open else issued.body
        of = (asked, issued.issued_at_us, version, body)
        now = self._kept.get(day)
        if now is None or now.whole is not whole or now.of != of:
            problem = with_rounds(wished(whole, asked))
            plan = of_now(problem, read_plan(body))
            now = _Kept(whole, of, problem, plan, violations(problem, plan))
            self._kept.clear()
            self._kept[day] = now
        broken = in_french(now.problem, now.violations)
        base_us = issued.issued_at_us
        return Working(day, version, base_us, locks, now.plan, broken, now.violations), now.problem

    def _there(self, asked: Asked) -> There | None:
        if asked.to_day is None:
            return None
        day = date.fromisoformat(asked.to_day)
        try:
            plan, problem = read_plan(self._issued(day).body), self.problem(day)
        except NoPlan:
            return There(planned=False)
        return there(wished(problem, {asked.container}), plan, asked.container)

    def _save(
        self,
        now: Working,
        read: int,
        plan: Plan,
        who: str,
        what: str,
        *,
        published: bool = False,
        wish: Wish | None = None,
    ) -> Draft:
        draft = Draft(
            now.day,
            read + 1,
            plan.issued_at_us if published else now.base_us,
            self.now_us(),
            who,
            what,
            now.locks,
            write_plan(plan),
            published,
        )
        return self.driven.save_draft(draft, read, wish)


def _said(asked: Asked) -> str:
    to = asked.truck or asked.to_day or ""
    return Deed("moved" if to else "left", asked.container, to).line()
