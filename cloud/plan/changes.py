"""What a new plan changes of an old one, container by container, as a dispatcher says it."""

from dataclasses import dataclass
from typing import Literal

from cloud.plan.route import Plan

What = Literal["moved", "added", "dropped", "kept"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a container that one plan serves and another does not, or otherwise.

    Attributes:
        was: the truck that was to lift it; None if none was.
        now: the truck that lifts it now; None if none does.
        earlier_s: how much sooner it is reached than planned; 0 if it is not in both.
        why: why it is left, in the new plan's words.
    """

    container: str
    name: str
    was: str | None
    now: str | None
    earlier_s: int = 0
    why: str = ""

    @property
    def what(self) -> What:
        """What kind of change it is."""
        if self.was is None:
            return "added"
        if self.now is None:
            return "dropped"
        return "kept" if self.was == self.now else "moved"


def changes(old: Plan, new: Plan, done: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """Return what a new plan changes: moved first, then dropped, added, and those kept.

    `done` names the containers that were lifted before the new plan was made.
    """
    before, after = _stops(old), _stops(new)
    why = {one.container: one.detail for one in new.left}
    found = []
    for ref in sorted((before.keys() | after.keys()) - done):
        was, now = before.get(ref), after.get(ref)
        name = (now or was or ("", "", 0))[1]
        both = was is not None and now is not None
        earlier_s = was[2] - now[2] if was is not None and now is not None and both else 0
        change = Change(
            ref, name, was and was[0], now and now[0], earlier_s, "" if now else why.get(ref, "")
        )
        found.append(change)
    rank = {"moved": 0, "dropped": 1, "added": 2, "kept": 3}
    return tuple(sorted(found, key=lambda one: (rank[one.what], one.container)))


def _stops(plan: Plan) -> dict[str, tuple[str, str, int]]:
    return {
        stop.ref: (route.truck_name, stop.name, stop.arrive_s)
        for route in plan.routes
        for stop in route.containers
    }
