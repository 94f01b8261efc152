"""A truck's day as the bare order of what it does, and the times, loads and costs that follow."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeAlias

from cloud.plan.problem import Pickup, Place, Problem, Tip, Truck
from cloud.plan.route import Route, Stop

Tour: TypeAlias = tuple[Pickup | Tip, ...]
"""What one truck lifts and where it unloads, in order; empty if it stays in the depot."""

Tours: TypeAlias = Mapping[str, Tour]
"""A tour for each truck's id."""


def drive(problem: Problem, truck: Truck, tour: Tour) -> Route:
    """Return the route of a truck that leaves at its shift's start and drives a tour."""
    if not tour:
        return Route(truck.id, truck.name, truck.operator, ())
    depot, now_s, here, kg, litres = truck.depot, truck.starts_s, truck.depot, 0, 0
    stops = [_depot(problem.places[depot], now_s, (0, 0, 0))]
    for duty in tour:
        metres = int(problem.travel.metres[here, duty.place])
        arrive_s = now_s + int(problem.travel.seconds[here, duty.place])
        here = duty.place
        if isinstance(duty, Pickup):
            now_s = arrive_s + duty.service_s
            kg, litres = kg + duty.load_kg, litres + duty.load_l
        else:
            now_s = max(arrive_s, duty.opens_s) + duty.unload_s
            kg, litres = 0, 0
        stops.append(_stop(problem, duty, (arrive_s, now_s, metres, kg, litres)))
    now_s += int(problem.travel.seconds[here, depot])
    home_m = int(problem.travel.metres[here, depot])
    stops.append(_depot(problem.places[depot], now_s, (home_m, kg, litres)))
    return Route(truck.id, truck.name, truck.operator, tuple(stops))


def _stop(problem: Problem, duty: Pickup | Tip, figures: tuple[int, int, int, int, int]) -> Stop:
    place = problem.places[duty.place]
    where = (place.name, place.lat, place.lon)
    if isinstance(duty, Tip):
        return Stop("tip", duty.site, *where, *figures)
    risk = (duty.p_overflow, duty.must)
    return Stop("container", duty.container, *where, *figures, *risk)


def _depot(place: Place, at_s: int, figures: tuple[int, int, int]) -> Stop:
    return Stop("depot", place.ref, place.name, place.lat, place.lon, at_s, at_s, *figures)


def metres(problem: Problem, truck: Truck, tour: Tour) -> int:
    """Return what a tour measures from depot to depot."""
    if not tour:
        return 0
    way = (truck.depot, *(duty.place for duty in tour), truck.depot)
    return sum(int(problem.travel.metres[a, b]) for a, b in pairwise(way))


def must_m(problem: Problem) -> int:
    """Return the price of leaving a must: more than all else can cost, so that it comes first."""
    legs = 2 * len(problem.pickups) + len(problem.trucks)
    driving = legs * int(problem.travel.metres.max(initial=0))
    return 1 + driving + sum(pickup.prize_m for pickup in problem.pickups)


def leaving_m(problem: Problem, pickup: Pickup) -> int:
    """Return what leaving a container costs."""
    return pickup.prize_m + (must_m(problem) if pickup.must else 0)


def cost_m(problem: Problem, tours: Tours) -> int:
    """Return what a plan costs: the metres driven and the prizes of what is left."""
    driven = sum(metres(problem, truck, tours[truck.id]) for truck in problem.trucks)
    left = left_over(problem, tours.values())
    return driven + sum(leaving_m(problem, pickup) for pickup in left)


def left_over(problem: Problem, tours: Iterable[Tour]) -> tuple[Pickup, ...]:
    """Return the containers that no tour serves, in the problem's order."""
    served = {duty.container for tour in tours for duty in tour if isinstance(duty, Pickup)}
    return tuple(pickup for pickup in problem.pickups if pickup.container not in served)


def tidy(tour: Iterable[Pickup | Tip]) -> Tour:
    """Return a tour without the visits to a tip to which nothing is brought."""
    kept: list[Pickup | Tip] = []
    for duty in tour:
        if isinstance(duty, Pickup) or (kept and isinstance(kept[-1], Pickup)):
            kept.append(duty)
    return tuple(kept)
