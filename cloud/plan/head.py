"""Where a truck stands, and with what, when its fixed duties are done: a search starts there."""

from dataclasses import dataclass

from cloud.plan.law.timetable import Window
from cloud.plan.problem import Pickup, Problem, Side, Tip, Truck


@dataclass(frozen=True, slots=True)
class Head:
    """A truck after its fixed duties.

    Attributes:
        place: where it is.
        at_s: when, breaks aside.
        driven_s: the driving of it.
        aboard: by stream, kg and litres on board.
        collected_kg: all it has collected today; so for litres and stops.
        unloads: how often it has unloaded.
    """

    place: int
    at_s: int
    driven_s: int
    aboard: dict[str, tuple[int, int]]
    collected_kg: int
    collected_l: int
    stops: int
    unloads: int


def head(problem: Problem, truck: Truck) -> Head:
    """Return the state of a truck after its fixed duties; that of its start if it has none."""
    travel = problem.travel(truck)
    aboard: dict[str, tuple[int, int]] = {}
    for one in truck.compartments:
        if one.stream is not None:
            had_kg, had_l = aboard.get(one.stream, (0, 0))
            aboard[one.stream] = (had_kg + one.kg, had_l + one.litres)
    here, at_s = truck.start, truck.hours[0]
    driven_s = kg = litres = stops = unloads = 0
    for duty in truck.fixed:
        leg_s = int(travel.seconds[here, duty.place])
        driven_s, at_s, here = driven_s + leg_s, at_s + leg_s, duty.leaves
        at_s = opening(duty_windows(duty), at_s, duty_s(duty)) + duty_s(duty)
        if isinstance(duty, Tip):
            aboard = {stream: it for stream, it in aboard.items() if stream not in duty.streams}
            unloads += 1
        else:
            had_kg, had_l = aboard.get(duty.stream, (0, 0))
            aboard[duty.stream] = (had_kg + duty.load_kg, had_l + duty.load_l)
            kg, litres, stops = kg + duty.load_kg, litres + duty.load_l, stops + 1
    return Head(here, at_s, driven_s, aboard, kg, litres, stops, unloads)


def duty_s(duty: Pickup | Side | Tip) -> int:
    """Return how long a duty takes once it has begun."""
    match duty:
        case Pickup():
            return duty.service_s
        case Side():
            return duty.seconds
        case Tip():
            return duty.unload_s


def duty_windows(duty: Pickup | Side | Tip) -> tuple[Window, ...]:
    """Return when a duty may be done; at any time if there is none."""
    return () if isinstance(duty, Side) else duty.windows


def opening(windows: tuple[Window, ...], at_s: int, lasts_s: int) -> int:
    """Return when a duty can begin for a truck that comes at `at_s`; `at_s` if it is too late."""
    for window in windows:
        begin_s = max(at_s, window.opens_s)
        if begin_s + lasts_s <= window.closes_s:
            return begin_s
    return at_s


def unloads_at(problem: Problem, truck: Truck, tip: Tip) -> bool:
    """Tell whether a truck could unload at a tip, and nothing else, and be home in its shift."""
    if not set(tip.streams) & set(truck.streams):
        return False
    table = problem.travel(truck).seconds
    starts_s, ends_s = truck.hours
    there_s = starts_s + int(table[truck.start, tip.place])
    done_s = opening(tip.windows, there_s, tip.unload_s) + tip.unload_s
    open_ = not tip.windows or any(done_s <= window.closes_s for window in tip.windows)
    return open_ and done_s + int(table[tip.place, truck.end]) <= ends_s
