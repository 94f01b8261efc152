"""Ruin and recreate while it cools: what is a little worse is accepted, ever less of it."""

from collections.abc import Callable
from math import log
from random import Random
from typing import NamedTuple

from cloud.plan.with_ortools.loom import Loom
from cloud.plan.with_ortools.mend import mend
from cloud.plan.with_ortools.ruin import ruin
from cloud.plan.with_ortools.strands import Strands


class Heat(NamedTuple):
    """How much worse is still accepted, in µ€: it falls geometrically from step to step."""

    hot_ueur: float
    cold_ueur: float
    steps: int

    def at(self, step: int) -> float:
        """Return the heat of a step."""
        cooled: float = (self.cold_ueur / self.hot_ueur) ** (step / self.steps)
        return self.hot_ueur * cooled


def anneal(loom: Loom, random: Random, heat: Heat, going: Callable[[], bool]) -> Strands:
    """Ruin and mend in so many steps; return the best tours that came along."""
    best, best_ueur = loom.tours, loom.cost_ueur
    now_ueur = best_ueur
    for step in range(heat.steps):
        if not going():
            break
        before, left = loom.tours, set(loom.left)
        mend(loom, random, left, ruin(loom, random))
        cost = loom.cost_ueur
        if cost < now_ueur - heat.at(step) * log(1 - random.random()):
            now_ueur = cost
            if cost < best_ueur:
                best, best_ueur = loom.tours, cost
        else:
            loom.restore(before, left)
    return best
