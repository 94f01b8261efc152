"""Trying to put one more container into a truck's tour, judged by the checker."""

from collections.abc import Iterator
from dataclasses import dataclass

from cloud.plan.check import route_violations
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.tour import Tour, Tours, drive, metres


@dataclass(frozen=True, slots=True)
class Trial:
    """A tour with one container more, and what that adds or breaks."""

    truck: str
    tour: Tour
    extra_m: int
    broken: frozenset[str]


def trials(problem: Problem, tours: Tours, pickup: Pickup) -> Iterator[Trial]:
    """Yield every way to insert a container, also with one more unloading, cheapest first."""
    ways = [
        (metres(problem, truck, tour) - metres(problem, truck, tours[truck.id]), at, truck, tour)
        for at, truck in enumerate(problem.trucks)
        if truck.may_lift(pickup)
        for tour in _ways(problem, tours[truck.id], pickup)
    ]
    for extra, _, truck, tour in sorted(ways, key=lambda way: way[:2]):
        broken = {one.rule for one in route_violations(problem, truck, drive(problem, truck, tour))}
        yield Trial(truck.id, tour, extra, frozenset(broken))


def late_s(problem: Problem, truck: Truck, tour: Tour) -> int:
    """Return how long after its shift a truck would come home."""
    return drive(problem, truck, tour).stops[-1].arrive_s - truck.ends_s


def _ways(problem: Problem, tour: Tour, pickup: Pickup) -> Iterator[Tour]:
    tips: list[Tip] = [tip for tip in problem.tips if pickup.stream in tip.streams]
    for at in range(len(tour) + 1):
        ahead, behind = tour[:at], tour[at:]
        if tour and at < len(tour):
            yield (*ahead, pickup, *behind)
        for tip in tips:
            yield (*ahead, pickup, tip, *behind)
            # Unload what is on board first; whatever is lifted next may share the new trip.
            if ahead and behind and isinstance(ahead[-1], Pickup):
                yield from ((*ahead, other, pickup, *behind) for other in _takers(problem, ahead))


def _takers(problem: Problem, ahead: Tour) -> list[Tip]:
    last = ahead[-1]
    return [tip for tip in problem.tips if isinstance(last, Pickup) and last.stream in tip.streams]
