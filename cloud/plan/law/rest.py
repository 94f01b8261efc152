"""What a crew can make of a pause: the breaks worth trying there, and how it goes on after each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from cloud.plan.law.course import Course, opening
from cloud.plan.law.crew import Break, Crew, Pause
from cloud.plan.law.memory import Memory
from cloud.plan.law.reserve import bound_s
from cloud.plan.law.rules import Rules

NEVER: Final = 10**12


class _Rest(NamedTuple):
    """A break in a pause, what it may last at the most, and how much of the waits it spares."""

    begin_s: int
    end_s: int
    most_s: int
    then_s: int
    spared_s: int


@dataclass(frozen=True, slots=True)
class Resting:
    """The pauses of a shift under some rules."""

    rules: Rules
    course: Course

    def crews(self, crew: Crew, pause: Pause) -> Iterator[Crew]:
        """Yield what a crew can become by resting in a pause."""
        tried = set()
        for least_s, most_s in self._lengths(crew, pause):
            for end_s in self._ends(crew, pause, least_s, most_s):
                if (end_s, most_s) not in tried:
                    tried.add((end_s, most_s))
                    rest = self._rest(crew, pause, end_s, most_s)
                    if rest:
                        yield self._after(crew, pause, rest)

    def _lengths(self, crew: Crew, pause: Pause) -> Iterator[tuple[int, int]]:
        """Yield how long a break lasts at the least, and at the most to count for no more.

        More is not always better: a break that ends the reckoning of the driving makes a first part
        taken before worthless.
        """
        rules, course = self.rules, self.course
        marks: tuple[int, ...] = ()
        if rules.driving and course.driving_s > crew.driven_by:
            rule = rules.driving
            marks = (rule.second_s,) if crew.begun else (rule.first_s, rule.whole_s)
        may_wait = pause.visit <= course.last_windowed
        ends = NEVER if may_wait else course.length_s
        works = zip(rules.work, crew.work_by, strict=True)
        lengths = {rule.break_s for rule, by in works if by - pause.waited_s < ends}
        lengths.update(marks)
        if rules.lunch and not crew.fed:
            lengths.add(rules.lunch.lasts_s)
        if rules.work and may_wait:
            # Even a break that no rule asks for is not the work that a wait would be.
            lengths.add(rules.lengths[0])
        rested_s = pause.now_s - pause.since_s
        if rested_s:
            lengths.add(max(rested_s, rules.lengths[0]))
        for least_s in lengths:
            most_s = min((mark - 1 for mark in marks if mark > least_s), default=NEVER)
            if most_s >= rested_s:
                yield least_s, most_s

    def _ends(self, crew: Crew, pause: Pause, least_s: int, most_s: int) -> Iterator[int]:
        """Yield when such a break may end: as soon as it lasts long enough, or lunch is over."""
        end_s = max(pause.since_s + least_s, pause.now_s)
        yield end_s
        lunch = self.rules.lunch
        if lunch and not crew.fed and pause.since_s <= lunch.until_s and lunch.lasts_s <= most_s:
            yield max(end_s, max(pause.since_s, lunch.from_s) + lunch.lasts_s)

    def _rest(self, crew: Crew, pause: Pause, end_s: int, most_s: int) -> _Rest | None:
        """Return the rest of a pause that goes on from an instant, or from the next opening.

        What a wait has more than the break may last comes before it, as far as the rules allow.
        """
        if not pause.at_door:
            fits = end_s - pause.since_s <= most_s
            return _Rest(pause.since_s, end_s, most_s, 0, 0) if fits else None
        begin_s = opening(self.course.visits[pause.visit], end_s)
        if begin_s is None:
            return None
        spare_s = begin_s - pause.since_s - most_s
        if spare_s <= 0:
            return _Rest(pause.since_s, begin_s, most_s, 0, 0)
        lunch = self.rules.lunch
        before_s = lunch.until_s - pause.since_s if lunch and not crew.fed else NEVER
        room_s = min(crew.work_by, default=NEVER) - pause.waited_s - pause.at
        spared_s = min(spare_s, max(pause.late_s - pause.now_s + pause.at, 0), before_s)
        first_s = min(spare_s, spared_s + max(room_s, 0), before_s)
        rest_s = pause.since_s + first_s
        return _Rest(rest_s, rest_s + most_s, most_s, spare_s - first_s, spared_s)

    def _after(self, crew: Crew, pause: Pause, rest: _Rest) -> Crew:
        at, rules, course = pause.at, self.rules, self.course
        waited_s = pause.waited_s + rest.begin_s - pause.since_s - rest.spared_s
        limit_s = rules.driving.limit_s if rules.driving else NEVER
        here = course.driven_at(at, pause.visit)
        memory = Memory(
            here + limit_s - crew.driven_by,
            crew.begun,
            tuple(
                r.limit_s - by + at + waited_s
                for r, by in zip(rules.work, crew.work_by, strict=True)
            ),
            crew.fed,
        ).after_break(rules, rest.begin_s, rest.end_s)
        lasts_s = rest.end_s - rest.begin_s
        lag_s = rest.end_s + rest.then_s - at
        taken = Break(
            at,
            pause.visit,
            rest.begin_s - pause.since_s - rest.spared_s,
            lasts_s - (pause.now_s - pause.since_s),
        )
        after = Crew(
            at,
            pause.visit,
            lag_s,
            lag_s + rest.most_s - lasts_s,
            here + limit_s - memory.driven_s,
            memory.begun,
            tuple(
                at + rule.limit_s - done - rest.then_s
                for rule, done in zip(rules.work, memory.worked_s, strict=True)
            ),
            memory.fed,
            bound_s=crew.bound_s,
            rested=True,
            came=(crew, pause.longer_s + rest.spared_s, taken),
        )
        return after._replace(bound_s=max(crew.bound_s, bound_s(rules, course, after)))
