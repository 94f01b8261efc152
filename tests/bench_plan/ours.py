"""Our planner on a budget of CPU time, divided over its processes."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from cloud.errors import NoPlan
from cloud.plan.effort import Effort
from cloud.plan.engine import Engine, Reserve
from cloud.plan.engines import usable
from cloud.plan.improve import Maker
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem, Tours
from cloud.plan.with_ortools import OrTools
from cloud.plan.with_pyvrp import PyVrp, available
from tests.bench_plan.judge import Verdict, judged

ENDLESS: Final = Effort(seed=1, rounds=1_000_000, seconds=3600.0, walks=1)
"""The budget ends the search, and is one for all processes."""

MOST: Final = 4096
"""Of so many processes no two that run at once end in the same figures."""


@dataclass(frozen=True, slots=True)
class OnBudget:
    """A maker of engines that stop when all processes of a search have had so much CPU time.

    Attributes:
        file: what each of them has had, by the last figures of its number.
    """

    maker: Maker
    cpu_s: float
    file: Path

    def __call__(self, reserve: Reserve) -> Engine:
        """Return an engine; the time counts from the first one on, what it imports aside."""
        if available():
            import_module("pyvrp")
        _begun_s()
        return _Stopping(self.maker(reserve), self)

    def left_s(self) -> float:
        """Return what is left for all, and note what this process has had."""
        had = np.memmap(self.file, np.float64, "r+", shape=(MOST,))
        had[os.getpid() % MOST] = time.process_time() - _begun_s()
        return self.cpu_s - float(had.sum())


@cache
def _begun_s() -> float:
    """Return when this process began to search."""
    return time.process_time()


class _Stopping:
    def __init__(self, engine: Engine, budget: OnBudget) -> None:
        self.name = engine.name
        self._engine, self._budget = engine, budget

    def search(
        self,
        problem: Problem,
        start: Tours | None,
        *,
        seed: int,
        rounds: int,
        left_s: Callable[[], float],
    ) -> Iterator[Tours]:
        def left() -> float:
            return min(left_s(), self._budget.left_s())

        return self._engine.search(problem, start, seed=seed, rounds=rounds, left_s=left)


def both(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our portfolio makes of a problem."""
    return _judged(problem, usable(), cpu_s)


def ortools(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our OR-Tools engine makes of a problem alone."""
    return _judged(problem, (OrTools,), cpu_s)


def pyvrp(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our PyVRP engine makes of a problem alone."""
    return _judged(problem, (PyVrp,), cpu_s)


def _judged(problem: Problem, makers: Sequence[Maker], cpu_s: float) -> Verdict:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "had"
        file.write_bytes(bytes(8 * MOST))
        budgets = [OnBudget(maker, cpu_s, file) for maker in makers]
        try:
            plan = plan_day(problem, issued_at_us=0, effort=ENDLESS, makers=budgets)
        except NoPlan as error:
            return Verdict(0, 0, (str(error),))
    return judged(problem, plan)
