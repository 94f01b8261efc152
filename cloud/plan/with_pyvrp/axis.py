"""The clock of a search that knows no breaks: one without the hour of a lunch that all take.

A lunch that lasts as long as the window in which it begins can be cut out of the clock: whatever
is done on the clock without it can be done with it, begun as soon as no service is under way.
"""

from dataclasses import dataclass

from cloud.plan.law.rules import Lunch
from cloud.plan.problem import Problem


@dataclass(frozen=True, slots=True)
class Axis:
    """A clock from which a lunch is cut out; none if None."""

    lunch: Lunch | None = None

    def __call__(self, at_s: int) -> int:
        """Return what the clock without the lunch shows at an instant."""
        if self.lunch is None or at_s <= self.lunch.from_s:
            return at_s
        return max(self.lunch.from_s, at_s - self.lunch.lasts_s)


def axis(problem: Problem) -> Axis:
    """Return the clock of a problem: cut if that is all its crews need, else the usual one."""
    lunches = {truck.rules.lunch for truck in problem.trucks}
    if len(lunches) != 1 or any(one.rules.driving or one.rules.work for one in problem.trucks):
        return Axis()
    (lunch,) = lunches
    if lunch is None or lunch.until_s - lunch.from_s != lunch.lasts_s:
        return Axis()
    early = all(truck.hours[0] <= lunch.from_s and not truck.past for truck in problem.trucks)
    return Axis(lunch if early else None)
