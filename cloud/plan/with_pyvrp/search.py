"""An iterated local search with PyVRP's neighbourhoods that can be watched on its way.

As PyVRP's own it accepts what is better than some hundred iterations ago (late acceptance, Burke
and Bykov 2017), but the prices of what is broken begin where they are likely to end: PyVRP's begin
so high that they need fifty thousand iterations to come down.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyvrp import CostEvaluator, ProblemData, RandomNumberGenerator, Solution
from pyvrp.search import OPERATORS, LocalSearch, PerturbationManager, PerturbationParams

from cloud.plan.with_pyvrp.model import Model
from cloud.plan.with_pyvrp.network import NEVER_S, Matrix

# The figures of PyVRP 0.14.
HISTORY: Final = 300
PATIENCE: Final = 150_000
LESSON: Final = 500
DEARER, CHEAPER = 1.5, 0.9
SOUND, ABOUT = 0.65, 0.05
# Ours: where nothing at all is sound, small steps would take very long.
MUCH_DEARER: Final = 3.0
# How many neighbourhoods at most are shaken up before each iteration, in turns: PyVRP's 25 finds
# its way out of any valley, 8 are twice as fast. In equal time both together end up to 8 % cheaper
# than either alone on towns, and a tenth of a percent on the classic sets.
SHAKEN: Final = (25, 8)


def bests(
    model: Model,
    start: Solution | None,
    *,
    seed: int,
    lengths: Iterable[int],
    left_s: Callable[[], float],
) -> Iterator[Solution]:
    """Yield the best solution so far after each round of so many iterations."""
    walk = _Walk(model, start, seed)
    for length in lengths:
        for _ in range(length):
            if left_s() <= 0:
                yield walk.best
                return
            walk.step()
        yield walk.best


class _Walk:
    """A search under way."""

    def __init__(self, model: Model, start: Solution | None, seed: int) -> None:
        data, rng = model.data, RandomNumberGenerator(seed)
        self._searches = [_search(model, rng, most) for most in SHAKEN]
        self._prices = _Prices(model)
        # A start by chance is often better than one that was made with care, and often not.
        starts = [Solution.make_random(data, rng), *([] if start is None else [start])]
        through, prices = self._searches[0], self._prices.evaluator()
        found = [through(one, prices, exhaustive=True) for one in starts]
        self._first = self._now = self.best = min(
            found, key=self._prices.evaluator().penalised_cost
        )
        if not self.best.is_feasible():
            # So that there is something to drive from the beginning.
            self.best = through(self._now, self._prices.dearest(), exhaustive=True)
        if start is not None and start.is_feasible():
            self.best = min([start, self.best], key=self._prices.dearest().penalised_cost)
        self._history: list[Solution | None] = [None] * HISTORY
        self._steps = self._idle = 0

    def step(self) -> None:
        """Go one iteration further."""
        if self._idle == PATIENCE:
            self._history, self._now, self._idle = [None] * HISTORY, self.best, 0
        prices = self._prices.evaluator()
        search = self._searches[self._steps % len(SHAKEN)]
        found = search(self._now, prices, exhaustive=False)
        self._prices.learn(found)
        self._idle += 1
        if prices.cost(found) < prices.cost(self.best):
            self.best, self._idle = found, 0
            found = search(found, prices, exhaustive=True)
            if prices.cost(found) < prices.cost(self.best):
                self.best = found
        self._accept(found, prices)

    def _accept(self, found: Solution, prices: CostEvaluator) -> None:
        at = self._steps % HISTORY
        self._steps += 1
        late = prices.penalised_cost(self._history[at] or self._first)
        if prices.penalised_cost(found) < max(late, prices.penalised_cost(self._now)):
            self._now = found
        if self._history[at] is None or prices.penalised_cost(self._now) < late:
            self._history[at] = self._now


def _search(model: Model, rng: RandomNumberGenerator, most: int) -> LocalSearch:
    shaking = PerturbationManager(PerturbationParams(max_perturbations=most))
    search = LocalSearch(model.data, rng, model.neighbours, shaking)
    for operator in OPERATORS:
        if operator.supports(model.data):
            search.add_operator(operator(model.data))
    return search


class _Prices:
    """What a unit of too much load, time or way costs: more the rarer sound solutions are."""

    def __init__(self, model: Model) -> None:
        data, net = model.data, model.net
        way, way_s = _middle(net.profiles[0].cost, net.never), _middle(net.profiles[0].seconds)
        self._prices = np.array([*(way / load for load in _loads(data)), way / way_s, 1.0])
        if net.lap:
            self._prices[-1] = way / (max(1.0, float(np.mean(net.units))) * net.lap)
        self._least = self._prices / 1e3
        # So that at the end nothing is worth breaking anything.
        self._most = np.maximum(self._prices * 1e5, 2.0 * max(net.prizes))
        if net.lap:
            self._most[-1] = self._prices[-1] * 1e5
        self._broken: list[list[bool]] = []

    def evaluator(self) -> CostEvaluator:
        """Return the prices of now."""
        return _evaluator(self._prices)

    def dearest(self) -> CostEvaluator:
        """Return the highest prices there can be."""
        return _evaluator(self._most)

    def learn(self, found: Solution) -> None:
        """Take note of what is broken, and change the prices now and then."""
        amounts = [*found.excess_load(), found.time_warp(), found.excess_distance()]
        self._broken.append([amount > 0 for amount in amounts])
        if len(self._broken) < LESSON:
            return
        broken = np.mean(self._broken, axis=0)
        lacks = SOUND - (1 - broken)
        usual = np.where(lacks > 0, DEARER, CHEAPER)
        factor = np.where(np.abs(lacks) < ABOUT, 1.0, np.where(broken == 1, MUCH_DEARER, usual))
        self._prices = np.clip(self._prices * factor, self._least, self._most)
        self._broken.clear()


def _evaluator(prices: NDArray[np.float64]) -> CostEvaluator:
    *loads, late, far = prices.tolist()
    return CostEvaluator(loads, late, far)


def _loads(data: ProblemData) -> list[float]:
    """Return the ordinary load in each dimension, of those that are some."""
    loads = np.array([one.pickup for one in data.clients()], dtype=float)
    return [float(column[column > 0].mean()) for column in loads.T if column.size]


def _middle(ways: Matrix, never: int = NEVER_S) -> float:
    """Return the ordinary way, of those that are some."""
    some = ways[(ways > 0) & (ways < never)]
    return max(1.0, float(np.median(some))) if some.size else 1.0
