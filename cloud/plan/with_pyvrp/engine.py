"""The engine that proposes what PyVRP finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import repeat
from typing import Final

from cloud.plan.engine import Reserve, nothing
from cloud.plan.problem import Problem, Tours
from cloud.plan.with_pyvrp.axis import axis
from cloud.plan.with_pyvrp.network import network

# A first proposal after a tenth of a second, then rounds of about one with 300 containers.
FIRST: Final = 100
ROUND: Final = 1000


def available() -> bool:
    """Tell whether PyVRP is installed."""
    return find_spec("pyvrp") is not None


@dataclass(frozen=True, slots=True)
class PyVrp:
    """The search of PyVRP: an `Engine`.

    Attributes:
        reserve_s: what to keep of each shift for breaks, of which PyVRP knows nothing but a lunch
            that all trucks take in the same hour.
    """

    reserve_s: Reserve = nothing
    name: str = "pyvrp"

    def search(
        self,
        problem: Problem,
        start: Tours | None,
        *,
        seed: int,
        rounds: int,
        left_s: Callable[[], float],
    ) -> Iterator[Tours]:
        """Yield the best tours so far after each round; see `Engine`."""
        # PyVRP and what it needs take a while to load, and need not be there.
        from cloud.plan.with_pyvrp.model import Model  # noqa: PLC0415 - see above
        from cloud.plan.with_pyvrp.search import bests  # noqa: PLC0415 - see above

        net = network(problem)
        if net is None or rounds < 1 or left_s() <= 0:
            return
        clock = axis(problem)
        reserve = self.reserve_s if clock.lunch is None else nothing
        # Twice as fast where no must may be left, and blind where they do not all fit.
        for all_musts in (True, False) if any(one.must for one in net.pickups) else (False,):
            model = Model(
                problem, net, clock, lambda truck: reserve(problem, truck), all_musts=all_musts
            )
            lengths = (FIRST, *repeat(ROUND, rounds))
            first = None if start is None else model.solution(start)
            found = bests(model, first, seed=seed, lengths=lengths, left_s=left_s)
            best = next(found)
            if best.is_feasible() or not all_musts:
                yield model.tours(best)
                yield from (model.tours(better) for better in found)
                return
