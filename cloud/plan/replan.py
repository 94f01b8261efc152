"""A plan under way made again: from where trucks are, calmly, after something went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cloud.errors import NoPlan
from cloud.plan.body import Body, at_start, emptied, filled
from cloud.plan.law.timetable import Span, Timetable
from cloud.plan.news import News
from cloud.plan.problem import Compartment, Duty, Pickup, Problem, Tip, Tour, Tours, Truck
from cloud.plan.route import Left, Plan, Route
from cloud.plan.settle import best_split, driven

FROZEN: Final = 2
"""So many next stops stay, if they still fit: the crew is on its way there or has read them."""

CHANGE_UEUR: Final = 4_000_000
"""What it costs to give a container to another truck: a call, and a crew that must look again."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is still to be planned, the tours as they were planned, and what is done."""

    problem: Problem
    tours: Tours
    done: frozenset[str]


def under_way_again(problem: Problem, plans: Sequence[Plan], news: News) -> UnderWay:
    """Return what is left of a day of which the plan was made again before, maybe often.

    `plans` are the plan of the whole day and those made of it since, each with the news that it
    was made for; the last one is being driven.

    Raises:
        NoPlan: the news speak of a truck or container that is not left in the day.
    """
    done: frozenset[str] = frozenset()
    heard = [*(plan.news for plan in plans[1:]), news]
    left = UnderWay(problem, {}, done)
    for plan, one in zip(plans, heard, strict=True):
        if one is None or one.at_s is None:
            raise NoPlan(f"a plan of {plan.day} does not say when it was made again")
        left = under_way(left.problem, plan, one, one.at_s)
        done |= left.done
    return replace(left, done=done)


def under_way(problem: Problem, plan: Plan, news: News, at_s: int) -> UnderWay:
    """Return what is left of a day's problem when its plan is under way and news come in.

    `at_s` is when they come, seconds from local midnight of the plan's day.

    Raises:
        NoPlan: the news speak of a truck or container that the day does not know.
    """
    _known(problem, news)
    routes = {route.truck: route for route in plan.routes}
    states = {
        truck.id: _state(problem, truck, routes.get(truck.id), news, at_s)
        for truck in problem.trucks
    }
    done = frozenset(
        duty.container
        for state in states.values()
        for duty in state.done
        if isinstance(duty, Pickup)
    )
    open_ = [one for one in problem.pickups if one.container not in done]
    closed = tuple(
        Left(one.container, one.p_overflow, "no-road", "The road to it is closed.")
        for one in open_
        if one.container in news.closed
    )
    going = [state for state in states.values() if state.truck.id not in news.broken]
    planned = {
        duty.container: state.truck.id
        for state in going
        for duty in state.to_come
        if isinstance(duty, Pickup)
    }
    again = replace(
        problem,
        pickups=tuple(
            replace(one, must=one.must or one.container in news.alarms)
            for one in open_
            if one.container not in news.closed
        ),
        trucks=tuple(state.truck for state in going),
        rounds=(),
        planned=planned,
        change_ueur=CHANGE_UEUR,
        unfit=problem.unfit + closed,
    )
    known = {one.container: one for one in again.pickups}
    tours = {
        state.truck.id: _of_now((*state.truck.fixed, *state.to_come), known) for state in going
    }
    trucks = tuple(
        _thawed(again, replace(truck, fixed=_of_now(truck.fixed, known))) for truck in again.trucks
    )
    return UnderWay(replace(again, trucks=trucks), tours, done)


def _thawed(problem: Problem, truck: Truck) -> Truck:
    """Return a truck with as many of its frozen stops as still fit into its day."""
    for count in range(len(truck.fixed), -1, -1):
        fewer = replace(truck, fixed=truck.fixed[:count])
        tour = best_split(problem, fewer, ())
        if tour is not None and driven(problem, fewer, tour) is not None:
            return fewer
    return truck


@dataclass(frozen=True, slots=True)
class _State:
    """A truck at an instant, as the problem that remains sees it."""

    truck: Truck
    done: Tour
    to_come: Tour


def _state(problem: Problem, truck: Truck, route: Route | None, news: News, at_s: int) -> _State:
    if route is None or not route.stops:
        return _State(_starts_late(truck, news, at_s), (), ())
    tour = _tour(problem, truck, route)
    late_s = news.late_s.get(truck.id, 0)
    serves = [span for span in route.timetable if span.doing == "serve"]
    count = sum(span.end_s + late_s <= at_s for span in serves[: len(tour)])
    done, ahead = tour[:count], tour[count:]
    if at_s < truck.hours[0] + late_s and not done:
        return _State(_starts_late(truck, news, at_s), (), ahead)
    body = at_start(truck)
    for duty in done:
        body = emptied(body, duty) if isinstance(duty, Tip) else _filled(truck, body, duty, problem)
    moved = replace(
        truck,
        start=done[-1].leaves if done else truck.start,
        compartments=_carried(truck, body),
        past=_past(truck, route.timetable, count, late_s),
        fixed=ahead[:FROZEN],
        daily_kg=_less(truck.daily_kg, sum(_kg(duty) for duty in done)),
        daily_l=_less(truck.daily_l, sum(_litres(duty) for duty in done)),
        daily_stops=_less(truck.daily_stops, sum(not isinstance(duty, Tip) for duty in done)),
        trips=_less(truck.trips, sum(isinstance(duty, Tip) for duty in done)),
    )
    return _State(moved, done, ahead[FROZEN:])


def _starts_late(truck: Truck, news: News, at_s: int) -> Truck:
    late_s = news.late_s.get(truck.id, 0)
    free_s = max(truck.hours[0] + late_s, at_s)
    if free_s <= truck.hours[0]:
        return truck
    waits = Span("wait", truck.hours[0], free_s, 0)
    return replace(truck, past=(*truck.past, waits))


def _past(truck: Truck, timetable: Timetable, count: int, late_s: int) -> Timetable:
    """Return what a crew has done until it left its last stop, and the time lost since."""
    serves = [at for at, span in enumerate(timetable) if span.doing == "serve"]
    past = timetable[: serves[count - 1] + 1] if count else ()
    ends_s = past[-1].end_s if past else truck.hours[0]
    lost = (Span("wait", ends_s, ends_s + late_s, max(count - 1, 0)),) if late_s else ()
    if not past and not lost:
        # A past of no length says that the shift has begun.
        return (*truck.past, Span("wait", ends_s, ends_s, 0))
    return (*truck.past, *past, *lost)


def _tour(problem: Problem, truck: Truck, route: Route) -> Tour:
    known: dict[tuple[str, str], Duty] = {
        **{("container", one.container): one for one in problem.pickups},
        **{("tip", one.site): one for one in problem.tips},
        **{("side", side.ref): side for one in problem.rounds for side in one.sides},
    }
    tour = []
    for stop in route.duties[1:-1]:
        duty = known.get((stop.kind, stop.ref))
        if duty is None:
            raise NoPlan(f"{truck.name}'s plan has a stop {stop.ref} that the day does not know")
        tour.append(duty)
    return tuple(tour)


def _of_now(tour: Tour, known: Mapping[str, Pickup]) -> Tour:
    """Return a tour without containers that are out of reach, the others as they are now."""
    kept = [known.get(duty.container) if isinstance(duty, Pickup) else duty for duty in tour]
    return tuple(duty for duty in kept if duty is not None)


def _carried(truck: Truck, body: Body) -> tuple[Compartment, ...]:
    return tuple(
        replace(room, stream=part.stream, kg=part.kg, litres=part.litres)
        for room, part in zip(truck.compartments, body.parts, strict=True)
    )


def _filled(truck: Truck, body: Body, duty: Duty, problem: Problem) -> Body:
    return body if isinstance(duty, Tip) else filled(truck, body, duty, problem.sigmas)[0]


def _less(most: int | None, took: int) -> int | None:
    return None if most is None else max(0, most - took)


def _kg(duty: Duty) -> int:
    return 0 if isinstance(duty, Tip) else duty.load_kg


def _litres(duty: Duty) -> int:
    return 0 if isinstance(duty, Tip) else duty.load_l


def _known(problem: Problem, news: News) -> None:
    trucks = {truck.id for truck in problem.trucks}
    containers = {one.container for one in problem.pickups}
    for truck in sorted((news.broken | set(news.late_s)) - trucks):
        raise NoPlan(f"no truck {truck} drives on {problem.day}; there are {', '.join(trucks)}")
    for container in sorted((news.alarms | news.closed) - containers):
        raise NoPlan(f"no container {container} was considered for {problem.day}")
