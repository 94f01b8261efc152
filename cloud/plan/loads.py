"""Loads as a search adds them up: the mean, and a share of what they may be more.

A trip holds if mean + sigmas × spread of the sum fits, and the spread of a sum is the root of a
sum of squares, which no search adds up stop by stop. For `n` loads alike on a trip
sigmas × √(n·s²) is n × sigmas·s/√n: with the `n` of an ordinary full trip that share is exact
for it, a little too much for trips of more stops, and too little for fewer, which `settle` mends.
"""

from collections.abc import Callable
from math import ceil, sqrt
from statistics import fmean

from cloud.plan.problem import Pickup, Problem, Side

Stretched = Callable[[Pickup | Side], tuple[int, int]]
"""Kilograms and litres of a load as a search adds them up."""


def stretched(problem: Problem) -> Stretched:
    """Return how loads of a problem are to be added up."""
    if not problem.sigmas or not problem.pickups or not problem.trucks:
        return lambda one: (one.load_kg, one.load_l)
    often = sqrt(_stops_a_trip(problem))
    share = problem.sigmas / often
    return lambda one: (
        one.load_kg + ceil(share * one.spread_kg),
        one.load_l + ceil(share * one.spread_l),
    )


def _stops_a_trip(problem: Problem) -> float:
    parts = [part for truck in problem.trucks for part in truck.compartments]
    kg = fmean(part.capacity_kg for part in parts) / max(
        1.0, fmean(one.load_kg for one in problem.pickups)
    )
    litres = fmean(part.capacity_l for part in parts) / max(
        1.0, fmean(one.load_l for one in problem.pickups)
    )
    return max(1.0, min(kg, litres))
