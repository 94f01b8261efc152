"""The judge of timetables: knows nothing of the placing of breaks, names every breach."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from cloud.plan.law.rules import Driving, Lunch, Rules, Work
from cloud.plan.law.timetable import Shift, Span, Timetable, Visit, clock


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong with a timetable.

    Attributes:
        rule: machine word of the rule that is broken.
        at_s: from when on.
        detail: one sentence with the figures.
    """

    rule: str
    at_s: int
    detail: str


def breaches(rules: Rules, shift: Shift, timetable: Timetable) -> tuple[Breach, ...]:
    """Return everything that is wrong with a timetable of a shift; nothing if it is lawful.

    The past of a shift under way is counted but not judged: what is named is what the timetable
    adds to it. A limit that the past exceeded is broken again by going on without the break.
    """
    if not timetable:
        return (Breach("empty", shift.starts_s, "the timetable is empty"),)
    if broken := tuple(_seams((*shift.past[-1:], *timetable))):
        return broken
    return (
        *_hours(rules, shift, timetable),
        *_duties(shift, timetable),
        *unrested(rules, shift.past, timetable),
    )


def unrested(rules: Rules, past: Timetable, timetable: Timetable) -> Iterator[Breach]:
    """Yield what is wrong with the breaks of a timetable that goes on where a past ends."""
    now_s = timetable[0].begin_s
    day = tuple(_stretches((*past, *timetable)))
    yield from _short(rules, day, now_s)
    if rules.driving:
        yield from _driving(rules.driving, day, now_s)
    for rule in rules.work:
        yield from _work(rule, day, now_s)
    if rules.lunch:
        yield from _lunch(rules.lunch, day, now_s)


def _seams(timetable: Timetable) -> Iterator[Breach]:
    for span in timetable:
        if span.end_s < span.begin_s:
            yield Breach("seam", span.begin_s, f"a {span.doing} ends before it begins")
    for one, other in pairwise(timetable):
        if one.end_s != other.begin_s:
            detail = f"a {other.doing} begins at {clock(other.begin_s)}, not {clock(one.end_s)}"
            yield Breach("seam", one.end_s, detail)


def _hours(rules: Rules, shift: Shift, timetable: Timetable) -> Iterator[Breach]:
    starts_s, ends_s = rules.hours(shift)
    begin_s, end_s = timetable[0].begin_s, timetable[-1].end_s
    if begin_s != starts_s:
        goes = "goes on" if shift.past else "starts"
        yield Breach("start", begin_s, f"the shift {goes} at {clock(starts_s)}")
    if end_s > ends_s:
        yield Breach("end", end_s, f"the shift must have ended at {clock(ends_s)}")


def _duties(shift: Shift, timetable: Timetable) -> Iterator[Breach]:
    order = [span.visit for span in timetable]
    if order != sorted(order) or not set(order) <= set(range(len(shift.visits))):
        yield Breach("order", timetable[0].begin_s, "the visits are not in the shift's order")
    by_visit = defaultdict(list)
    for span in timetable:
        by_visit[span.visit].append(span)
    for index, visit in enumerate(shift.visits):
        yield from _duty(visit, by_visit[index], timetable[-1].end_s)


def _duty(visit: Visit, spans: Sequence[Span], end_s: int) -> Iterator[Breach]:
    served = [span for span in spans if span.doing == "serve"]
    if len(served) != 1:
        yield Breach("service", end_s, f"{visit.ref} is served {len(served)} times")
        return
    (serve,) = served
    drives = [span for span in spans if span.doing == "drive"]
    drive_s = sum(_length(span) for span in drives)
    if drive_s != visit.drive_s or any(span.begin_s > serve.begin_s for span in drives):
        detail = f"{drive_s} s of driving to {visit.ref} should be {visit.drive_s}, then service"
        yield Breach("drive", spans[0].begin_s, detail)
    if _length(serve) != visit.service_s:
        detail = f"{_length(serve)} s of service at {visit.ref} should be {visit.service_s}"
        yield Breach("service", serve.begin_s, detail)
    inside = any(w.opens_s <= serve.begin_s and serve.end_s <= w.closes_s for w in visit.windows)
    if visit.windows and not inside:
        yield Breach("window", serve.begin_s, f"{visit.ref} is served outside its windows")


def _short(rules: Rules, day: Timetable, now_s: int) -> Iterator[Breach]:
    shortest_s = min(rules.lengths, default=1)
    for span in day:
        if span.doing == "break" and _length(span) < shortest_s and span.end_s > now_s:
            detail = f"{_length(span)} s are no break: the shortest is {shortest_s}"
            yield Breach("short", span.begin_s, detail)


def _driving(rule: Driving, day: Timetable, now_s: int) -> Iterator[Breach]:
    driven_s, begun, named = 0, False, False
    for span in day:
        if span.doing == "drive":
            at_s = max(span.begin_s + max(rule.limit_s - driven_s, 0), now_s)
            if at_s < span.end_s and not named:
                detail = f"more than {rule.limit_s} s of driving without the break that is due"
                yield Breach("driving", at_s, detail)
                named = True
            driven_s += _length(span)
        elif span.doing == "break":
            needed_s = rule.second_s if begun else rule.whole_s
            if _length(span) >= needed_s:
                driven_s, begun, named = 0, False, False
            elif _length(span) >= rule.first_s:
                begun = True


def _work(rule: Work, day: Timetable, now_s: int) -> Iterator[Breach]:
    worked_s, named = 0, False
    for span in day:
        if span.doing != "break":
            at_s = max(span.begin_s + max(rule.limit_s - worked_s, 0), now_s)
            if at_s < span.end_s and not named:
                detail = f"more than {rule.limit_s} s of work without {rule.break_s} s of break"
                yield Breach("work", at_s, detail)
                named = True
            worked_s += _length(span)
        elif _length(span) >= rule.break_s:
            worked_s, named = 0, False


def _lunch(rule: Lunch, day: Timetable, now_s: int) -> Iterator[Breach]:
    if not day or not day[0].begin_s < rule.until_s < day[-1].end_s:
        return
    rests = [span for span in day if span.doing == "break"]
    for span in rests:
        begin_s = max(span.begin_s, rule.from_s)
        if begin_s <= rule.until_s and begin_s + rule.lasts_s <= span.end_s:
            return
    resting = any(span.begin_s <= rule.until_s and span.end_s >= now_s for span in rests)
    if now_s <= rule.until_s or resting:
        hours = f"between {clock(rule.from_s)} and {clock(rule.until_s)}"
        yield Breach("lunch", rule.until_s, f"no lunch of {rule.lasts_s} s begins {hours}")


def _stretches(timetable: Timetable) -> Iterator[Span]:
    """Yield what is done without a pause as one span; an instant of service divides nothing."""
    lasting = (span for span in timetable if span.end_s > span.begin_s)
    for doing, group in groupby(lasting, key=attrgetter("doing")):
        spans = tuple(group)
        yield Span(doing, spans[0].begin_s, spans[-1].end_s, spans[0].visit)


def _length(span: Span) -> int:
    return span.end_s - span.begin_s
