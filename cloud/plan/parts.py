"""A problem as the parts that have nothing to do with one another: fleets and what they lift."""

from collections.abc import Iterable
from dataclasses import replace

from cloud.plan.problem import Pickup, Problem, Truck

DEPOTS_APART = 1_000
"""Above so many containers each belongs to the nearest depot of those that could serve it."""


def parts(problem: Problem) -> tuple[Problem, ...]:
    """Return problems of whose plans that of the whole consists.

    Trucks belong together if some container could be lifted by either; so operators part, and
    within one, fleets with other gear or streams. What nobody may lift is in none, and neither is
    what is fixed for a truck already.
    """
    groups = _joined(problem, _able(problem))
    return tuple(_part(problem, trucks, pickups) for trucks, pickups in groups)


def _able(problem: Problem) -> list[tuple[Pickup, frozenset[int]]]:
    """Return for each container the trucks that it may go to."""
    apart = len(problem.pickups) > DEPOTS_APART
    fixed = {duty for truck in problem.trucks for duty in truck.fixed}
    found = []
    for pickup in problem.pickups:
        if pickup in fixed:
            continue
        trucks = [v for v, truck in enumerate(problem.trucks) if truck.may_lift(pickup)]
        if apart and trucks:
            near = min(trucks, key=lambda v: _far(problem, problem.trucks[v], pickup))
            depot = problem.trucks[near].start
            trucks = [v for v in trucks if problem.trucks[v].start == depot]
        if trucks:
            found.append((pickup, frozenset(trucks)))
    return found


def _far(problem: Problem, truck: Truck, pickup: Pickup) -> int:
    return int(problem.travel(truck).metres[truck.start, pickup.place])


def _joined(
    problem: Problem, able: Iterable[tuple[Pickup, frozenset[int]]]
) -> list[tuple[list[int], list[Pickup]]]:
    groups: list[tuple[set[int], list[Pickup]]] = []
    for pickup, trucks in able:
        mine: tuple[set[int], list[Pickup]] = (set(trucks), [pickup])
        apart = []
        for group in groups:
            if group[0] & trucks:
                mine = (mine[0] | group[0], [*group[1], *mine[1]])
            else:
                apart.append(group)
        groups = [*apart, mine]
    alone = set(range(len(problem.trucks))) - {v for group in groups for v in group[0]}
    groups += [({v}, []) for v in sorted(alone)]
    groups.sort(key=lambda group: min(group[0]))
    return [(sorted(trucks), pickups) for trucks, pickups in groups]


def _part(problem: Problem, trucks: list[int], pickups: list[Pickup]) -> Problem:
    fleet = tuple(problem.trucks[v] for v in trucks)
    profiles = {truck.profile for truck in fleet}
    return replace(
        problem,
        pickups=tuple(pickups),
        trucks=fleet,
        travels={name: one for name, one in problem.travels.items() if name in profiles},
        rounds=(),
        unfit=(),
    )
