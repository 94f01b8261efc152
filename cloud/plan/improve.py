"""One search, step by step: what an engine proposes becomes lawful, and the best is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cloud.plan.engine import Engine, Reserve, nothing
from cloud.plan.law.reserve import breaks_s
from cloud.plan.polish import polished
from cloud.plan.problem import Problem, Tours
from cloud.plan.settle import Settled, settle

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

    From the first proposal on the search leaves room for the breaks of full shifts.
    """
    engine = maker(nothing)
    first = next(engine.search(problem, start, seed=seed, rounds=rounds, left_s=left_s), None)
    if first is None:
        return
    best = polished(problem, settle(problem, first))
    yield Step(engine.name, 0, best)
    kept = _rests_s(problem, best)
    engine = maker(lambda _, truck: kept[truck.id])
    seen: Tours = {} if any(kept.values()) else first
    found = engine.search(problem, start, seed=seed, rounds=rounds, left_s=left_s)
    for done, proposal in enumerate(found):
        if proposal != seen:
            seen = proposal
            settled = polished(problem, settle(problem, proposal))
            best = min([best, settled], key=lambda one: one.cost_ueur)
        if done:
            yield Step(engine.name, done, best)


def _rests_s(problem: Problem, settled: Settled) -> dict[str, int]:
    """Return by truck the breaks of a whole shift, with driving in it as in these routes.

    Not the breaks of these routes: a crew rests where it would wait, and fuller tours owe more.
    """
    spans = [span for route in settled.routes.values() for span in route.timetable]
    driving_s, serving_s = (
        sum(span.end_s - span.begin_s for span in spans if span.doing == doing)
        for doing in ("drive", "serve")
    )
    share = driving_s / max(1, driving_s + serving_s)
    found = {}
    for truck in problem.trucks:
        starts_s, ends_s = truck.hours
        lasts_s = max(0, ends_s - starts_s)
        found[truck.id] = breaks_s(truck.rules, round(share * lasts_s), lasts_s, starts_s, ends_s)
    return found
