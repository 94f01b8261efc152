"""Tours as strands, rows of points, and what they cost."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from cloud.plan.problem import Tip, Tours
from cloud.plan.with_ortools.points import NEVER, Points

Strands: TypeAlias = list[list[int]]
"""By truck, the points of its tour between what is fixed and its end."""


def strands(of: Points, tours: Tours) -> Strands:
    """Return the strands of tours; what is no point of theirs is passed over.

    A truck that carries something unloads it at once where no tour does.
    """
    points = {(isinstance(one, Tip), one.ref): at for at, one in enumerate(of.duties)}
    found, seen = [], set[int]()
    for v, one in enumerate(of.trucks):
        tour = []
        for duty in tours.get(one.truck.id, ())[len(one.truck.fixed) :]:
            at = points.get((isinstance(duty, Tip), duty.ref))
            if at is not None and (at >= of.n or (at not in seen and of.extra[at, v] < NEVER)):
                tour.append(at)
        seen.update(at for at in tour if at < of.n)
        found.append(tidy(of, v, tour) or _unloading(of, v))
    return found


def named(of: Points, tours: Strands) -> Tours:
    """Return tours with what is fixed before them, by their trucks' ids."""
    return {
        one.truck.id: (*one.truck.fixed, *(of.duties[at] for at in tour))
        for one, tour in zip(of.trucks, tours, strict=True)
    }


def tidy(of: Points, v: int, tour: Iterable[int]) -> list[int]:
    """Return a truck's tour without the tips to which nothing is brought."""
    aboard = {of.streams.index(stream) for stream in of.trucks[v].head.aboard}
    kept = []
    for at in tour:
        if at < of.n:
            aboard.add(of.stream[at])
        elif aboard & of.takes[at - of.n]:
            aboard -= of.takes[at - of.n]
        else:
            continue
        kept.append(at)
    return kept


def strands_ueur(of: Points, tours: Strands) -> int:
    """Return what tours cost, and what they leave."""
    left = set(range(of.n)).difference(*tours)
    driven = sum(strand_ueur(of, v, tour) for v, tour in enumerate(tours))
    return driven + sum(of.prices[c] for c in left)


def strand_ueur(of: Points, v: int, tour: Sequence[int]) -> int:
    """Return what a truck's tour costs, waiting and breaks aside."""
    one = of.trucks[v]
    if not tour and one.stays:
        return 0
    points = of.whole(v, tour)
    lifted = [c for c in tour if c < of.n]
    changes = int(of.extra[lifted, v].sum()) if of.problem.change_ueur else 0
    use = one.truck.costs.per_use_ueur if one.stays else 0
    return int(of.cost[of.kind[v], points[:-1], points[1:]].sum()) + use + changes


def _unloading(of: Points, v: int) -> list[int]:
    """Return the tips that take what a truck carries over, each the cheapest for its stream."""
    one, cost = of.trucks[v], of.cost[of.kind[v]]
    aboard = {of.streams.index(stream) for stream in one.head.aboard}
    tour: list[int] = []
    while aboard:
        ways = [
            (cost[of.starts + v, of.n + t] + cost[of.n + t, of.ends + v], t)
            for t, tip in enumerate(of.tips)
            if tip in one.tips and aboard & of.takes[t]
        ]
        if not ways:
            return []
        t = min(ways)[1]
        aboard -= of.takes[t]
        tour.append(of.n + t)
    return tour
