"""Why a container cannot be lifted at all that day, whatever else is left for it."""

from collections.abc import Iterator, Sequence

from cloud.plan.head import unloads_at
from cloud.plan.problem import Pickup, Problem, Truck
from cloud.roads.travel import UNREACHABLE


def never(problem: Problem, pickup: Pickup) -> tuple[str, str] | None:
    """Return why no truck of the day could lift a container even if it did nothing else."""
    able = [
        truck
        for truck in problem.trucks
        if truck.operator == pickup.operator
        and pickup.gear in truck.gear
        and pickup.stream in truck.streams
    ]
    if not able:
        what = f"{pickup.operator}'s trucks of the day have gear {pickup.gear} for {pickup.stream}"
        return "no-truck", f"None of {what}."
    trucks = [truck for truck in able if truck.may_enter(pickup)]
    if not trucks:
        sizes = _sizes(pickup)
        return "no-access", f"Every truck that could lift it is larger than allowed there: {sizes}."
    return _no_tip(problem, trucks, pickup) or _no_way(problem, trucks, pickup)


def _no_tip(problem: Problem, trucks: Sequence[Truck], pickup: Pickup) -> tuple[str, str] | None:
    tips = [tip for tip in problem.tips if pickup.stream in tip.streams]
    if not tips:
        return "no-tip", f"No tip that takes {pickup.stream} is open that day."
    if not any(unloads_at(problem, truck, tip) for truck in trucks for tip in tips):
        return "no-tip", f"No tip for {pickup.stream} is open within a truck's shift."
    return None


def _no_way(problem: Problem, trucks: Sequence[Truck], pickup: Pickup) -> tuple[str, str] | None:
    if not any(_reaches(problem, truck, pickup) for truck in trucks):
        fault = next(_faults(problem, trucks, pickup), None)
        return "no-road", fault or "No road that such a truck may take leads there and back."
    if not any(_holds(truck, pickup) for truck in trucks):
        return "no-room", f"Its {pickup.load_kg} kg, {pickup.load_l} l fit no empty truck."
    return None


def _faults(problem: Problem, trucks: Sequence[Truck], pickup: Pickup) -> Iterator[str]:
    """Yield what is known of why a place, or a truck's own depot, cannot be reached."""
    for truck in trucks:
        faults = problem.travel(truck).faults
        yield from (faults[at] for at in (pickup.place, truck.start, truck.end) if at in faults)


def _sizes(pickup: Pickup) -> str:
    kg = [f"{pickup.heaviest_kg} kg"] if pickup.heaviest_kg is not None else []
    cm = [f"{pickup.highest_cm} cm"] if pickup.highest_cm is not None else []
    return ", ".join(kg + cm)


def _reaches(problem: Problem, truck: Truck, pickup: Pickup) -> bool:
    metres = problem.travel(truck).metres
    way_m = max(metres[truck.start, pickup.place], metres[pickup.place, truck.end])
    return bool(way_m < UNREACHABLE)


def _holds(truck: Truck, pickup: Pickup) -> bool:
    return any(
        pickup.stream in one.streams
        and pickup.load_kg <= one.capacity_kg
        and pickup.load_l <= one.capacity_l
        for one in truck.compartments
    )
