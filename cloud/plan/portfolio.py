"""The parts of a problem searched, each as fits its size, and put together."""

import multiprocessing
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from cloud.plan.cost import left_over
from cloud.plan.districts import is_large
from cloud.plan.effort import Effort, Tell
from cloud.plan.improve import Limits, Maker, Step
from cloud.plan.pairs import paired
from cloud.plan.phases import phased
from cloud.plan.polish import polished
from cloud.plan.problem import Problem, Tour, Tours
from cloud.plan.settle import Settled, priced, settle

if TYPE_CHECKING:
    from cloud.plan.route import Route


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best of all searches.

    Attributes:
        engines: whose tours were taken, part by part.
        rounds: what the shortest search that was taken went; fewer than asked for if cut short.
    """

    best: Settled
    engines: tuple[str, ...]
    rounds: int


def searched(
    problem: Problem,
    whole: Sequence[Problem],
    makers: Sequence[Maker],
    effort: Effort,
    *,
    start: Tours | None = None,
    tell: Tell | None = None,
    workers: int | None = None,
) -> Outcome:
    """Return the best that the engines find for the parts `whole` of a problem, put together."""
    busy = {i: part for i, part in enumerate(whole) if _busy(part)}
    large = {i: part for i, part in busy.items() if is_large(part, effort.large)}
    small = {i: part for i, part in busy.items() if i not in large}
    heard = tell or (lambda _: None)
    many = workers or multiprocessing.cpu_count()
    best: dict[int, Step] = {}
    # One after another: each has all processors.
    for index, part in large.items():
        ends_s = time.monotonic() + effort.seconds * _share([part], whole)
        limits = Limits(effort.seed, effort.rounds, partial(_left_s, ends_s))
        for step in phased(part, makers[0], limits, start, many, effort.district):
            best[index] = step
            heard(step)
    rest = replace(effort, seconds=effort.seconds * _share(small.values(), whole))
    best |= paired(small, makers, rest, start, heard, many)
    return _together(problem, whole, best)


def _left_s(ends_s: float) -> float:
    return ends_s - time.monotonic()


def _busy(part: Problem) -> bool:
    return bool(part.pickups) or any(truck.fixed or truck.loaded for truck in part.trucks)


def _share(some: Iterable[Problem], whole: Iterable[Problem]) -> float:
    """Return how much of the time some parts have."""
    total = sum(1 + len(part.pickups) for part in whole)
    return sum(1 + len(part.pickups) for part in some) / max(1, total)


def _together(problem: Problem, whole: Sequence[Problem], best: Mapping[int, Step]) -> Outcome:
    tours: dict[str, Tour] = {}
    routes: dict[str, Route] = {}
    for index, part in enumerate(whole):
        step = best.get(index)
        settled = settle(part, {}) if step is None else step.best
        tours |= settled.tours
        routes |= settled.routes
    engines = tuple(dict.fromkeys(step.engine for step in best.values()))
    rounds = min((step.round for step in best.values()), default=0)
    made = priced(problem, tours, routes)
    # A search that was cut short may have left what must be lifted and could be.
    musts = [one for one in left_over(problem, made.tours.values()) if one.must]
    return Outcome(polished(problem, made, musts, lambda: True), engines, rounds)
