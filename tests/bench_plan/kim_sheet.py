"""A plan for an instance of the Kim set as a sheet of text that anyone can check.

A line is one doing of a vehicle: a stop's id, when the vehicle is there, begins, and leaves, and
the yards on board and collected that day on leaving; `lunch` has a begin and an end only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cloud.plan.law.timetable import Span
from cloud.plan.problem import Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.tour import drive
from tests.bench_plan.kim_set import PUBLISHED, TENTHS, Instance

HEAD: Final = """\
# Waste collection set of Kim, Kim and Sahoo (2006), instance {name}:
# {miles:.2f} miles with {vehicles} vehicles.
# Best published: {published} miles, {most} vehicles (Buhrkal, Larsen and Ropke 2012).
# Found by {how}.
#
# What is assumed, since no paper says all of it:
# - the way between two stops is |dx| + |dy| in feet, 5280 feet a mile, at 40 miles an hour;
# - early and late times are bounds of the begin of service; those of the depot, of leaving and
#   coming home; a vehicle may wait;
# - a vehicle starts and ends empty in the depot: it unloads before it comes home;
# - it has at most {trip:g} yards on board, and collects at most {day:g} yards and
#   {stops} stops a day;
# - a vehicle that is out at 12:00 has lunch for an hour, begun between 11:00 and 12:00; it may be
#   taken on the road and while waiting, not during service.
#
# id  there  begins  leaves  yards on board  yards of the day
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: seconds of the day, tenths of a yard; a lunch has no `there_s`."""

    ref: str
    there_s: int
    begins_s: int
    leaves_s: int
    aboard: int = 0
    collected: int = 0


Sheet = dict[str, tuple[Row, ...]]
"""Rows by vehicle."""

LUNCH: Final = "lunch"
ELEVEN_S, HOUR_S = 11 * 3600, 3600


def sheet(problem: Problem, tours: Tours) -> Sheet:
    """Return the sheet of tours.

    Raises:
        NoPlan: one of them cannot be driven.
    """
    return {
        truck.name: tuple(_rows(problem, truck, tours[truck.id]))
        for truck in problem.trucks
        if tours.get(truck.id)
    }


def _rows(problem: Problem, truck: Truck, tour: Tour) -> Iterator[Row]:
    timetable = drive(problem, truck, tour).timetable
    home = problem.places[truck.end].ref
    begins_s = timetable[0].begin_s
    yield Row(home, begins_s, begins_s, begins_s)
    aboard = collected = 0
    for index, group in groupby(timetable, key=lambda span: span.visit):
        spans = tuple(group)
        duty = tour[index] if index < len(tour) else None
        if isinstance(duty, Pickup):
            aboard, collected = aboard + duty.load_l, collected + duty.load_l
        if isinstance(duty, Tip):
            aboard = 0
        yield from _visit(home if duty is None else duty.ref, spans, aboard, collected)


def _visit(ref: str, spans: tuple[Span, ...], aboard: int, collected: int) -> Iterator[Row]:
    there_s = max((span.end_s for span in spans if span.doing == "drive"), default=spans[0].begin_s)
    for span in spans:
        if span.doing == "break":
            # The planner rests wherever it would wait: here only the lunch is told.
            begins_s = max(span.begin_s, ELEVEN_S)
            if begins_s + HOUR_S <= span.end_s:
                yield Row(LUNCH, begins_s, begins_s, span.end_s)
        if span.doing == "serve":
            yield Row(ref, there_s, span.begin_s, span.end_s, aboard, collected)


def written(kim: Instance, rows: Sheet, miles: float, how: str) -> str:
    """Return a sheet as text."""
    most, published, _ = PUBLISHED[kim.name]
    head = HEAD.format(
        name=kim.name,
        miles=miles,
        vehicles=len(rows),
        published=published,
        most=most,
        how=how,
        trip=kim.trip_tenths / TENTHS,
        day=kim.day_tenths / TENTHS,
        stops=kim.day_stops,
    )
    body = (f"\n{name}\n" + "".join(map(_line, vehicle)) for name, vehicle in rows.items())
    return head + "".join(body)


def read(text: str) -> Sheet:
    """Return the sheet that a text tells."""
    rows: dict[str, list[Row]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("Vehicle"):
            name = line.strip()
            rows[name] = []
        elif line.strip() and not line.startswith("#"):
            rows[name].append(_row(line.split()))
    return {name: tuple(vehicle) for name, vehicle in rows.items()}


def found_by(text: str) -> str:
    """Return how a plan was found, as its sheet tells it."""
    line = next(line for line in text.splitlines() if line.startswith("# Found by "))
    return line.removeprefix("# Found by ").removesuffix(".")


def _line(row: Row) -> str:
    if row.ref == LUNCH:
        return f"{LUNCH:>8}  {_clock(row.begins_s)}  {_clock(row.leaves_s)}\n"
    times = "  ".join(map(_clock, (row.there_s, row.begins_s, row.leaves_s)))
    yards = f"{row.aboard / TENTHS:5.1f}  {row.collected / TENTHS:6.1f}"
    return f"{row.ref:>8}  {times}  {yards}\n"


def _row(words: list[str]) -> Row:
    if words[0] == LUNCH:
        begins_s, leaves_s = map(_second, words[1:3])
        return Row(LUNCH, begins_s, begins_s, leaves_s)
    aboard, collected = (round(TENTHS * float(word)) for word in words[4:6])
    there_s, begins_s, leaves_s = map(_second, words[1:4])
    return Row(words[0], there_s, begins_s, leaves_s, aboard, collected)


def _clock(at_s: int) -> str:
    return f"{at_s // 3600:02}:{at_s // 60 % 60:02}:{at_s % 60:02}"


def _second(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return 3600 * hours + 60 * minutes + seconds


def stops_of(rows: Iterable[Row]) -> list[str]:
    """Return the ids of a vehicle's stops, the depot at both ends."""
    return [row.ref for row in rows if row.ref != LUNCH]
