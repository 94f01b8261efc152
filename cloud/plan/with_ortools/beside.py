"""The tours of trucks that drive side by side, and what a local search makes of them."""

from random import Random
from typing import Final

from cloud.plan.with_ortools.graph import graph
from cloud.plan.with_ortools.model import Model
from cloud.plan.with_ortools.points import Points
from cloud.plan.with_ortools.strands import Strands, named, strands

# A local search goes through so many containers at once, and some of those that are left.
TOGETHER: Final = 100
LEFT: Final = 20

# It ends after so many solutions, divided by the containers, since each takes as much longer.
SOLUTIONS: Final = 2_000


def polished(of: Points, tours: Strands, random: Random, left_s: float) -> Strands | None:
    """Return tours after a local search through those of some trucks; None if it cannot."""
    near = beside(of, random.randrange(of.k), tours)
    lifted = [c for v in near for c in tours[v] if c < of.n]
    if left_s <= 0 or not lifted:
        return None
    served = {c for tour in tours for c in tour}
    left = [c for c in range(of.n) if c not in served]
    some = [*lifted, *random.sample(left, min(len(left), LEFT))]
    random.shuffle(some)
    trucks = [of.trucks[v] for v in near]
    before = named(of, tours)
    start = [before[one.truck.id][len(one.truck.fixed) :] for one in trucks]
    made = graph(of.problem, trucks, [(of.pickups[c], of.loads[c]) for c in some])
    found = Model(made).improved(start, SOLUTIONS // len(some), left_s)
    if found is None:
        return None
    again = dict(zip((one.truck.id for one in trucks), found, strict=True))
    return strands(of, {**before, **again})


def beside(of: Points, v: int, tours: Strands) -> list[int]:
    """Return a truck and those whose tours lie nearest, as many as may be searched together."""
    middles = [
        of.degrees[list(tour) or [of.starts + w]].mean(axis=0) for w, tour in enumerate(tours)
    ]
    far = [float(((middle - middles[v]) ** 2).sum()) for middle in middles]
    near: list[int] = []
    count = 0
    for w in sorted(range(of.k), key=lambda w: (w != v, far[w])):
        size = sum(at < of.n for at in tours[w])
        if near and count + size > TOGETHER:
            break
        near.append(w)
        count += size
    return near
