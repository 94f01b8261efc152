"""One search, step by step: what an engine proposes becomes lawful, and the best is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from cloud.plan.cost import left_over
from cloud.plan.engine import Engine, Reserve, nothing
from cloud.plan.law.reserve import breaks_s
from cloud.plan.polish import polished
from cloud.plan.problem import Pickup, Problem, Tours
from cloud.plan.settle import Known, Settled, settle

Maker: TypeAlias = Callable[[Reserve], Engine]
"""Makes an engine, in the process that uses it."""


SEARCHING: Final = frozenset(4**i for i in range(16))
"""After these rounds everything that is left is tried."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search goes: seed and rounds decide what comes out, unless no seconds are left."""

    seed: int
    rounds: int
    left_s: Callable[[], float]

    def going(self) -> bool:
        """Tell whether there is time left."""
        return self.left_s() > 0


@dataclass(frozen=True, slots=True)
class Step:
    """The best so far after a round of an engine; round 0 is its first proposal."""

    engine: str
    round: int
    best: Settled


def steps(
    problem: Problem,
    maker: Maker,
    limits: Limits,
    start: Tours | None = None,
    starter: Maker | None = None,
) -> Iterator[Step]:
    """Yield the best after each round: what was found only ever becomes cheaper.

    Without a start it begins where the starter does, which is an engine of another kind.
    From the start or the first proposal on the search leaves room for the breaks of full shifts.
    """
    known: Known = {}

    def search(engine: Engine, rounds: int) -> Iterator[Tours]:
        return engine.search(problem, start, seed=limits.seed, rounds=rounds, left_s=limits.left_s)

    def lawful(proposal: Tours) -> Settled:
        return lawful_of(problem, proposal, limits.going, known)

    told = start is not None
    if start is None and starter is not None:
        start = next(search(starter(nothing), 1), None)
    engine = maker(nothing)
    found = search(engine, limits.rounds)
    # What is told may be driven at once and says which breaks to leave room for.
    first = start if told else next(found, None)
    if first is None:
        return
    best = lawful(first)
    yield Step(engine.name, 0, best)
    seen, kept = first, rests_s(problem, best)
    if told or any(kept.values()):
        engine = maker(lambda _, truck: kept[truck.id])
        found = search(engine, limits.rounds)
        seen = next(found, first)
        best = _cheaper(best, lawful(seen))
    for done, proposal in enumerate(found, 1):
        if proposal != seen:
            seen, best = proposal, _cheaper(best, lawful(proposal))
        if done in SEARCHING:
            # What an engine leaves it leaves on purpose, as far as it knows what fits. So the rest
            # is tried too, but seldom: it takes long, and at fixed rounds, so that more rounds go
            # on where fewer ended.
            best = polished(problem, best, _left(problem, best), limits.going)
        yield Step(engine.name, done, best)


def _left(problem: Problem, settled: Settled) -> tuple[Pickup, ...]:
    return left_over(problem, settled.tours.values())


def _cheaper(one: Settled, other: Settled) -> Settled:
    return min([one, other], key=lambda it: it.cost_ueur)


def lawful_of(
    problem: Problem, proposal: Tours, going: Callable[[], bool], known: Known | None = None
) -> Settled:
    """Return lawful tours of a proposal, with what fell out of it put in elsewhere if it fits."""
    made = settle(problem, proposal, known)
    lifted = {one.ref for tour in proposal.values() for one in tour}
    missed = [one for one in _left(problem, made) if one.must or one.ref in lifted]
    return polished(problem, made, missed, going)


def rests_s(problem: Problem, settled: Settled) -> dict[str, int]:
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
