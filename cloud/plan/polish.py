"""Containers that were left and are worth their way, put into tours one after another."""

from itertools import islice
from typing import Final

from cloud.plan.cost import leaving_ueur, left_over
from cloud.plan.insert import least_ueur, trials
from cloud.plan.problem import Pickup, Problem, Tour
from cloud.plan.route import Route
from cloud.plan.settle import Settled, priced

TRIED: Final = 8
"""So many of the cheapest ways to lift a container are tried before it is left."""


def polished(problem: Problem, settled: Settled) -> Settled:
    """Return tours with every container put in that costs less than leaving it."""
    tours, routes = dict(settled.tours), dict(settled.routes)
    left = sorted(left_over(problem, tours.values()), key=lambda one: -leaving_ueur(problem, one))
    while left:
        still = [one for one in left if not _put_in(problem, tours, routes, one)]
        if len(still) == len(left):
            break
        # What was too far alone may now lie on the way.
        left = still
    better = priced(problem, tours, routes)
    return min(better, settled, key=lambda one: one.cost_ueur)


def _put_in(
    problem: Problem, tours: dict[str, Tour], routes: dict[str, Route], pickup: Pickup
) -> bool:
    price = leaving_ueur(problem, pickup)
    least = least_ueur(problem, tours, pickup)
    if least is None or least >= price:
        return False
    for one in islice(trials(problem, tours, routes, pickup), TRIED):
        if one.route is not None and not one.broken and one.extra_ueur < price:
            tours[one.truck], routes[one.truck] = one.tour, one.route
            return True
    return False
