"""Work in processes of its own, and what it took: CPU and memory, children included."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

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
    """Yield jobs as they end, so many at once, each in a fresh process.

    Not by `concurrent.futures`: with a process for each task its pool stops for ever now and then
    in Python 3.11.
    """
    spawn = multiprocessing.get_context("spawn")
    waiting = list(reversed(jobs))
    running: dict[Connection[None, Took[Result]], tuple[Job[Result], Any]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                job = waiting.pop()
                here, there = spawn.Pipe(duplex=False)
                process = spawn.Process(target=_measured, args=(job, there), name=job.name)
                process.start()
                there.close()
                running[here] = (job, process)
            for ended in wait(list(running)):
                job, process = running.pop(ended)  # type: ignore[call-overload] # one of them
                took = _heard(ended, job)  # type: ignore[arg-type] # what was waited for
                process.join()
                yield job, took
    finally:
        for _, process in running.values():
            process.terminate()


def _heard(end: "Connection[None, Took[Result]]", job: Job[Result]) -> Took[Result]:
    try:
        return end.recv()
    except EOFError:
        raise RuntimeError(f"{job.name} ended without a result") from None


def _measured(job: Job[Result], end: "Connection[Took[Result], None]") -> None:
    begun_s = time.perf_counter()
    result = job.work()
    wall_s = time.perf_counter() - begun_s
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu_s = sum(one.ru_utime + one.ru_stime for one in (own, children))
    peak_kb = own.ru_maxrss + job.beside * children.ru_maxrss
    end.send(Took(result, cpu_s, wall_s, peak_kb / 1024))
