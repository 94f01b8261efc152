"""What a plan costs: trucks by metre, second and use, what is left by its price, and changes."""

from collections.abc import Iterable
from functools import lru_cache

from cloud.plan.head import duty_s
from cloud.plan.problem import Pickup, Problem, Side, Tour, Tours, Truck
from cloud.plan.route import Route
from cloud.roads.travel import UNREACHABLE


def route_ueur(truck: Truck, route: Route) -> int:
    """Return what a route costs; the crew's time from the shift's start to its return."""
    if not route.stops:
        return 0
    lasts_s = route.stops[-1].arrive_s - truck.hours[0]
    costs = truck.costs
    return costs.per_use_ueur + costs.per_m_ueur * route.distance_m + costs.per_s_ueur * lasts_s


@lru_cache(maxsize=16)
def must_ueur(problem: Problem) -> int:
    """Return the price of leaving a must: more than all else can cost, so that it comes first."""
    legs = 2 * len(problem.pickups) + len(problem.trucks)
    kinds = {(truck.profile, truck.costs): truck for truck in problem.trucks}
    dearest = max((_dearest(problem, truck) for truck in kinds.values()), default=0)
    fixed = sum(truck.costs.per_use_ueur for truck in problem.trucks)
    prizes = sum(pickup.prize_ueur + problem.change_ueur for pickup in problem.pickups)
    return 1 + legs * dearest + fixed + prizes


def _dearest(problem: Problem, truck: Truck) -> int:
    travel = problem.travel(truck)
    roads = travel.metres < UNREACHABLE
    metres = int(travel.metres[roads].max(initial=0))
    seconds = int(travel.seconds[roads].max(initial=0))
    most_s = max((one.service_s for one in problem.pickups), default=0) + seconds
    return truck.costs.per_m_ueur * metres + truck.costs.per_s_ueur * most_s


def leaving_ueur(problem: Problem, pickup: Pickup) -> int:
    """Return what leaving a container costs."""
    return pickup.prize_ueur + (must_ueur(problem) if pickup.must else 0)


def change_ueur(problem: Problem, truck: Truck, pickup: Pickup) -> int:
    """Return what it costs that this truck lifts a container, another one being planned."""
    planned = problem.planned.get(pickup.container, truck.id)
    return 0 if planned == truck.id else problem.change_ueur


def changes_ueur(problem: Problem, truck: Truck, tour: Tour) -> int:
    """Return what the changes of a tour cost."""
    lifted = (duty for duty in tour if isinstance(duty, Pickup))
    return sum(change_ueur(problem, truck, pickup) for pickup in lifted)


def left_over(problem: Problem, tours: Iterable[Tour]) -> tuple[Pickup, ...]:
    """Return the containers that no tour serves, in the problem's order."""
    served = {duty.container for tour in tours for duty in tour if isinstance(duty, Pickup)}
    return tuple(pickup for pickup in problem.pickups if pickup.container not in served)


def left_ueur(problem: Problem, tours: Iterable[Tour]) -> int:
    """Return what it costs to leave what no tour serves."""
    must = must_ueur(problem)
    left = left_over(problem, tours)
    return sum(pickup.prize_ueur + must * pickup.must for pickup in left)


def metres(problem: Problem, truck: Truck, tour: Tour) -> int:
    """Return what a tour measures from its start to its end, street sides included."""
    if not tour:
        return 0
    table = problem.travel(truck).metres
    stands = (truck.start, *(duty.leaves for duty in tour))
    goes = (*(duty.place for duty in tour), truck.end)
    along = sum(duty.metres for duty in tour if isinstance(duty, Side))
    return along + sum(int(table[a, b]) for a, b in zip(stands, goes, strict=True))


def tours_ueur(problem: Problem, tours: Tours) -> int:
    """Return what tours cost but for waiting, breaks and the opening of sites.

    A bound from below of what they cost when driven, and the same where no rule asks for breaks.
    """
    driven = sum(rolling_ueur(problem, truck, tours.get(truck.id, ())) for truck in problem.trucks)
    return driven + left_ueur(problem, tours.values())


def rolling_ueur(problem: Problem, truck: Truck, tour: Tour) -> int:
    """Return what one truck's tour costs, waiting and breaks aside."""
    if not tour:
        return 0
    table = problem.travel(truck).seconds
    stands = (truck.start, *(duty.leaves for duty in tour))
    goes = (*(duty.place for duty in tour), truck.end)
    seconds = sum(int(table[a, b]) for a, b in zip(stands, goes, strict=True))
    seconds += sum(duty_s(duty) for duty in tour)
    costs = truck.costs
    rolled = costs.per_m_ueur * metres(problem, truck, tour) + costs.per_s_ueur * seconds
    return costs.per_use_ueur + rolled + changes_ueur(problem, truck, tour)
