"""Why a container is left, found by trying to serve it."""

from cloud.plan.insert import IN_TIME, insertions, lifters, takers
from cloud.plan.problem import Pickup, Problem
from cloud.plan.route import Left
from cloud.plan.tour import Tours


def explain(problem: Problem, tours: Tours, pickup: Pickup) -> Left:
    """Return the reason that holds for a container that `tours` leave."""
    reason, detail = _reason(problem, tours, pickup)
    return Left(pickup.container, pickup.p_overflow, reason, detail)


def _reason(problem: Problem, tours: Tours, pickup: Pickup) -> tuple[str, str]:
    if not takers(problem, pickup):
        return "no-tip", f"no tip of the day takes {pickup.stream}"
    if not lifters(problem, pickup):
        return "no-truck", f"no truck of {pickup.operator} with {pickup.gear} takes {pickup.stream}"
    tries = list(insertions(problem, tours, pickup))
    feasible = [one for one in tries if not one.broken]
    if feasible and not pickup.must:
        detour_m = min(one.added_m for one in feasible)
        return (
            "can-wait",
            f"the detour is {detour_m / 1000:.1f} km, waiting costs {pickup.prize_m / 1000:.1f} km",
        )
    late = [one for one in tries if one.broken <= IN_TIME]
    if late:
        nearest = min(late, key=lambda one: one.added_m)
        detour = f"the detour is {nearest.added_m / 1000:.1f} km"
        return "no-time", f"{nearest.truck} would come home or to the tip too late; {detour}"
    return "no-room", f"no truck has room for another {pickup.load_kg} kg, {pickup.load_l} l"
