"""Two engines on one problem: who leads, and who helps it off.

Weaving comes far in its first second and crawls from then on; PyVRP is the other way round, and
from where weaving came to it often ends up cheaper than from a start by chance. So the helper runs
`HEAT` rounds. Then it either ends, for its processor is worth more to the leader, who goes on from
where the helper came to if that is ahead (`lead`); or it hands over to a second walk of the
leader's kind, where processors are idle (`follow`).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from cloud.plan.improve import Limits, Maker, Step, steps
from cloud.plan.problem import Problem, Tours

HEAT: Final = 1
"""So many rounds the other engine goes."""

MEETS: Final = 3
"""After so many rounds the leader looks where the other one is; it hardly ever has to wait."""

Other: TypeAlias = Callable[[], Step | None]
"""Waits for the last step of the other engine; None if it took none."""


def lead(
    problem: Problem,
    maker: Maker,
    starter: Maker,
    limits: Limits,
    start: Tours | None,
    other: Other,
) -> Iterator[Step]:
    """Yield the leader's steps, from the meeting on beginning again where the other one is ahead.

    What comes out is decided by seed and rounds, whatever the clock of either does.
    """
    meets = min(MEETS, limits.rounds)
    ahead: Step | None = None
    for step in steps(problem, maker, limits, start, starter):
        yield step
        if step.round == meets:
            ahead = other()
            if ahead is not None and ahead.best.cost_ueur < step.best.cost_ueur:
                break
    else:
        return
    yield Step(ahead.engine, meets, ahead.best)
    rest = replace(limits, rounds=limits.rounds - meets)
    for step in steps(problem, maker, rest, ahead.best.tours):
        further = step.best.cost_ueur < ahead.best.cost_ueur
        engine = f"{ahead.engine} + {step.engine}" if further else ahead.engine
        yield Step(engine, meets + step.round, step.best if further else ahead.best)


def follow(
    problem: Problem, maker: Maker, starter: Maker, limits: Limits, start: Tours | None
) -> Iterator[Step]:
    """Yield the helper's steps, then those of an engine of the leader's kind that goes on there.

    It draws other lots than the leader.
    """
    came: Step | None = None
    for came in steps(problem, starter, replace(limits, rounds=min(HEAT, limits.rounds)), start):
        yield came
    if came is None:
        return
    others = replace(limits, seed=limits.seed + 1)
    for step in steps(problem, maker, others, came.best.tours):
        further = step.best.cost_ueur < came.best.cost_ueur
        engine = f"{came.engine} + {step.engine}" if further else came.engine
        yield Step(engine, step.round, step.best if further else came.best)
