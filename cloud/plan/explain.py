"""Why a container is left: found by trying to serve it after all."""

from collections.abc import Iterable

from cloud.plan.check import route_violations
from cloud.plan.insert import Trial, late_s, trials
from cloud.plan.nodes import carriers
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.route import Left
from cloud.plan.tour import Tour, Tours, drive, leaving_m, left_over, metres

TIME = frozenset({"shift", "closed"})
ROOM = frozenset({"weight", "volume"})

SECONDS_A_MINUTE = 60


def polished(problem: Problem, tours: Tours) -> Tours:
    """Return tours with every container put in that costs less than leaving it.

    What the search is indifferent to is tidied as well: a tip that lies on the way is passed by
    unless the truck needs to unload.
    """
    while (better := _with_one_more(problem, tours)) is not None:
        tours = better
    return {truck.id: _leaner(problem, truck, tours[truck.id]) for truck in problem.trucks}


def _leaner(problem: Problem, truck: Truck, tour: Tour) -> Tour:
    for at in [at for at, duty in enumerate(tour[:-1]) if isinstance(duty, Tip)]:
        without = (*tour[:at], *tour[at + 1 :])
        longer = metres(problem, truck, without) > metres(problem, truck, tour)
        if not longer and not route_violations(problem, truck, drive(problem, truck, without)):
            return _leaner(problem, truck, without)
    return tour


def _with_one_more(problem: Problem, tours: Tours) -> Tours | None:
    left = left_over(problem, tours.values())
    for pickup in sorted(left, key=lambda one: -leaving_m(problem, one)):
        fits = next((one for one in trials(problem, tours, pickup) if not one.broken), None)
        if fits is not None and fits.extra_m < leaving_m(problem, pickup):
            return {**tours, fits.truck: fits.tour}
    return None


def reasons(problem: Problem, tours: Tours) -> tuple[Left, ...]:
    """Return for each container that no tour serves the reason, in the problem's order."""
    return tuple(
        Left(pickup.container, pickup.p_overflow, *_reason(problem, tours, pickup))
        for pickup in left_over(problem, tours.values())
    )


def _reason(problem: Problem, tours: Tours, pickup: Pickup) -> tuple[str, str]:
    trucks = [truck for truck in problem.trucks if truck.may_lift(pickup)]
    if not trucks:
        what = f"{pickup.operator}'s trucks of the day have gear {pickup.gear} for {pickup.stream}"
        return "no-truck", f"None of {what}."
    if not any(pickup.stream in tip.streams for tip in problem.tips):
        return "no-tip", f"No tip that takes {pickup.stream} is open that day."
    if not carriers(problem, pickup):
        return "no-tip", f"No tip for {pickup.stream} is open within a truck's shift."
    tried = list(trials(problem, tours, pickup))
    fits = next((one for one in tried if not one.broken), None)
    # More room or time would change nothing where even a tour that breaks a rule is too long.
    if fits or tried[0].extra_m >= leaving_m(problem, pickup):
        return _waits(pickup, fits or tried[0])
    if all(
        truck.capacity_kg < pickup.load_kg or truck.capacity_l < pickup.load_l for truck in trucks
    ):
        return "no-room", f"Its {pickup.load_kg} kg, {pickup.load_l} l fit no empty truck."
    return _blocked(problem, tried)


def _waits(pickup: Pickup, fits: Trial) -> tuple[str, str]:
    price = (
        f"the detour would be {_km(fits.extra_m)}, waiting costs as much as {_km(pickup.prize_m)}"
    )
    if pickup.trouble in ("silent", "stuck"):
        return "silent", f"Its sensor is {pickup.trouble}; by its rhythm it can wait: {price}."
    return "can-wait", f"It can wait: {price}."


def _blocked(problem: Problem, tried: Iterable[Trial]) -> tuple[str, str]:
    """Say whether room or time is short: what stands alone in the way of the cheapest trial."""
    tried = list(tried)
    full = next((one for one in tried if one.broken <= ROOM), None)
    late = next((one for one in tried if one.broken <= TIME), None)
    if full is not None:
        after = f"; one more unloading would {_lateness(problem, late)}" if late else ""
        return "no-room", f"The trucks that pass are full{after}."
    if late is not None:
        return "no-time", f"Serving it would {_lateness(problem, late)}."
    return "no-time", "The trucks are full, and there is no time for one more unloading."


def _lateness(problem: Problem, late: Trial) -> str:
    truck = next(truck for truck in problem.trucks if truck.id == late.truck)
    minutes = -(-late_s(problem, truck, late.tour) // SECONDS_A_MINUTE)
    if minutes > 0:
        return f"bring {truck.name} home {minutes} min after its shift"
    return f"bring {truck.name} to the tip after it closes"


def _km(driven_m: int) -> str:
    return f"{driven_m / 1000:.1f} km"
