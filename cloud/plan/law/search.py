"""Finds the breaks with which a shift of given order ends soonest.

From the start, and after each break, the shift is walked without a break up to the last point that
the law allows. The next break falls

- at that last point, which may be on the road, or
- at a door before it at which the crew would have to wait,

since between two such points a later break leaves the crew as late as an earlier one and with more
room. It lasts as long as some rule names, or until lunch is over, or until work can go on; and it
becomes longer afterwards, up to what the driving rule would count as more, where the crew would
otherwise wait further on: waiting is work, and rest is not.

Crews are tried in the order of a lower bound of the shift's end (A*), so that the first that needs
no further break is the answer; of crews at one point those that are behind in all are dropped.
"""

from bisect import bisect_left
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from cloud.plan.law.course import Course, closing, opening
from cloud.plan.law.crew import Break, Crew, Pause
from cloud.plan.law.memory import remember
from cloud.plan.law.reserve import bound_s
from cloud.plan.law.rest import NEVER, Resting
from cloud.plan.law.rules import Rules
from cloud.plan.law.timetable import Shift


@dataclass(frozen=True, slots=True)
class Found:
    """The best breaks of a shift, and when it ends with them."""

    ends_s: int
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """The furthest visit that could not be served, and when a crew stood at its door too late."""

    visit: int
    at_s: int | None


def search(rules: Rules, shift: Shift, course: Course, by_s: int) -> Found | Stuck:
    """Return the breaks with which a shift ends soonest, if by an instant; else where it fails."""
    return _Search(rules, shift, course, by_s).run()


class _Search:
    def __init__(self, rules: Rules, shift: Shift, course: Course, by_s: int) -> None:
        self.rules = rules
        self.shift = shift
        self.course = course
        self.by_s = by_s
        self.until_s = rules.lunch.until_s if rules.lunch else NEVER
        self.resting = Resting(rules, course)
        self.crews: list[tuple[int, int, int, Crew]] = []
        self.numbers = count()
        self.kept: dict[tuple[int, int, bool, bool], list[Crew]] = {}
        self.stuck = Stuck(0, None)

    def run(self) -> Found | Stuck:
        self._begin()
        while self.crews:
            *_, crew = heappop(self.crews)
            found = self._walk(crew)
            if found:
                return found
        return self.stuck

    def _begin(self) -> None:
        now_s, _ = self.rules.hours(self.shift)
        memory, since_s = remember(self.rules, self.shift)
        limit_s = self.rules.driving.limit_s if self.rules.driving else NEVER
        works = zip(self.rules.work, memory.worked_s, strict=True)
        start = Crew(
            at=0,
            visit=0,
            lag_s=now_s,
            late_s=now_s,
            driven_by=limit_s - memory.driven_s,
            begun=memory.begun,
            work_by=tuple(rule.limit_s - done for rule, done in works),
            fed=memory.fed,
            bound_s=now_s,
            rested=False,
            came=None,
        )
        if since_s is None:
            self._push(start._replace(bound_s=bound_s(self.rules, self.course, start)))
        else:
            self._rest(start, Pause(0, 0, now_s, since_s, False, now_s, 0, 0))

    def _walk(self, crew: Crew) -> Found | None:
        """Go on without a break: return the shift if it ends so; else try what breaks there are."""
        course = self.course
        lag_s, late_s, waited_s, longer_s = crew.lag_s, crew.late_s, 0, 0
        work_by = min(crew.work_by, default=NEVER)
        until_s = NEVER if crew.fed else self.until_s
        for place in range(bisect_left(course.windowed, crew.visit), len(course.windowed)):
            index = course.windowed[place]
            door, done = course.reached[index], course.done[index]
            by = min(work_by - waited_s, until_s - lag_s)
            if by < door or course.driven[index] > crew.driven_by:
                break
            now_s = door + lag_s
            begin_s = opening(course.visits[index], now_s)
            if begin_s is None:
                self._note(index, now_s)
                return None
            gap_s = begin_s - now_s
            spared_s = min(gap_s, max(late_s - lag_s, 0))
            due = done > work_by - waited_s - gap_s + spared_s or done > until_s - lag_s - gap_s
            if gap_s or due:
                self._rest(crew, Pause(door, index, now_s, now_s, True, late_s, waited_s, longer_s))
            if due:
                self._note(index, now_s)
                return None
            lag_s += gap_s
            longer_s += spared_s
            waited_s += gap_s - spared_s
            late_s = min(late_s, closing(course.visits[index], begin_s) - done)
        point = course.last_stop(min(work_by - waited_s, until_s - lag_s), crew.driven_by)
        if point is None:
            return Found(course.length_s + lag_s, crew.breaks(longer_s))
        at, index = max(point, (crew.at, crew.visit))
        self._note(index, None)
        now_s = at + lag_s
        self._rest(crew, Pause(at, index, now_s, now_s, False, late_s, waited_s, longer_s))
        return None

    def _rest(self, crew: Crew, pause: Pause) -> None:
        if not (crew.rested and pause.at == crew.at):
            for after in self.resting.crews(crew, pause):
                self._push(after)

    def _push(self, crew: Crew) -> None:
        if crew.bound_s > self.by_s:
            return
        kept = self.kept.setdefault((crew.at, crew.visit, crew.begun, crew.fed), [])
        may_wait = crew.visit <= self.course.last_windowed
        if not any(other.stands_for(crew, may_wait=may_wait) for other in kept):
            kept.append(crew)
            heappush(self.crews, (crew.bound_s, -crew.at, next(self.numbers), crew))

    def _note(self, visit: int, at_s: int | None) -> None:
        known_s = self.stuck.at_s if visit == self.stuck.visit else None
        times = [one for one in (known_s, at_s) if one is not None]
        if visit >= self.stuck.visit:
            self.stuck = Stuck(visit, min(times, default=None))
