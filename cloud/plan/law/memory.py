"""What the rules remember of a crew that is in the middle of its shift."""

from dataclasses import dataclass

from cloud.plan.law.rules import Driving, Lunch, Rules
from cloud.plan.law.timetable import Shift, Timetable


@dataclass(frozen=True, slots=True)
class Memory:
    """A crew as the rules remember it at an instant.

    Attributes:
        driven_s: the driving since its reckoning began.
        begun: whether the first part of a driving break is taken.
        worked_s: for each work rule, the work since the last break that it counts.
        fed: whether lunch is taken, or not owed, or past mending.
    """

    driven_s: int
    begun: bool
    worked_s: tuple[int, ...]
    fed: bool

    def after_break(self, rules: Rules, begin_s: int, end_s: int) -> "Memory":
        """Return what is remembered after a break."""
        lasts_s = end_s - begin_s
        driven_s, begun = self.driven_s, self.begun
        if rules.driving:
            driven_s, begun = _reckoned(rules.driving, driven_s, lasts_s, begun=begun)
        worked_s = tuple(
            0 if lasts_s >= rule.break_s else done
            for rule, done in zip(rules.work, self.worked_s, strict=True)
        )
        fed = self.fed or (rules.lunch is not None and holds(rules.lunch, begin_s, end_s))
        return Memory(driven_s, begun, worked_s, fed)


def remember(rules: Rules, shift: Shift) -> tuple[Memory, int | None]:
    """Return what the rules remember where a shift begins or goes on, and since when it rests.

    A break that is still under way is not counted yet: it may grow. What was overdone counts as the
    limit: a break is due at once, and with it all is mended.
    """
    now_s, _ = rules.hours(shift)
    past, rests_since_s = _apart(shift.past)
    lunch = rules.lunch
    begins_s = shift.past[0].begin_s if shift.past else now_s
    memory = Memory(0, False, (0,) * len(rules.work), lunch is None or begins_s >= lunch.until_s)
    rest: tuple[int, int] | None = None
    for span in past:
        if span.doing == "break":
            rest = (rest[0] if rest else span.begin_s, span.end_s)
        elif span.end_s > span.begin_s:
            if rest:
                memory, rest = memory.after_break(rules, *rest), None
            lasts_s = span.end_s - span.begin_s
            driven_s = memory.driven_s + lasts_s * (span.doing == "drive")
            worked_s = tuple(done + lasts_s for done in memory.worked_s)
            memory = Memory(driven_s, memory.begun, worked_s, memory.fed)
    idle_s = now_s if rests_since_s is None else rests_since_s
    missed = lunch is not None and idle_s > lunch.until_s
    return _capped(rules, memory, missed=missed), rests_since_s


def holds(lunch: Lunch, begin_s: int, end_s: int) -> bool:
    """Return whether a break holds a lunch."""
    lunch_s = max(begin_s, lunch.from_s)
    return lunch_s <= lunch.until_s and lunch_s + lunch.lasts_s <= end_s


def _reckoned(rule: Driving, driven_s: int, lasts_s: int, *, begun: bool) -> tuple[int, bool]:
    if lasts_s >= (rule.second_s if begun else rule.whole_s):
        return 0, False
    return driven_s, begun or lasts_s >= rule.first_s


def _apart(past: Timetable) -> tuple[Timetable, int | None]:
    """Return the past without the break that it ends with, and when that break began."""
    count, since_s = len(past), None
    for span in reversed(past):
        if span.end_s > span.begin_s:
            if span.doing != "break":
                break
            since_s = span.begin_s
        count -= 1
    return past[:count], since_s


def _capped(rules: Rules, memory: Memory, *, missed: bool) -> Memory:
    worked_s = tuple(
        min(done, rule.limit_s) for rule, done in zip(rules.work, memory.worked_s, strict=True)
    )
    driven_s = min(memory.driven_s, rules.driving.limit_s) if rules.driving else 0
    return Memory(driven_s, memory.begun, worked_s, memory.fed or missed)
