"""A truck's day as the bare order of what it does, and the route that follows from it."""

from collections.abc import Iterable

from cloud.plan.head import duty_s, duty_windows
from cloud.plan.law.place import place
from cloud.plan.law.timetable import Shift, Visit
from cloud.plan.problem import Duty, Problem, Tip, Tour, Truck
from cloud.plan.route import Route
from cloud.plan.stops import stops


def shift_of(problem: Problem, truck: Truck, tour: Tour) -> Shift:
    """Return a tour as the visits of a shift, the way home the last of them."""
    table = problem.travel(truck).seconds
    visits, here = [], truck.start
    for duty in tour:
        way_s = int(table[here, duty.place])
        visits.append(Visit(duty.ref, way_s, duty_s(duty), duty_windows(duty)))
        here = duty.leaves
    home = problem.places[truck.end].ref
    visits.append(Visit(home, int(table[here, truck.end])))
    return Shift(truck.starts_s, truck.ends_s, tuple(visits), truck.past)


def stays(truck: Truck, tour: Tour) -> bool:
    """Tell whether a truck has nothing to do and stays where it is."""
    return not tour and truck.start == truck.end and not truck.loaded


def drive(problem: Problem, truck: Truck, tour: Tour) -> Route:
    """Return the route of a truck that drives a tour, its crew's breaks in their best places.

    Raises:
        NoPlan: there is no lawful timetable for it; the sentence says where it fails.
    """
    if stays(truck, tour):
        return Route(truck.id, truck.name, truck.operator, ())
    timetable = place(truck.rules, shift_of(problem, truck, tour))
    along = tuple(stops(problem, truck, tour, timetable))
    return Route(truck.id, truck.name, truck.operator, along, timetable)


def tidy(duties: Iterable[Duty], aboard: Iterable[str] = ()) -> Tour:
    """Return a tour without the visits to a tip to which nothing is brought.

    `aboard` are the streams that are on board before it.
    """
    held, kept = set(aboard), list[Duty]()
    for duty in duties:
        if isinstance(duty, Tip):
            if not held & set(duty.streams):
                continue
            held -= set(duty.streams)
        else:
            held.add(duty.stream)
        kept.append(duty)
    return tuple(kept)
