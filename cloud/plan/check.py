"""The last word on a plan: proves it against its problem or names every violation.

Knows no solver and trusts no figure of the plan: times, loads and metres are counted again from
the problem alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.route import Plan, Route, Stop

Rule = Literal[
    "unknown",
    "depot",
    "served-once",
    "left",
    "operator",
    "gear",
    "stream",
    "mixed",
    "capacity-kg",
    "capacity-l",
    "load",
    "time",
    "metres",
    "tip-hours",
    "tip-stream",
    "home-empty",
    "shift",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: by which truck ("" for none), and how, in one sentence."""

    rule: Rule
    truck: str
    detail: str


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return every violation of `plan`; none means that it may be driven."""
    return (
        *_once(problem, plan),
        *(violation for route in plan.routes for violation in check_route(problem, route)),
    )


def check_route(problem: Problem, route: Route) -> tuple[Violation, ...]:
    """Return every violation of one truck's day."""
    truck = next((one for one in problem.trucks if one.id == route.truck), None)
    if truck is None:
        return (Violation("unknown", route.truck, f"there is no truck {route.truck}"),)
    return tuple(_Walk(problem, truck).along(route)) if route.stops else ()


def _once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Each truck and each container is spoken of exactly once, a must never left to wait."""
    drivers = Counter(route.truck for route in plan.routes)
    for truck in problem.trucks:
        if drivers[truck.id] != 1:
            yield Violation("unknown", truck.id, f"has {drivers[truck.id]} routes")
    served = Counter(stop.ref for route in plan.routes for stop in route.containers)
    left = {one.container: one for one in plan.left}
    for pickup in problem.pickups:
        times = served[pickup.container] + (pickup.container in left)
        if times != 1:
            yield Violation("served-once", "", f"{pickup.container} is spoken of {times} times")
    known = {pickup.container: pickup for pickup in problem.pickups}
    for one in plan.left:
        if one.container not in known:
            yield Violation("left", "", f"{one.container} is left, but is no container of the day")
        elif not one.reason or not one.detail:
            yield Violation("left", "", f"{one.container} is left without a reason")
        elif known[one.container].must and one.reason == "can-wait":
            yield Violation("left", "", f"{one.container} must be served and cannot wait")


@dataclass(slots=True)
class _Walk:
    """Drives a route anew, stop by stop, and compares."""

    problem: Problem
    truck: Truck
    now_s: int = 0
    place: int = 0
    aboard: list[Pickup] = field(default_factory=list)

    def along(self, route: Route) -> Iterator[Violation]:
        first, *others = route.stops
        last = route.stops[-1]
        depot = self.problem.places[self.truck.depot].ref
        for stop in (first, last):
            if (stop.kind, stop.ref) != ("depot", depot):
                yield self._says("depot", f"{stop.ref} is not its depot")
        if first.leave_s < self.truck.starts_s:
            yield self._says("shift", f"leaves at {first.leave_s} s, before its shift")
        self.now_s, self.place = first.leave_s, self.truck.depot
        for stop in others:
            yield from self._step(stop, is_last=stop is last)
        if last.arrive_s > self.truck.ends_s:
            late_s = last.arrive_s - self.truck.ends_s
            yield self._says("shift", f"comes home {late_s} s after its shift")
        if self.aboard:
            yield self._says("home-empty", f"comes home with {len(self.aboard)} containers' load")

    def _step(self, stop: Stop, *, is_last: bool) -> Iterator[Violation]:
        duty = self._duty(stop)
        if duty is None and not is_last:
            yield self._says("unknown", f"{stop.kind} {stop.ref} is not of this problem")
            return
        place = self.truck.depot if duty is None else duty.place
        yield from self._drive(stop, place)
        earliest_s = self.now_s
        if isinstance(duty, Pickup):
            yield from self._lift(duty)
            earliest_s += duty.service_s
        elif isinstance(duty, Tip):
            yield from self._unload(duty, stop)
            earliest_s = max(self.now_s, duty.opens_s) + duty.unload_s
        if stop.leave_s < earliest_s:
            yield self._says("time", f"leaves {stop.ref} {earliest_s - stop.leave_s} s too early")
        self.now_s = stop.leave_s
        yield from self._weigh(stop)

    def _drive(self, stop: Stop, place: int) -> Iterator[Violation]:
        arrives_s = self.now_s + int(self.problem.travel.seconds[self.place, place])
        metres = int(self.problem.travel.metres[self.place, place])
        if stop.arrive_s < arrives_s:
            yield self._says("time", f"is at {stop.ref} {arrives_s - stop.arrive_s} s too early")
        if stop.distance_m != metres:
            yield self._says("metres", f"{stop.ref} is {metres} m away, not {stop.distance_m}")
        self.now_s, self.place = stop.arrive_s, place

    def _lift(self, pickup: Pickup) -> Iterator[Violation]:
        if pickup.operator != self.truck.operator:
            yield self._says("operator", f"{pickup.container} is {pickup.operator}'s")
        if pickup.gear not in self.truck.gear:
            yield self._says("gear", f"{pickup.container} needs {pickup.gear}")
        if pickup.stream not in self.truck.streams:
            yield self._says("stream", f"{pickup.container} holds {pickup.stream}")
        if any(other.stream != pickup.stream for other in self.aboard):
            yield self._says("mixed", f"{pickup.container} would mix {pickup.stream} in")
        self.aboard.append(pickup)

    def _unload(self, tip: Tip, stop: Stop) -> Iterator[Violation]:
        for stream in sorted({pickup.stream for pickup in self.aboard} - set(tip.streams)):
            yield self._says("tip-stream", f"{tip.site} does not take {stream}")
        if stop.leave_s > tip.closes_s:
            yield self._says(
                "tip-hours", f"{tip.site} closes {stop.leave_s - tip.closes_s} s before"
            )
        self.aboard.clear()

    def _weigh(self, stop: Stop) -> Iterator[Violation]:
        kg = sum(pickup.load_kg for pickup in self.aboard)
        litres = sum(pickup.load_l for pickup in self.aboard)
        if (stop.load_kg, stop.load_l) != (kg, litres):
            said = f"{stop.load_kg} kg, {stop.load_l} l"
            yield self._says("load", f"has {kg} kg, {litres} l after {stop.ref}, not {said}")
        if kg > self.truck.capacity_kg:
            yield self._says("capacity-kg", f"carries {kg} kg after {stop.ref}")
        if litres > self.truck.capacity_l:
            yield self._says("capacity-l", f"carries {litres} l after {stop.ref}")

    def _duty(self, stop: Stop) -> Pickup | Tip | None:
        if stop.kind == "container":
            wanted = (one for one in self.problem.pickups if one.container == stop.ref)
            return next(wanted, None)
        if stop.kind == "tip":
            return next((one for one in self.problem.tips if one.site == stop.ref), None)
        return None

    def _says(self, rule: Rule, detail: str) -> Violation:
        return Violation(rule, self.truck.id, detail)
