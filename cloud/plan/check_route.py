"""The judge of one truck's route: walks it by its own reckoning and names every violation."""

from collections.abc import Iterator
from itertools import pairwise

from cloud.plan.body import at_start, emptied, filled
from cloud.plan.law.check import breaches
from cloud.plan.law.timetable import Shift, Visit
from cloud.plan.problem import Duty, Pickup, Problem, Side, Tip, Truck
from cloud.plan.route import Route, Stop, StopKind
from cloud.plan.violation import Violation
from cloud.roads.travel import UNREACHABLE


def route_violations(
    problem: Problem, truck: Truck, route: Route, known: "Known | None" = None
) -> tuple[Violation, ...]:
    """Return everything that is wrong with one truck's route; who asks for many says `known`."""
    return tuple(_violations(problem, truck, route, known or Known(problem)))


def _violations(
    problem: Problem, truck: Truck, route: Route, known: "Known"
) -> Iterator[Violation]:
    if (route.truck_name, route.operator) != (truck.name, truck.operator):
        yield Violation("truck", truck.id, f"is {truck.name} of {truck.operator}")
    if not route.stops:
        if truck.fixed or truck.loaded or truck.start != truck.end:
            yield Violation("stays", truck.id, "has something to do first, or to bring home")
        return
    yield from _ends(problem, truck, route)
    inner = route.duties[1:-1]
    duties = [known.duty(stop, truck) for stop in inner]
    for stop, duty in zip(inner, duties, strict=True):
        if duty is None:
            yield Violation("unknown-stop", stop.ref, f"no {stop.kind} of the problem")
            return
    done = tuple(duty for duty in duties if duty is not None)
    if done[: len(truck.fixed)] != truck.fixed:
        yield Violation("fixed", truck.id, "does not begin with what it was to do first")
    yield from _clock(problem, truck, route, done)
    for before, after in pairwise(route.stops):
        if after.arrive_s < before.leave_s or after.leave_s < after.arrive_s:
            yield Violation("times", after.ref, "comes before the stop before it is left")
    yield from _way(problem, truck, route, done)
    yield from _loads(problem, truck, route, done)
    yield from _caps(truck, done)


class Known:
    """What a stop of a problem may be, by its kind and name."""

    def __init__(self, problem: Problem) -> None:
        """Look through the problem, once."""
        sides = [side for one in problem.rounds for side in one.sides]
        every: tuple[Duty, ...] = (*problem.pickups, *sides, *problem.tips)
        self._of = {(_kind(duty), duty.ref): duty for duty in every}

    def duty(self, stop: Stop, truck: Truck) -> Duty | None:
        """Return what a truck does at a stop; None if there is no such thing to do."""
        for duty in truck.fixed:
            if (_kind(duty), duty.ref) == (stop.kind, stop.ref):
                return duty
        return self._of.get((stop.kind, stop.ref))


def _kind(duty: Duty) -> StopKind:
    match duty:
        case Pickup():
            return "container"
        case Side():
            return "side"
        case Tip():
            return "tip"


def _ends(problem: Problem, truck: Truck, route: Route) -> Iterator[Violation]:
    first, last = route.stops[0], route.stops[-1]
    start, home = problem.places[truck.start].ref, problem.places[truck.end].ref
    if (first.kind, first.ref) != ("here" if truck.past else "depot", start):
        yield Violation("depot", truck.id, f"starts at {first.ref}, not at {start}")
    if (last.kind, last.ref) != ("depot", home) or len(route.stops) == 1:
        yield Violation("depot", truck.id, f"ends at {last.ref}, not in its depot {home}")
    for stop in route.stops[1:-1]:
        if stop.kind in ("depot", "here"):
            yield Violation("depot", truck.id, "passes a depot on its way")
    if first.leave_s != truck.hours[0]:
        yield Violation("shift", truck.id, f"does not leave at {truck.hours[0]} s")


def _clock(
    problem: Problem, truck: Truck, route: Route, done: tuple[Duty, ...]
) -> Iterator[Violation]:
    """Yield what is unlawful in the timetable, and where the stops do not say what it says."""
    shift = _shift(problem, truck, done)
    for breach in breaches(truck.rules, shift, route.timetable):
        rule = "shift" if breach.rule in ("start", "end") else breach.rule
        yield Violation(rule, truck.id, breach.detail)
    rests = [(one.begin_s, one.end_s) for one in route.timetable if one.doing == "break"]
    told = [(stop.arrive_s, stop.leave_s) for stop in route.stops if stop.kind == "break"]
    if rests != told:
        yield Violation("breaks", truck.id, f"tells {len(told)} breaks, takes {len(rests)}")
    serves = [one for one in route.timetable if one.doing == "serve"]
    for stop, span in zip(route.duties[1:], serves, strict=False):
        if stop.leave_s != span.end_s or stop.arrive_s > span.begin_s:
            there = f"is served from {span.begin_s} to {span.end_s}"
            yield Violation("times", stop.ref, f"{there}, not {stop.arrive_s} to {stop.leave_s}")


def _shift(problem: Problem, truck: Truck, done: tuple[Duty, ...]) -> Shift:
    """Return the shift that a truck is to have had."""
    table, here, visits = problem.travel(truck).seconds, truck.start, []
    for duty in done:
        drive_s = int(table[here, duty.place])
        match duty:
            case Pickup():
                visits.append(Visit(duty.ref, drive_s, duty.service_s, duty.windows))
            case Side():
                visits.append(Visit(duty.ref, drive_s, duty.seconds))
            case Tip():
                visits.append(Visit(duty.ref, drive_s, duty.unload_s, duty.windows))
        here = duty.leaves
    visits.append(Visit(problem.places[truck.end].ref, int(table[here, truck.end])))
    return Shift(truck.starts_s, truck.ends_s, tuple(visits), truck.past)


def _way(
    problem: Problem, truck: Truck, route: Route, done: tuple[Duty, ...]
) -> Iterator[Violation]:
    """Yield where places and metres are not those of the problem."""
    table, here = problem.travel(truck).metres, truck.start
    rests_m = 0
    duties = iter((*done, None))
    for stop in route.stops[1:]:
        if stop.kind == "break":
            rests_m += stop.distance_m
            continue
        duty = next(duties)
        there = truck.end if duty is None else duty.place
        place = problem.places[there]
        name = duty.name if isinstance(duty, Side) else place.name
        if (stop.name, stop.lat, stop.lon) != (name, place.lat, place.lon):
            yield Violation("place", stop.ref, f"is {name} at {place.lat}, {place.lon}")
        metres = int(table[here, there]) + (duty.metres if isinstance(duty, Side) else 0)
        if stop.distance_m + rests_m != metres:
            yield Violation("distance", stop.ref, f"{stop.distance_m} m should be {metres}")
        if metres >= UNREACHABLE:
            yield Violation("road", stop.ref, "no road leads there")
        here, rests_m = there if duty is None else duty.leaves, 0


def _loads(
    problem: Problem, truck: Truck, route: Route, done: tuple[Duty, ...]
) -> Iterator[Violation]:
    body = at_start(truck)
    duties = iter(done)
    for stop in route.stops[1:]:
        match None if stop.kind == "break" or stop is route.stops[-1] else next(duties):
            case Tip() as tip:
                if not body.streams & set(tip.streams):
                    takes = ", ".join(sorted(body.streams)) or "nothing"
                    yield Violation("tip", stop.ref, f"takes nothing of {takes}")
                body = emptied(body, tip)
            case Pickup() | Side() as load:
                yield from _may(truck, load)
                body, broken = filled(truck, body, load, problem.sigmas)
                for rule in sorted(broken):
                    on = f"{body.kg} kg, {body.litres} l on board of {truck.id}"
                    yield Violation(rule, stop.ref, f"{load.stream} with {on}")
                if isinstance(load, Pickup) and (stop.p_overflow, stop.must) != (
                    load.p_overflow,
                    load.must,
                ):
                    yield Violation("need", stop.ref, f"p {load.p_overflow}, must {load.must}")
            case None:
                pass
        if (stop.load_kg, stop.load_l) != (body.kg, body.litres):
            said = f"{stop.load_kg} kg, {stop.load_l} l"
            yield Violation("load", stop.ref, f"{said} should be {body.kg}, {body.litres}")
    if body.streams:
        yield Violation("loaded", truck.id, f"comes home with {body.kg} kg")


def _may(truck: Truck, load: Pickup | Side) -> Iterator[Violation]:
    if load.operator != truck.operator:
        yield Violation("operator", load.ref, f"is {load.operator}'s, {truck.id} is not")
    if load.gear not in truck.gear:
        yield Violation("gear", load.ref, f"needs {load.gear}, {truck.id} has none")
    if isinstance(load, Pickup):
        if load.heaviest_kg is not None and truck.gross_kg > load.heaviest_kg:
            yield Violation("access", load.ref, f"{truck.id} is heavier than {load.heaviest_kg} kg")
        if load.highest_cm is not None and truck.height_cm > load.highest_cm:
            yield Violation("access", load.ref, f"{truck.id} is higher than {load.highest_cm} cm")


def _caps(truck: Truck, done: tuple[Duty, ...]) -> Iterator[Violation]:
    """Yield the caps of the day that a truck exceeds."""
    loads = [duty for duty in done if not isinstance(duty, Tip)]
    for name, most, took in (
        ("kg", truck.daily_kg, sum(one.load_kg for one in loads)),
        ("l", truck.daily_l, sum(one.load_l for one in loads)),
        ("stops", truck.daily_stops, len(loads)),
        ("trips", truck.trips, len(done) - len(loads)),
    ):
        if most is not None and took > most:
            yield Violation("daily", truck.id, f"{took} {name} in a day; {most} is the most")
