"""A large problem in districts: trucks whose tours lie side by side, with what lies among them.

Where districts meet nothing is exchanged, so each phase of a search cuts along other lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.plan.cost import left_over
from cloud.plan.problem import Pickup, Problem, Tours, Truck

SIZE: Final = 300
"""At most about so many containers in a district."""

LARGE: Final = 1000
"""With more containers than this a problem is searched in districts; with fewer they cost more."""

TURN: Final = 0.6
"""Radians by which the lines of a phase are turned against those of the one before."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class District:
    """Trucks and containers of a problem by their numbers, in its order."""

    trucks: tuple[int, ...]
    pickups: tuple[int, ...]

    def of(self, problem: Problem) -> Problem:
        """Return the problem of a district; what is fixed for its trucks comes with them."""
        return replace(
            problem,
            trucks=tuple(problem.trucks[v] for v in self.trucks),
            pickups=tuple(problem.pickups[c] for c in self.pickups),
        )


def is_large(problem: Problem, large: int = LARGE) -> bool:
    """Tell whether a problem is better searched in districts."""
    return len(problem.pickups) > large and len(problem.trucks) > 1


def first_districts(problem: Problem, size: int = SIZE) -> tuple[District, ...]:
    """Return districts of a problem that has no tours yet: each truck and container is in one.

    Containers are halved across lines, trucks are dealt out by capacity, and each half has its
    share of the loads. What no truck of its district may lift is left to a later phase.
    """
    where = np.array([_place(problem, one.place) for one in problem.pickups])
    loads = np.array([max(1, one.load_kg) for one in problem.pickups], dtype=float)
    trucks = sorted(range(len(problem.trucks)), key=lambda v: (-_room_kg(problem.trucks[v]), v))
    found = _dealt(trucks, np.arange(len(where)), (where, loads, size), 0.0)
    return tuple(
        District(tuple(sorted(some)), tuple(sorted(mine.tolist()))) for some, mine in found
    )


def districts(problem: Problem, tours: Tours, phase: int, size: int = SIZE) -> tuple[District, ...]:
    """Return the districts of a phase, cut between tours: each truck and container is in one."""
    middles = np.array([_middle(problem, truck, tours) for truck in problem.trucks])
    counts = [sum(isinstance(one, Pickup) for one in tours[t.id]) for t in problem.trucks]
    groups = _halved(list(range(len(middles))), (middles, counts, size), phase * TURN)
    of_truck = {v: g for g, group in enumerate(groups) for v in group}
    served = {
        duty.container: of_truck[v]
        for v, truck in enumerate(problem.trucks)
        for duty in tours[truck.id]
        if isinstance(duty, Pickup)
    }
    for one in left_over(problem, tours.values()):
        apart = ((middles - _place(problem, one.place)) ** 2).sum(axis=1)
        order = apart.argsort(kind="stable").tolist()
        able = (v for v in order if problem.trucks[v].may_lift(one))
        served[one.container] = of_truck[next(able, order[0])]
    mine: list[list[int]] = [[] for _ in groups]
    for c, one in enumerate(problem.pickups):
        mine[served[one.container]].append(c)
    return tuple(
        District(tuple(sorted(group)), tuple(some))
        for group, some in zip(groups, mine, strict=True)
    )


def _dealt(
    trucks: list[int], mine: Ints, told: tuple[Floats, Floats, int], turned: float
) -> list[tuple[list[int], Ints]]:
    """Cut containers across a line and deal trucks out, then the other way, till they are few."""
    where, loads, size = told
    if len(trucks) == 1 or len(mine) <= size:
        return [(trucks, mine)]
    along = where[mine] @ np.array([cos(turned), sin(turned)])
    ordered = mine[np.argsort(along, kind="stable")]
    some, others = trucks[::2], trucks[1::2]
    so_far = np.cumsum(loads[ordered])
    cut = int(np.searchsorted(so_far, so_far[-1] * len(some) / len(trucks)))
    across = turned + pi / 2
    return [
        *_dealt(some, ordered[:cut], told, across),
        *_dealt(others, ordered[cut:], told, across),
    ]


def _halved(
    trucks: list[int], told: tuple[Floats, Sequence[int], int], turned: float
) -> list[list[int]]:
    """Cut trucks in halves across a line, and those across the other way, till they are few."""
    middles, counts, size = told
    total = sum(counts[v] for v in trucks)
    if len(trucks) == 1 or total <= size:
        return [trucks]
    along = middles @ np.array([cos(turned), sin(turned)])
    order = sorted(trucks, key=lambda v: (float(along[v]), v))
    half, upto = 0, 0
    while upto < len(order) - 1 and (upto == 0 or 2 * (half + counts[order[upto]]) <= total):
        half += counts[order[upto]]
        upto += 1
    across = turned + pi / 2
    return [
        *_halved(order[:upto], told, across),
        *_halved(order[upto:], told, across),
    ]


def _middle(problem: Problem, truck: Truck, tours: Tours) -> Floats:
    """Return where a truck's containers lie; where it starts if it has none."""
    served = [one.place for one in tours[truck.id] if isinstance(one, Pickup)] or [truck.start]
    middle: Floats = np.array([_place(problem, at) for at in served]).mean(axis=0)
    return middle


def _place(problem: Problem, at: int) -> tuple[float, float]:
    """Return a place as a point: that degrees are no squares only slants the lines."""
    place = problem.places[at]
    return place.lat, place.lon


def _room_kg(truck: Truck) -> int:
    return sum(one.capacity_kg for one in truck.compartments)
