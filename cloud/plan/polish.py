"""Containers that were left and are worth their way, put into tours one after another."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from cloud.plan.cost import leaving_ueur
from cloud.plan.insert import Gaps
from cloud.plan.problem import Pickup, Problem
from cloud.plan.settle import Settled, priced

TRIED: Final = 3
"""So many of the cheapest ways to lift a container are tried before it is left; of a must all."""


def polished(
    problem: Problem, settled: Settled, left: Iterable[Pickup], going: Callable[[], bool]
) -> Settled:
    """Return tours with those of some left containers put in that cost less than leaving them.

    It ends early, with what it has, when it is no longer `going`.
    """
    left = sorted(left, key=lambda one: -leaving_ueur(problem, one))
    if not left:
        return settled
    prices = [leaving_ueur(problem, one) for one in left]
    gaps = Gaps(problem, settled.tours, settled.routes, left)
    still = list(range(len(left)))
    while still:
        missed = [n for n in still if not (going() and _put_in(gaps, n, prices[n]))]
        if len(missed) == len(still):
            break
        # What was too far alone may now lie on the way.
        still = missed
    if len(still) == len(left):
        return settled
    better = priced(problem, gaps.tours, gaps.routes)
    return min(better, settled, key=lambda one: one.cost_ueur)


def _put_in(gaps: Gaps, n: int, price: int) -> bool:
    least = gaps.least_ueur(n)
    if least is None or least >= price:
        return False
    for one in islice(gaps.trials(n), None if gaps.left[n].must else TRIED):
        if one.route is not None and not one.broken and one.extra_ueur < price:
            gaps.put(one.truck, one.tour, one.route)
            return True
    return False
