"""Work in processes of its own, and what it took: CPU and memory, children included."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Took(Generic[Result]):
    """A result, and what the process that found it took from its start to its end.

    Attributes:
        peak_mb: of the process, and of its largest child as many times as it has some at once; so
            never less than it was.
    """

    result: Result
    cpu_s: float
    wall_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Job(Generic[Result]):
    """Work that can be sent to another process; `beside` says how many children it has at once."""

    name: str
    work: Callable[[], Result]
    beside: int = 0


def each(jobs: Sequence[Job[Result]], at_once: int) -> Iterator[tuple[Job[Result], Took[Result]]]:
    """Yield jobs as they end, so many at once, each in a fresh process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(at_once, spawn, max_tasks_per_child=1) as pool:
        running = {pool.submit(_measured, job): job for job in jobs}
        try:
            for one in as_completed(running):
                yield running[one], one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _measured(job: Job[Result]) -> Took[Result]:
    begun_s = time.perf_counter()
    result = job.work()
    wall_s = time.perf_counter() - begun_s
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu_s = sum(one.ru_utime + one.ru_stime for one in (own, children))
    peak_kb = own.ru_maxrss + job.beside * children.ru_maxrss
    return Took(result, cpu_s, wall_s, peak_kb / 1024)
