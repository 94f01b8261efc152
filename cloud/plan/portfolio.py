"""Searches side by side, each in a process of its own, over the parts of a problem.

Whatever the clock of each process does, what comes out is decided by seed and rounds alone: of
each part the cheapest of the engines' last steps, the first engine's where they cost the same.
"""

import multiprocessing
import queue
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from cloud.plan.improve import Maker, Step, steps
from cloud.plan.problem import Problem, Tour, Tours
from cloud.plan.settle import Settled, priced, settle

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

    from cloud.plan.route import Route

Tell: TypeAlias = Callable[[Step], None]
"""Is told of each step of each search, in the order in which they come in."""

FEW: Final = 12
"""With fewer containers than this a second process costs more time than it saves."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: `seconds` is a backstop, seed and rounds decide what comes out."""

    seed: int
    rounds: int
    seconds: float


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
    jobs = [
        _Job(index, part, maker, effort, start)
        for index, part in enumerate(whole)
        for maker in makers
        if part.pickups or any(truck.fixed or truck.loaded for truck in part.trucks)
    ]
    heard = tell or (lambda _: None)
    small = sum(len(part.pickups) for part in whole) < FEW
    many = workers or min(len(jobs), multiprocessing.cpu_count())
    run = _here if small or many <= 1 else _beside
    ended = run(jobs, heard, many)
    return _together(problem, whole, jobs, ended)


@dataclass(frozen=True, slots=True)
class _Job:
    index: int
    part: Problem
    maker: Maker
    effort: Effort
    start: Tours | None

    def run(self, tell: Tell) -> Step | None:
        """Search to the end; return the last step."""
        ends_s = time.monotonic() + self.effort.seconds
        last: Step | None = None
        for last in steps(
            self.part,
            self.maker,
            seed=self.effort.seed,
            rounds=self.effort.rounds,
            left_s=lambda: ends_s - time.monotonic(),
            start=self.start,
        ):
            tell(last)
        return last


def _here(jobs: Sequence[_Job], tell: Tell, _many: int) -> list[Step | None]:
    return [job.run(tell) for job in jobs]


def _beside(jobs: Sequence[_Job], tell: Tell, many: int) -> list[Step | None]:
    # Forking a program with threads is unsafe, and the page's server has some.
    spawn = multiprocessing.get_context("spawn")
    news: Queue[Step] = spawn.Queue()
    pool = ProcessPoolExecutor(many, spawn, initializer=_hear, initargs=(news,))
    try:
        running = [pool.submit(_run, job) for job in jobs]
        _told(running, news, tell)
        return [one.result() for one in running]
    except BaseException:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _told(running: Iterable[Future[Step | None]], news: "Queue[Step]", tell: Tell) -> None:
    waiting = set(running)
    while waiting:
        try:
            tell(news.get(timeout=0.05))
        except queue.Empty:
            waiting = wait(waiting, timeout=0).not_done
    while True:
        try:
            tell(news.get_nowait())
        except queue.Empty:
            return


_NEWS: "Queue[Step] | None" = None


def _hear(news: "Queue[Step]") -> None:
    global _NEWS  # noqa: PLW0603 - a worker process has one
    _NEWS = news


def _run(job: _Job) -> Step | None:
    return job.run(_NEWS.put if _NEWS is not None else lambda _: None)


def _together(
    problem: Problem,
    whole: Sequence[Problem],
    jobs: Sequence[_Job],
    ended: Sequence[Step | None],
) -> Outcome:
    best: dict[int, Step] = {}
    for job, step in zip(jobs, ended, strict=True):
        held = best.get(job.index)
        if step is not None and (held is None or step.best.cost_ueur < held.best.cost_ueur):
            best[job.index] = step
    tours: dict[str, Tour] = {}
    routes: dict[str, Route] = {}
    for index, part in enumerate(whole):
        step = best.get(index)
        settled = settle(part, {}) if step is None else step.best
        tours |= settled.tours
        routes |= settled.routes
    engines = tuple(dict.fromkeys(step.engine for step in best.values()))
    rounds = min((step.round for step in best.values()), default=0)
    return Outcome(priced(problem, tours, routes), engines, rounds)
