"""A search under way: tours on a loom that heats and cools, and the best that ever were."""

from collections.abc import Callable
from random import Random
from typing import Final

from cloud.plan.problem import Tours
from cloud.plan.with_ortools.anneal import Heat, anneal
from cloud.plan.with_ortools.beside import polished
from cloud.plan.with_ortools.loom import Loom
from cloud.plan.with_ortools.mend import fill
from cloud.plan.with_ortools.points import Points
from cloud.plan.with_ortools.ruin import lighten
from cloud.plan.with_ortools.strands import Strands, named, strands, strands_ueur

SPANS: Final = (1, 11)
"""It cools down within so many rounds, then starts hot again from the best; later ones double."""

# In legs of the tours: from this heat down to this the weaving cools.
HOT, COLD = 6.0, 0.06

# So many steps in a round, two for each container between them.
FEWEST, MOST = 250, 600


class Search:
    """A search from some tours."""

    def __init__(self, points: Points, start: Tours, random: Random) -> None:
        self._of, self._random = points, random
        self._loom = loom = Loom(points, strands(points, start))
        lighten(loom)
        fill(loom, random)
        self._best, self._best_ueur = loom.tours, loom.cost_ueur
        self._leg_ueur = max(1.0, loom.way_ueur / (sum(map(len, self._best)) or 1))
        self._steps = min(MOST, max(FEWEST, 2 * points.n))

    @property
    def tours(self) -> Tours:
        """The best so far."""
        return named(self._of, self._best)

    def go_on(self, done: int, left_s: Callable[[], float]) -> None:
        """Search for one more round after those that are done."""
        at, span = _span(done)
        if at == 0:
            self._loom.load(self._best)
        cooling = (COLD / HOT) ** (1 / span)
        hot = self._leg_ueur * HOT * cooling**at
        heat = Heat(hot, hot * cooling, self._steps)
        self._keep(anneal(self._loom, self._random, heat, lambda: left_s() > 0))
        if (better := polished(self._of, self._best, self._random, left_s())) is not None:
            self._keep(better)

    def _keep(self, tours: Strands) -> None:
        cost = strands_ueur(self._of, tours)
        if cost < self._best_ueur:
            self._best, self._best_ueur = tours, cost


def _span(done: int) -> tuple[int, int]:
    """Return how many rounds of a span are done, and how many it has."""
    for span in SPANS:
        if done < span:
            return done, span
        done -= span
    span = 2 * SPANS[-1]
    while done >= span:
        done, span = done - span, 2 * span
    return done, span
