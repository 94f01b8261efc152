"""What a plan is: the value that crews, the page and the checker know of planning."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from cloud.plan.law.timetable import Timetable
from cloud.plan.news import News

StopKind = Literal["depot", "here", "container", "side", "tip", "break"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on a route, in the order of driving.

    Attributes:
        kind: what happens there: leave or end a shift, go on from here, lift, collect a street
            side, unload, rest.
        ref: id of the container or site in the registry, "round/order" of a street side, "" of
            a break.
        name: what the crew reads; of a break the place at which, or on the way to which, it is.
        lat: degrees north, WGS 84; of a break on the road those of the stop before.
        lon: degrees east, WGS 84.
        arrive_s: arrival, or the end of the break that was taken there first; seconds after
            local midnight of the plan's day.
        leave_s: departure; a truck that comes early waits.
        distance_m: metres driven from the stop before, and along a street side; 0 at the first.
        load_kg: expected weight on board on leaving.
        load_l: expected volume on board on leaving, litres as thrown into the containers.
        p_overflow: probability that a container overflows if it is left; None elsewhere.
        must: whether the container had to be served; False elsewhere.
    """

    kind: StopKind
    ref: str
    name: str
    lat: float
    lon: float
    arrive_s: int
    leave_s: int
    distance_m: int
    load_kg: int
    load_l: int
    p_overflow: float | None = None
    must: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One truck's day; no stops means that it stays in the depot.

    Attributes:
        timetable: what the crew does when, to the second: visit `i` is the `i`-th stop after the
            first that is no break.
    """

    truck: str
    truck_name: str
    operator: str
    stops: tuple[Stop, ...]
    timetable: Timetable = ()

    @property
    def distance_m(self) -> int:
        """Metres from depot to depot."""
        return sum(stop.distance_m for stop in self.stops)

    @property
    def containers(self) -> tuple[Stop, ...]:
        """The stops where a container is lifted."""
        return tuple(stop for stop in self.stops if stop.kind == "container")

    @property
    def sides(self) -> tuple[Stop, ...]:
        """The street sides of fixed rounds."""
        return tuple(stop for stop in self.stops if stop.kind == "side")

    @property
    def duties(self) -> tuple[Stop, ...]:
        """The stops on a map: all but breaks."""
        return tuple(stop for stop in self.stops if stop.kind != "break")


@dataclass(frozen=True, slots=True)
class Left:
    """A container that no truck serves that day, and why.

    Attributes:
        container: its id in the registry.
        p_overflow: probability that it overflows before the next chance.
        reason: machine word: "can-wait" (the detour costs more than waiting), "silent" (the same,
            but its sensor is silent or stuck), "no-room" (trucks full), "no-time" (shift, breaks
            or opening hours), "no-truck" (operator, gear or stream), "no-access" (every such
            truck is too large for the place), "no-tip" (none open for its stream), "no-road"
            (nothing leads there), "no-place" (its coordinates are no place), "too-many" (more
            containers than are planned at once, and others press more).
        detail: one English sentence with the figures behind it.
    """

    container: str
    p_overflow: float
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A day's routes as issued; a newer one supersedes it, nothing rewrites it.

    Attributes:
        day: the day to drive, ISO date.
        issued_at_us: µs since 1970 UTC.
        travel: how distances were found, in words, e.g. "crow flight x 1.35".
        exact_roads: False while distances are crow flight; every page says so.
        routes: one per truck, idle ones too.
        left: every container that was considered and is not served.
        cost_ueur: what the trucks cost, micro-euros.
        news: why it was made again while it was driven; it is of what was left of the day then.
        engine: which search found it.
        overflows_avoided: sum of the served containers' overflow probabilities.
        seed: together with `iterations` it reproduces the plan.
        iterations: how many whole rounds the solver searched; fewer than were asked for if the
            clock cut it short, and then the plan need not come out the same again.
    """

    day: str
    issued_at_us: int
    travel: str
    exact_roads: bool
    routes: tuple[Route, ...]
    left: tuple[Left, ...]
    overflows_avoided: float
    seed: int
    iterations: int
    cost_ueur: int = 0
    engine: str = ""
    news: News | None = None

    @property
    def distance_m(self) -> int:
        """Metres of all trucks."""
        return sum(route.distance_m for route in self.routes)

    @property
    def fixed_m(self) -> int:
        """Metres to and along the street sides of fixed rounds, on which no saving is claimed."""
        return sum(side.distance_m for route in self.routes for side in route.sides)


def write_plan(plan: Plan) -> bytes:
    """Return a plan as JSON."""
    return msgspec.json.encode(plan)


def read_plan(body: bytes) -> Plan:
    """Return the plan that `write_plan` wrote."""
    return msgspec.json.decode(body, type=Plan)
