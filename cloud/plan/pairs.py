"""Searches side by side, each in a process of its own: leaders, each with its helper.

Of several engines the first leads and the last one helps it off (`relay`). Whatever the clock
of each process does, what comes out is decided by seed and rounds alone.
"""

import multiprocessing
import queue
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from cloud.plan.effort import Effort, Tell
from cloud.plan.improve import Limits, Maker, Step, steps
from cloud.plan.problem import Problem, Tours
from cloud.plan.relay import HEAT, Other, follow, lead

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

FEW: Final = 12
"""With fewer containers than this a second process costs more time than it saves."""


def paired(
    parts: Mapping[int, Problem],
    makers: Sequence[Maker],
    effort: Effort,
    start: Tours | None,
    tell: Tell,
    many: int,
) -> dict[int, Step]:
    """Return the cheapest last step of each part, the leader's where they cost the same.

    At most so `many` processes run at once; a part of which no engine made anything is not in it.
    """
    jobs = [
        _Job(index, part, tuple(makers), effort, start, helps=helps)
        for index, part in parts.items()
        for helps in ([False, True] if len(makers) > 1 else [False])
    ]
    if effort.walks == 1:
        # Leaders wait for their helpers: none may stand behind those who wait.
        jobs.sort(key=lambda job: not job.helps)
    small = sum(len(part.pickups) for part in parts.values()) < FEW
    many = min(len(jobs), many)
    ended = (_here if small or many <= 1 else _beside)(jobs, tell, many)
    best: dict[int, Step] = {}
    for job, step in sorted(zip(jobs, ended, strict=True), key=lambda one: one[0].helps):
        held = best.get(job.index)
        if step is not None and (held is None or step.best.cost_ueur < held.best.cost_ueur):
            best[job.index] = step
    return best


@dataclass(frozen=True, slots=True)
class _Job:
    """The search of a leader, or the first rounds of its helper."""

    index: int
    part: Problem
    makers: tuple[Maker, ...]
    effort: Effort
    start: Tours | None
    helps: bool

    def run(self, tell: Tell, other: Other, ends_s: float) -> Step | None:
        """Search until an instant of the monotonic clock at the latest; return the last step."""
        last: Step | None = None
        for last in self._steps(other, lambda: ends_s - time.monotonic()):
            tell(last)
        return last

    def _steps(self, other: Other, left_s: Callable[[], float]) -> Iterator[Step]:
        first, last, part = self.makers[0], self.makers[-1], self.part
        limits = Limits(self.effort.seed, self.effort.rounds, left_s)
        if self.effort.walks > 1:
            if self.helps:
                return follow(part, first, last, limits, self.start)
            return steps(part, first, limits, self.start, last if len(self.makers) > 1 else None)
        if self.helps:
            return steps(part, last, replace(limits, rounds=min(HEAT, limits.rounds)), self.start)
        if len(self.makers) == 1:
            return steps(part, first, limits, self.start)
        return lead(part, first, last, limits, self.start, other)


def _ends_s(jobs: Sequence[_Job], many: int) -> list[float]:
    """Return by when each job must end so that all have ended when the effort's time is up."""
    now_s = time.monotonic()
    order = {index: n for n, index in enumerate(dict.fromkeys(job.index for job in jobs))}
    # A helper that walks on needs a processor as long as its leader does.
    at_once = max(1, many // 2) if any(job.helps and job.effort.walks > 1 for job in jobs) else many
    turns = -(-len(order) // at_once)
    return [now_s + job.effort.seconds * (order[job.index] // at_once + 1) / turns for job in jobs]


def _here(jobs: Sequence[_Job], tell: Tell, _many: int) -> list[Step | None]:
    ended: dict[int, Step | None] = {}
    ends_s = _ends_s(jobs, 1)
    helpers = {job.index: n for n, job in enumerate(jobs) if job.helps}

    def helped(index: int) -> Step | None:
        n = helpers[index]
        if n not in ended:
            ended[n] = jobs[n].run(tell, _nobody, ends_s[n])
        return ended[n]

    for n, job in enumerate(jobs):
        if n not in ended:
            ended[n] = job.run(tell, partial(helped, job.index), ends_s[n])
    return [ended[n] for n in range(len(jobs))]


def _nobody() -> None:
    return None


def _beside(jobs: Sequence[_Job], tell: Tell, many: int) -> list[Step | None]:
    # Forking a program with threads is unsafe, and the page's server has some.
    spawn = multiprocessing.get_context("spawn")
    news: Queue[Step] = spawn.Queue()
    meetings = {job.index: spawn.Queue() for job in jobs if job.helps}
    pool = ProcessPoolExecutor(many, spawn, initializer=_hear, initargs=(news, meetings))
    try:
        ends_s = _ends_s(jobs, many)
        running = [pool.submit(_run, job, at_s) for job, at_s in zip(jobs, ends_s, strict=True)]
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
_MEETINGS: "dict[int, Queue[Step | None]]" = {}


def _hear(news: "Queue[Step]", meetings: "dict[int, Queue[Step | None]]") -> None:
    global _NEWS  # noqa: PLW0603 - a worker process has one
    _NEWS = news
    _MEETINGS.update(meetings)
    # What nobody reads any more must not keep a process from ending.
    news.cancel_join_thread()
    for meeting in meetings.values():
        meeting.cancel_join_thread()


def _run(job: _Job, ends_s: float) -> Step | None:
    tell = _NEWS.put if _NEWS is not None else lambda _: None
    if not job.helps:
        return job.run(tell, partial(_met, job.index, ends_s), ends_s)
    last: Step | None = None
    try:
        last = job.run(tell, _nobody, ends_s)
    finally:
        _MEETINGS[job.index].put(last)
    return last


def _met(index: int, ends_s: float) -> Step | None:
    try:
        return _MEETINGS[index].get(timeout=max(0.0, ends_s - time.monotonic()))
    except queue.Empty:
        return None
