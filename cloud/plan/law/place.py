"""Places the breaks of a shift whose order is given, so that it ends as soon as it lawfully can."""

from collections.abc import Iterator
from dataclasses import replace

from cloud.errors import NoPlan
from cloud.plan.law.check import unrested
from cloud.plan.law.course import Course, opening
from cloud.plan.law.crew import Break
from cloud.plan.law.rest import NEVER
from cloud.plan.law.rules import Rules
from cloud.plan.law.search import Found, Stuck, search
from cloud.plan.law.timetable import Doing, Shift, Span, Timetable, clock


def place(rules: Rules, shift: Shift) -> Timetable:
    """Return the lawful timetable of a shift that ends soonest.

    Breaks on the road are taken at the stop before, and waits as breaks, where the law allows it
    and the end stays the same.

    Raises:
        NoPlan: there is none; the sentence says where it fails.
    """
    course = Course(shift.visits)
    found = search(rules, shift, course, NEVER)
    begins_s, ends_s = rules.hours(shift)
    if isinstance(found, Stuck):
        raise NoPlan(_why(rules, shift, found))
    if found.ends_s > ends_s:
        raise NoPlan(
            f"No lawful shift that starts at {clock(begins_s)} ends by {clock(ends_s)}: with its "
            f"breaks it ends at {clock(found.ends_s)} at the earliest."
        )
    return _restful(rules, shift, _at_stops(rules, shift, course, found))


def _at_stops(rules: Rules, shift: Shift, course: Course, found: Found) -> Timetable:
    """Return the timetable with as many breaks as may be at the stop before, not on the road.

    On the same leg nothing but the law can be against it: each door is reached as before. The
    start is no such stop: who goes on from there may be on the road, who sets out is not tired.
    """
    breaks = list(found.breaks)
    timetable = _written(rules, shift, course, breaks)
    for number, rest in enumerate(breaks):
        stop = course.done[rest.visit - 1] if rest.visit else rest.at
        if stop < rest.at < course.reached[rest.visit]:
            breaks[number] = rest._replace(at=stop)
            trial = _written(rules, shift, course, breaks)
            if _rested(rules, shift, trial):
                timetable = trial
            else:
                breaks[number] = rest
    return timetable


def _restful(rules: Rules, shift: Shift, timetable: Timetable) -> Timetable:
    """Return the timetable with its waits as breaks: all of them, or those that may be."""
    shortest_s = min(rules.lengths, default=NEVER)
    waits = [
        index
        for index, span in enumerate(timetable)
        if span.doing == "wait" and span.end_s - span.begin_s >= shortest_s
    ]
    if not waits:
        return timetable
    trial = _as_breaks(timetable, waits)
    if _rested(rules, shift, trial):
        return trial
    for wait in waits:
        trial = _as_breaks(timetable, [wait])
        if _rested(rules, shift, trial):
            timetable = trial
    return timetable


def _as_breaks(timetable: Timetable, indices: list[int]) -> Timetable:
    spans = list(timetable)
    for index in indices:
        spans[index] = replace(spans[index], doing="break")
    return tuple(spans)


def _rested(rules: Rules, shift: Shift, timetable: Timetable) -> bool:
    return not any(unrested(rules, shift.past, timetable))


def _written(rules: Rules, shift: Shift, course: Course, breaks: list[Break]) -> Timetable:
    """Write down what is done when with these breaks."""
    at_s, _ = rules.hours(shift)
    spans: list[Span] = []
    for doing, lasts_s, index in _doings(shift, course, breaks):
        if doing == "serve":
            begin_s = opening(shift.visits[index], at_s)
            if begin_s is not None and begin_s > at_s:
                spans.append(Span("wait", at_s, begin_s, index))
                at_s = begin_s
        if lasts_s or doing == "serve":
            spans.append(Span(doing, at_s, at_s + lasts_s, index))
            at_s += lasts_s
    return tuple(spans)


def _doings(shift: Shift, course: Course, breaks: list[Break]) -> Iterator[tuple[Doing, int, int]]:
    left = list(reversed(breaks))
    for index, visit in enumerate(shift.visits):
        left_at = here = course.reached[index] - visit.drive_s
        while left and left[-1].visit == index:
            rest = left.pop()
            yield "drive", rest.at - here, index
            here = rest.at
            yield "wait", rest.after_wait_s, index
            gone = rest.at > left_at or not visit.drive_s
            yield "break", rest.lasts_s, index if gone or not index else index - 1
        yield "drive", course.reached[index] - here, index
        yield "serve", visit.service_s, index


def _why(rules: Rules, shift: Shift, stuck: Stuck) -> str:
    visit = shift.visits[stuck.visit]
    begins_s, ends_s = rules.hours(shift)
    limit_s = min((rule.limit_s for rule in rules.work), default=visit.service_s)
    if visit.service_s > limit_s:
        return (
            f"No lawful shift serves {visit.ref}: its {visit.service_s} s of service in one piece "
            f"are more than the {limit_s} s of work that {rules.name} allows without a break."
        )
    if visit.windows and stuck.at_s is not None:
        hours = ", ".join(f"{clock(w.opens_s)}-{clock(w.closes_s)}" for w in visit.windows)
        return (
            f"No lawful shift serves {visit.ref} within its hours ({hours}): it is reached at "
            f"{clock(stuck.at_s)} at the earliest, and {visit.service_s} s of service follow."
        )
    return (
        f"No lawful shift from {clock(begins_s)} to {clock(ends_s)} serves {visit.ref} and what "
        f"follows in time, with the breaks that {rules.name} asks for."
    )
