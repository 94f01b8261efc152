"""Our planner on a budget of CPU time, divided over its processes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from cloud.errors import NoPlan
from cloud.plan.engine import Engine, Reserve
from cloud.plan.engines import usable
from cloud.plan.improve import Maker
from cloud.plan.planner import plan_day
from cloud.plan.portfolio import Effort
from cloud.plan.problem import Problem, Tours
from cloud.plan.with_ortools import OrTools
from cloud.plan.with_pyvrp import PyVrp, available
from tests.bench_plan.judge import Verdict, judged

ENDLESS: Final = Effort(seed=1, rounds=1_000_000, seconds=3600.0)
"""The budget ends the search."""


@dataclass(slots=True)
class OnBudget:
    """A maker of engines that stop when their process has had so much CPU time for its work."""

    maker: Maker
    cpu_s: float
    until_s: float | None = None

    def __call__(self, reserve: Reserve) -> Engine:
        """Return an engine; the time counts from the first one on, what it imports aside."""
        if self.until_s is None:
            if available():
                import_module("pyvrp")
            self.until_s = time.process_time() + self.cpu_s
        return _Stopping(self.maker(reserve), self.until_s)


class _Stopping:
    def __init__(self, engine: Engine, until_s: float) -> None:
        self.name = engine.name
        self._engine, self._until_s = engine, until_s

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
            return min(left_s(), self._until_s - time.process_time())

        return self._engine.search(problem, start, seed=seed, rounds=rounds, left_s=left)


def both(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our portfolio makes of a problem."""
    makers = usable()
    return _judged(problem, [OnBudget(maker, cpu_s / len(makers)) for maker in makers])


def ortools(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our OR-Tools engine makes of a problem alone."""
    return _judged(problem, [OnBudget(OrTools, cpu_s)])


def pyvrp(problem: Problem, cpu_s: float) -> Verdict:
    """Return what our PyVRP engine makes of a problem alone."""
    return _judged(problem, [OnBudget(PyVrp, cpu_s)])


def _judged(problem: Problem, makers: list[OnBudget]) -> Verdict:
    try:
        plan = plan_day(problem, issued_at_us=0, effort=ENDLESS, makers=makers)
    except NoPlan as error:
        return Verdict(0, 0, (str(error),))
    return judged(problem, plan)
