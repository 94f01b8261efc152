"""A large problem searched phase by phase, in each of them all districts side by side.

PyVRP copies the whole plan in each iteration, so that with 2,000 containers one takes four times
as long as with 300, and there is more to be found. Districts are as quick as small problems, and
each processor has its own.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from cloud.plan.cost import left_over, tours_ueur
from cloud.plan.districts import SIZE, District, districts, first_districts
from cloud.plan.engine import Engine, nothing
from cloud.plan.improve import Limits, Maker, Step, lawful_of, rests_s
from cloud.plan.polish import polished
from cloud.plan.problem import Problem, Tour, Tours
from cloud.plan.settle import Settled, priced, settle

PHASE: Final = 5
"""Rounds in a phase."""

DRAWS: Final = 3
"""From so many starts a district is tried for a round: where they end is several percent apart."""

ANOTHER_LOT: Final = 7919
"""Far from the seeds of other phases."""


@dataclass(frozen=True, slots=True)
class Task:
    """The search of a district, from its tours if there are some, till an instant at the latest."""

    district: District
    start: Tours | None
    seed: int
    rounds: int
    ends_s: float


Searched: TypeAlias = tuple[Settled, int]
"""The best of a district, and how many rounds led there."""

Run: TypeAlias = Callable[[Sequence[Task]], Sequence[Searched]]


def phased(
    problem: Problem,
    maker: Maker,
    limits: Limits,
    start: Tours | None,
    processes: int,
    size: int = SIZE,
) -> Iterator[Step]:
    """Yield the best after each phase; what was found only ever becomes cheaper.

    Seed and rounds decide what comes out, whatever the number of processes.
    """
    name = f"{maker(nothing).name} in districts"
    best = settle(problem, start or {})
    if start is not None:
        yield Step(name, 0, best)
    with _running(problem, maker, processes) as run:
        for phase, done in enumerate(range(0, limits.rounds, PHASE)):
            if not limits.going():
                return
            tours = None if phase == 0 and start is None else best.tours
            cut = (
                first_districts(problem, size)
                if tours is None
                else districts(problem, tours, phase, size)
            )
            rounds = min(PHASE, limits.rounds - done)
            tasks = _tasks(problem, cut, tours, (limits.seed + phase, rounds), limits, processes)
            found = run(tasks)
            best = _merged(problem, best, [settled for settled, _ in found])
            best = _lifted(problem, best, limits)
            yield Step(name, done + min(went for _, went in found), best)
            if not any(went for _, went in found):
                # The engine has ended by itself.
                return


def _tasks(
    problem: Problem,
    cut: Sequence[District],
    tours: Tours | None,
    lot: tuple[int, int],
    limits: Limits,
    processes: int,
) -> list[Task]:
    """Return the searches of a phase, the largest first: the last ones fill what is left of it."""
    now_s, left_s = time.monotonic(), limits.left_s()
    turns = -(-len(cut) // processes)
    order = sorted(cut, key=lambda one: -len(one.pickups))
    return [
        Task(
            one,
            tours and {problem.trucks[v].id: tours[problem.trucks[v].id] for v in one.trucks},
            *lot,
            now_s + left_s * (n // processes + 1) / turns,
        )
        for n, one in enumerate(order)
    ]


def _merged(problem: Problem, best: Settled, found: Sequence[Settled]) -> Settled:
    tours: dict[str, Tour] = dict(best.tours)
    routes = dict(best.routes)
    for one in found:
        tours |= one.tours
        routes |= one.routes
    return min([priced(problem, tours, routes), best], key=lambda one: one.cost_ueur)


def _lifted(problem: Problem, best: Settled, limits: Limits) -> Settled:
    """Return tours with what must be lifted and fitted into no tour of its district."""
    musts = [one for one in left_over(problem, best.tours.values()) if one.must]
    return polished(problem, best, musts, limits.going)


def _searched(problem: Problem, maker: Maker, task: Task) -> Searched:
    """Return the best of a district: at worst what it began with."""
    mine = task.district.of(problem)
    limits = Limits(task.seed, task.rounds, lambda: task.ends_s - time.monotonic())
    start = task.start or _drawn(mine, maker, limits)
    best = lawful_of(mine, start, limits.going)
    kept = rests_s(mine, best)
    engine = maker(lambda _, truck: kept[truck.id])
    went, last = 0, start
    # Settled once: to do so after each round would take as long as the rounds.
    for went, last in enumerate(_proposals(mine, engine, limits, best.tours)):  # noqa: B007
        pass
    return min([best, lawful_of(mine, last, limits.going)], key=lambda one: one.cost_ueur), went


def _drawn(problem: Problem, maker: Maker, limits: Limits) -> Tours:
    """Return the cheapest of what some searches by other lots come to in a round each."""
    draws: list[Tours] = []
    for n in range(DRAWS):
        lot = replace(limits, seed=limits.seed + n * ANOTHER_LOT, rounds=min(1, limits.rounds))
        draws += [*_proposals(problem, maker(nothing), lot, None)][-1:]
    return min(draws, key=lambda one: tours_ueur(problem, one), default={})


def _proposals(
    problem: Problem, engine: Engine, limits: Limits, start: Tours | None
) -> Iterator[Tours]:
    return engine.search(
        problem, start, seed=limits.seed, rounds=limits.rounds, left_s=limits.left_s
    )


@contextmanager
def _running(problem: Problem, maker: Maker, processes: int) -> Iterator[Run]:
    """Give what searches districts, in processes of their own if there are several."""
    if processes <= 1:
        yield lambda tasks: [_searched(problem, maker, task) for task in tasks]
        return
    # The problem goes to each process once; forking a program with threads is unsafe.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, spawn, initializer=_hold, initargs=(problem, maker))
    try:
        yield lambda tasks: list(pool.map(_held, tasks))
    except BaseException:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_HELD: "list[Callable[[Task], Searched]]" = []


def _hold(problem: Problem, maker: Maker) -> None:
    _HELD.append(partial(_searched, problem, maker))


def _held(task: Task) -> Searched:
    return _HELD[0](task)
