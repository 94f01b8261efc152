"""Small shifts under small laws, and a search that steps through every second of them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import strategies as st

from cloud.plan.law.rules import Driving, Lunch, Rules, Work
from cloud.plan.law.timetable import Shift, Visit, Window

Memory = tuple[tuple[int, bool], tuple[int, ...], bool]
"""Driving and its first part, work, lunch."""


@st.composite
def tiny_rules(draw: st.DrawFn) -> Rules:
    first = draw(st.integers(1, 3))
    second = draw(st.integers(first, 4))
    whole = draw(st.integers(second, min(first + second, 6)))
    driving = Driving(draw(st.integers(3, 9)), whole, first, second)
    begin = draw(st.integers(0, 9))
    lunch = Lunch(begin, begin + draw(st.integers(0, 4)), draw(st.integers(1, 3)))
    work = tuple(Work(draw(st.integers(4, 12)), draw(st.integers(1, 4))) for _ in range(2))
    return Rules(
        "tiny",
        driving if draw(st.booleans()) else None,
        work[: draw(st.integers(0, 2))],
        lunch if draw(st.booleans()) else None,
    )


@st.composite
def tiny_shifts(draw: st.DrawFn) -> Shift:
    visits = []
    for index in range(draw(st.integers(1, 4))):
        edges = sorted(draw(st.sets(st.integers(0, 20), min_size=4, max_size=4)))
        windows = (Window(edges[0], edges[1]), Window(edges[2], edges[3]))
        chosen = windows[: draw(st.integers(0, 2))]
        drive_s, service_s = draw(st.integers(0, 5)), draw(st.integers(1, 3))
        visits.append(Visit(f"v{index}", drive_s, service_s, chosen))
    return Shift(0, 26, tuple(visits))


@dataclass(frozen=True, slots=True)
class _Now:
    """Where a step by step search stands; `rest` is the length of the break that is under way."""

    visit: int
    driven: int
    served: bool
    memory: Memory
    rest: int
    broke: bool


def best_end(rules: Rules, shift: Shift) -> int | None:
    """Return the earliest end of a shift, by trying every second's doings.

    It may stop on the road wherever it likes, and wait before any service as long as it likes.
    """
    start = _Now(0, 0, False, ((0, False), (0,) * len(rules.work), not rules.lunch), 0, False)
    queue = {shift.starts_s: {start}}
    for at_s in range(shift.starts_s, shift.ends_s + 1):
        todo = list(queue.pop(at_s, ()))
        seen: set[_Now] = set()
        while todo:
            now = todo.pop()
            if now.visit == len(shift.visits):
                return at_s
            if now in seen:
                continue
            seen.add(now)
            for later_s, then in _steps(rules, shift, at_s, now):
                if later_s == at_s:
                    todo.append(then)
                else:
                    queue.setdefault(later_s, set()).add(then)
    return None


def _steps(rules: Rules, shift: Shift, at_s: int, now: _Now) -> list[tuple[int, _Now]]:
    visit = shift.visits[now.visit]
    if now.rest:
        steps = [(at_s + 1, _with(now, rest=now.rest + 1))]
        if now.rest >= min(rules.lengths):
            memory = _rested(rules, now.memory, at_s - now.rest, at_s)
            steps.append((at_s, _with(now, memory=memory, rest=0, broke=True)))
        return steps
    steps = []
    if rules.lengths and not now.broke:
        steps.append((at_s + 1, _with(now, rest=1)))
    if now.served:
        steps.append((at_s, _Now(now.visit + 1, 0, False, now.memory, 0, now.broke)))
    elif now.driven < visit.drive_s:
        gone = _worked(rules, now.memory, at_s, 1, drive=True)
        if gone:
            then = _Now(now.visit, now.driven + 1, False, gone, 0, False)
            steps.append((at_s + 1, then))
    else:
        steps += _at_the_door(rules, visit, at_s, now)
    return steps


def _at_the_door(rules: Rules, visit: Visit, at_s: int, now: _Now) -> list[tuple[int, _Now]]:
    steps = []
    if waits := _worked(rules, now.memory, at_s, 1, drive=False):
        steps.append((at_s + 1, _with(now, memory=waits)))
    end_s = at_s + visit.service_s
    inside = any(w.opens_s <= at_s and end_s <= w.closes_s for w in visit.windows)
    done = _worked(rules, now.memory, at_s, visit.service_s, drive=False)
    if done and (inside or not visit.windows):
        steps.append((end_s, _Now(now.visit, now.driven, True, done, 0, False)))
    return steps


def _with(
    now: _Now, *, memory: Memory | None = None, rest: int = 0, broke: bool | None = None
) -> _Now:
    return _Now(
        now.visit,
        now.driven,
        now.served,
        now.memory if memory is None else memory,
        rest,
        now.broke if broke is None else broke,
    )


def _worked(rules: Rules, memory: Memory, at_s: int, lasts_s: int, *, drive: bool) -> Memory | None:
    (driven, begun), worked, fed = memory
    if rules.driving:
        driven += lasts_s * drive
        if driven > rules.driving.limit_s:
            return None
    worked = tuple(done + lasts_s for done in worked)
    if any(done > rule.limit_s for done, rule in zip(worked, rules.work, strict=True)):
        return None
    if not fed and rules.lunch and at_s + lasts_s > rules.lunch.until_s > 0:
        return None
    return (driven, begun), worked, fed


def _rested(rules: Rules, memory: Memory, begin_s: int, end_s: int) -> Memory:
    (driven, begun), worked, fed = memory
    lasts_s = end_s - begin_s
    if rule := rules.driving:
        if lasts_s >= (rule.second_s if begun else rule.whole_s):
            driven, begun = 0, False
        elif lasts_s >= rule.first_s:
            begun = True
    worked = tuple(
        0 if lasts_s >= rule.break_s else done
        for done, rule in zip(worked, rules.work, strict=True)
    )
    if lunch := rules.lunch:
        lunch_s = max(begin_s, lunch.from_s)
        fed = fed or (lunch_s <= lunch.until_s and lunch_s + lunch.lasts_s <= end_s)
    return (driven, begun), worked, fed


@pytest.fixture(scope="session")
def every_second() -> Callable[[Rules, Shift], int | None]:
    return best_end


@pytest.fixture(scope="session")
def laws() -> st.SearchStrategy[Rules]:
    return tiny_rules()


@pytest.fixture(scope="session")
def shifts() -> st.SearchStrategy[Shift]:
    return tiny_shifts()
