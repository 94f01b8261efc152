"""Where one more container would fit into a day, and what that would cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from cloud.plan.check import check_route
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.tour import Tour, Tours, drive, leaving_m, left_over, metres

IN_TIME = frozenset({"shift", "tip-hours"})


@dataclass(frozen=True, slots=True)
class Insertion:
    """A truck's tour with one container more: the metres it adds, and the rules it breaks."""

    truck: str
    tour: Tour
    added_m: int
    broken: frozenset[str]


def insertions(problem: Problem, tours: Tours, pickup: Pickup) -> Iterator[Insertion]:
    """Yield every way to serve `pickup` too: anywhere in a tour, or as a trip at its end."""
    for truck in problem.trucks:
        if truck.may_lift(pickup):
            before_m = metres(problem, truck, tours[truck.id])
            for tour in _longer(problem, tours[truck.id], pickup):
                broken = frozenset(
                    one.rule for one in check_route(problem, drive(problem, truck, tour))
                )
                added_m = metres(problem, truck, tour) - before_m
                yield Insertion(truck.id, tour, added_m, broken)


def with_all_that_pays(problem: Problem, tours: Tours) -> Tours:
    """Return tours into which no left container can be inserted for less than leaving it costs.

    A search may end just before it sees one; a dispatcher sees it at once.
    """
    while True:
        best: tuple[int, Insertion] | None = None
        for pickup in left_over(problem, tours.values()):
            for one in insertions(problem, tours, pickup):
                gain_m = leaving_m(problem, pickup) - one.added_m
                if not one.broken and gain_m > 0 and (best is None or gain_m > best[0]):
                    best = (gain_m, one)
        if best is None:
            return tours
        tours = {**tours, best[1].truck: best[1].tour}


def _longer(problem: Problem, tour: Tour, pickup: Pickup) -> Iterator[Tour]:
    for at in range(len(tour)):
        yield (*tour[:at], pickup, *tour[at:])
    for tip in problem.tips:
        if pickup.stream in tip.streams:
            yield (*tour, pickup, tip)


def lifters(problem: Problem, pickup: Pickup) -> tuple[Truck, ...]:
    """Return the trucks whose operator, gear and streams allow it."""
    return tuple(truck for truck in problem.trucks if truck.may_lift(pickup))


def takers(problem: Problem, pickup: Pickup) -> tuple[Tip, ...]:
    """Return the tips that take its stream."""
    return tuple(tip for tip in problem.tips if pickup.stream in tip.streams)
