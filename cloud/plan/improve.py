"""One search, step by step: what an engine proposes becomes lawful, and the best is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cloud.plan.engine import Engine
from cloud.plan.polish import polished
from cloud.plan.problem import Problem, Tours, Truck
from cloud.plan.settle import Settled, settle

Reserve: TypeAlias = Callable[[Problem, Truck], int]
"""How many seconds of a truck's shift a search that knows no breaks leaves for them."""

Maker: TypeAlias = Callable[[Reserve], Engine]
"""Makes an engine, in the process that uses it."""


@dataclass(frozen=True, slots=True)
class Step:
    """The best so far after a round of an engine; round 0 is its first proposal."""

    engine: str
    round: int
    best: Settled


def steps(
    problem: Problem,
    maker: Maker,
    *,
    seed: int,
    rounds: int,
    left_s: Callable[[], float],
    start: Tours | None = None,
) -> Iterator[Step]:
    """Yield the best after each round: what was found only ever becomes cheaper.

    The breaks that the first proposal comes to are what the search leaves room for from then on.
    """
    engine = maker(_nothing)
    first = next(engine.search(problem, start, seed=seed, rounds=rounds, left_s=left_s), None)
    if first is None:
        return
    best = polished(problem, settle(problem, first))
    yield Step(engine.name, 0, best)
    rests = {truck.id: _rest_s(best, truck) for truck in problem.trucks}
    most = max(rests.values())
    kept = {truck: rest_s or most for truck, rest_s in rests.items()}
    engine = maker(lambda _, truck: kept[truck.id])
    seen: Tours = first if not most else {}
    found = engine.search(problem, start, seed=seed, rounds=rounds, left_s=left_s)
    for done, proposal in enumerate(found):
        if proposal != seen:
            seen = proposal
            settled = polished(problem, settle(problem, proposal))
            best = min([best, settled], key=lambda one: one.cost_ueur)
        if done:
            yield Step(engine.name, done, best)


def _nothing(_problem: Problem, _truck: Truck) -> int:
    return 0


def _rest_s(settled: Settled, truck: Truck) -> int:
    spans = settled.routes[truck.id].timetable
    return sum(span.end_s - span.begin_s for span in spans if span.doing == "break")
