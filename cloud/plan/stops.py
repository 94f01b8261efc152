"""The stops that a crew reads, out of a tour and its timetable."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from cloud.plan.body import Body, at_start, emptied, filled
from cloud.plan.law.timetable import Span, Timetable
from cloud.plan.problem import Duty, Pickup, Place, Problem, Side, Tip, Tour, Truck
from cloud.plan.route import Stop, StopKind


def stops(problem: Problem, truck: Truck, tour: Tour, timetable: Timetable) -> Iterator[Stop]:
    """Yield where the truck starts, each duty and break in the order of the clock, and its end."""
    begins, metres = problem.places[truck.start], problem.travel(truck).metres
    body, now_s = at_start(truck), truck.hours[0]
    yield _stop("here" if truck.past else "depot", begins.ref, begins, (now_s, now_s, 0), body)
    here = truck.start
    for index, spans in groupby(timetable, key=lambda span: span.visit):
        duty = tour[index] if index < len(tour) else None
        there = truck.end if duty is None else duty.place
        after = _served(truck, body, duty, problem.sigmas)
        ends = (problem.places[here], problem.places[there])
        yield from _visit(duty, tuple(spans), ends, int(metres[here, there]), (body, after))
        here, body = there if duty is None else duty.leaves, after


def _visit(
    duty: Duty | None,
    spans: tuple[Span, ...],
    ends: tuple[Place, Place],
    way_m: int,
    bodies: tuple[Body, Body],
) -> Iterator[Stop]:
    """Yield the breaks on the way to a duty, there, the duty, and the breaks after it."""
    here, there = ends
    ahead = sum(span.doing == "drive" for span in spans)
    arrive_s, body = spans[0].begin_s, bodies[0]
    for span in spans:
        match span.doing:
            case "drive":
                ahead, arrive_s = ahead - 1, span.end_s
            case "break":
                # Metres are told at the first stop from which none are left to drive.
                driven_m, way_m = (0, way_m) if ahead else (way_m, 0)
                at = here if ahead else there
                yield _stop("break", "", at, (span.begin_s, span.end_s, driven_m), body)
                arrive_s = span.end_s
            case "serve":
                body = bodies[1]
                yield _duty(duty, there, (arrive_s, span.end_s, way_m), body)
                way_m = 0
            case "wait":
                pass


def _served(truck: Truck, body: Body, duty: Duty | None, sigmas: float) -> Body:
    match duty:
        case None:
            return body
        case Tip():
            return emptied(body, duty)
        case Pickup() | Side():
            return filled(truck, body, duty, sigmas)[0]


def _duty(duty: Duty | None, at: Place, figures: tuple[int, int, int], body: Body) -> Stop:
    match duty:
        case None:
            return _stop("depot", at.ref, at, figures, body)
        case Tip():
            return _stop("tip", duty.site, at, figures, body)
        case Side():
            arrive_s, leave_s, way_m = figures
            figures = (arrive_s, leave_s, way_m + duty.metres)
            return replace(_stop("side", duty.ref, at, figures, body), name=duty.name, must=True)
        case Pickup():
            lifted = _stop("container", duty.container, at, figures, body)
            return replace(lifted, p_overflow=duty.p_overflow, must=duty.must)


def _stop(kind: StopKind, ref: str, at: Place, figures: tuple[int, int, int], body: Body) -> Stop:
    return Stop(kind, ref, at.name, at.lat, at.lon, *figures, body.kg, body.litres)
