"""The judge of plans: knows no solver, takes nothing for granted, names every violation."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.route import Plan, Route, Stop

FLIMSY = ("can-wait", "silent")
"""Reasons that do not excuse leaving a must."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a plan.

    Attributes:
        rule: machine word of the rule that is broken.
        where: id of the truck, container or site.
        detail: one sentence with the figures.
    """

    rule: str
    where: str
    detail: str


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return everything that is wrong with a plan for a problem; nothing if it may be driven."""
    return (*_heading(problem, plan), *_fleet(problem, plan), *_containers(problem, plan))


def _heading(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if plan.day != problem.day:
        yield Violation("day", plan.day, f"the problem is for {problem.day}")
    if (plan.travel, plan.exact_roads) != (problem.travel.method, problem.travel.exact):
        yield Violation("travel", plan.day, f"distances were found by {problem.travel.method}")
    known = {pickup.container: pickup.p_overflow for pickup in problem.pickups}
    served = {stop.ref for route in plan.routes for stop in route.containers}
    avoided = sum(known.get(container, 0.0) for container in served)
    if abs(avoided - plan.overflows_avoided) > 1e-6:  # noqa: PLR2004 - float sums
        yield Violation("avoided", plan.day, f"{plan.overflows_avoided} should be {avoided}")


def _fleet(problem: Problem, plan: Plan) -> Iterator[Violation]:
    trucks = {truck.id: truck for truck in problem.trucks}
    count = Counter(route.truck for route in plan.routes)
    for truck in trucks:
        if count[truck] != 1:
            yield Violation("one-route", truck, f"has {count[truck]} routes")
    for route in plan.routes:
        if route.truck in trucks:
            yield from route_violations(problem, trucks[route.truck], route)
        else:
            yield Violation("unknown-truck", route.truck, "is not in the problem")


def _containers(problem: Problem, plan: Plan) -> Iterator[Violation]:
    served = Counter(stop.ref for route in plan.routes for stop in route.containers)
    left = Counter(one.container for one in plan.left)
    reasons = {one.container: one.reason for one in plan.left}
    known = {pickup.container for pickup in problem.pickups}
    for pickup in problem.pickups:
        ref = pickup.container
        if served[ref] > 1:
            yield Violation("twice", ref, f"is lifted {served[ref]} times")
        if served[ref] and left[ref]:
            yield Violation("both", ref, "is served and left")
        if left[ref] > 1:
            yield Violation("both", ref, f"is left {left[ref]} times")
        if not served[ref] and not left[ref]:
            yield Violation("forgotten", ref, "is neither served nor left with a reason")
        if left[ref] and not reasons[ref]:
            yield Violation("unexplained", ref, "is left without a reason")
        if pickup.must and reasons.get(ref) in FLIMSY:
            yield Violation("unexplained", ref, f"must be served; {reasons[ref]} is no reason")
    for ref in left:
        if ref not in known:
            yield Violation("unknown-container", ref, "was left but never considered")


def route_violations(problem: Problem, truck: Truck, route: Route) -> tuple[Violation, ...]:
    """Return everything that is wrong with one truck's route."""
    return tuple(_route_violations(problem, truck, route))


def _route_violations(problem: Problem, truck: Truck, route: Route) -> Iterator[Violation]:
    if (route.truck_name, route.operator) != (truck.name, truck.operator):
        yield Violation("truck", truck.id, f"is {truck.name} of {truck.operator}")
    if not route.stops:
        return
    yield from _ends(problem, truck, route)
    yield from _Walk(problem, truck).violations(route.stops)


def _ends(problem: Problem, truck: Truck, route: Route) -> Iterator[Violation]:
    depot = problem.places[truck.depot].ref
    for stop, end in ((route.stops[0], "starts"), (route.stops[-1], "ends")):
        if (stop.kind, stop.ref) != ("depot", depot):
            yield Violation("depot", truck.id, f"{end} at {stop.ref}, not in its depot {depot}")
    for stop in route.stops[1:-1]:
        if stop.kind == "depot":
            yield Violation("depot", truck.id, "passes a depot on its way")
    if len(route.stops) == 1:
        yield Violation("depot", truck.id, "has a single stop")
    if route.stops[0].leave_s < truck.starts_s:
        yield Violation("shift", truck.id, f"leaves before its shift at {truck.starts_s} s")
    if route.stops[-1].arrive_s > truck.ends_s:
        late = route.stops[-1].arrive_s - truck.ends_s
        yield Violation("shift", truck.id, f"comes home {late} s after its shift")


class _Walk:
    """A walk along a route that carries clock, place and load by its own reckoning."""

    def __init__(self, problem: Problem, truck: Truck) -> None:
        self._problem, self._truck = problem, truck
        self._pickups = {pickup.container: pickup for pickup in problem.pickups}
        self._tips = {tip.site: tip for tip in problem.tips}
        self._here: int | None = None
        self._left_s = 0
        self._kg = self._litres = 0
        self._stream: str | None = None

    def violations(self, stops: tuple[Stop, ...]) -> Iterator[Violation]:
        for stop in stops:
            duty = self._duty(stop)
            if duty is None:
                yield Violation("unknown-stop", stop.ref, f"no {stop.kind} of the problem")
                return
            yield from self._drive(stop, duty)
            match duty:
                case Pickup():
                    yield from self._lift(stop, duty)
                case Tip():
                    yield from self._unload(stop, duty)
                case Truck():
                    yield from self._rest(stop)
            if (stop.load_kg, stop.load_l) != (self._kg, self._litres):
                said = f"{stop.load_kg} kg, {stop.load_l} l"
                yield Violation("load", stop.ref, f"{said} should be {self._kg}, {self._litres}")
            self._left_s = stop.leave_s

    def _duty(self, stop: Stop) -> Pickup | Tip | Truck | None:
        match stop.kind:
            case "container":
                return self._pickups.get(stop.ref)
            case "tip":
                return self._tips.get(stop.ref)
            case "depot":
                depot = self._problem.places[self._truck.depot].ref
                return self._truck if stop.ref == depot else None

    def _drive(self, stop: Stop, duty: Pickup | Tip | Truck) -> Iterator[Violation]:
        there = duty.depot if isinstance(duty, Truck) else duty.place
        place = self._problem.places[there]
        if (stop.name, stop.lat, stop.lon) != (place.name, place.lat, place.lon):
            yield Violation("place", stop.ref, f"is {place.name} at {place.lat}, {place.lon}")
        first = self._here is None
        metres = 0 if self._here is None else int(self._problem.travel.metres[self._here, there])
        takes_s = 0 if self._here is None else int(self._problem.travel.seconds[self._here, there])
        if stop.distance_m != metres:
            yield Violation("distance", stop.ref, f"{stop.distance_m} m should be {metres}")
        if not first and stop.arrive_s != self._left_s + takes_s:
            yield Violation("arrival", stop.ref, f"{stop.arrive_s} is not {takes_s} s later")
        self._here = there

    def _lift(self, stop: Stop, pickup: Pickup) -> Iterator[Violation]:
        truck, ref = self._truck, stop.ref
        if pickup.operator != truck.operator:
            yield Violation("operator", ref, f"is {pickup.operator}'s, {truck.id} is not")
        if pickup.gear not in truck.gear:
            yield Violation("gear", ref, f"needs {pickup.gear}, {truck.id} has none")
        if pickup.stream not in truck.streams:
            yield Violation("stream", ref, f"{truck.id} does not take {pickup.stream}")
        if self._stream not in (None, pickup.stream):
            yield Violation("mixed", ref, f"{pickup.stream} falls on {self._stream}")
        if stop.leave_s - stop.arrive_s != pickup.service_s:
            yield Violation("departure", ref, f"lifting takes {pickup.service_s} s")
        if (stop.p_overflow, stop.must) != (pickup.p_overflow, pickup.must):
            yield Violation("need", ref, f"p {pickup.p_overflow}, must {pickup.must}")
        self._kg, self._litres = self._kg + pickup.load_kg, self._litres + pickup.load_l
        self._stream = pickup.stream
        if self._kg > truck.capacity_kg:
            yield Violation("weight", ref, f"{self._kg} kg are too much for {truck.id}")
        if self._litres > truck.capacity_l:
            yield Violation("volume", ref, f"{self._litres} l are too much for {truck.id}")

    def _unload(self, stop: Stop, tip: Tip) -> Iterator[Violation]:
        if self._stream is not None and self._stream not in tip.streams:
            yield Violation("tip", stop.ref, f"does not take {self._stream}")
        starts_s = max(stop.arrive_s, tip.opens_s)
        if stop.leave_s != starts_s + tip.unload_s:
            yield Violation("departure", stop.ref, f"unloading takes {tip.unload_s} s once open")
        if max(stop.leave_s, starts_s + tip.unload_s) > tip.closes_s:
            yield Violation("closed", stop.ref, f"closes at {tip.closes_s} s")
        self._kg = self._litres = 0
        self._stream = None

    def _rest(self, stop: Stop) -> Iterator[Violation]:
        if stop.leave_s != stop.arrive_s:
            yield Violation("departure", stop.ref, "nothing is done in a depot")
        if self._kg or self._litres or self._stream is not None:
            yield Violation("loaded", stop.ref, f"{self._truck.id} comes home with {self._kg} kg")
