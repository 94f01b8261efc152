"""What a dispatcher waits for: the first legal plan, the plan after a while, and how both grow."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Final

from cloud.plan.effort import Effort
from cloud.plan.improve import Step
from cloud.plan.law.rules import Rules, chosen
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from tests.bench_plan import peer_pyvrp
from tests.bench_plan.apart import Job, Result, Took, each
from tests.bench_plan.growth import Grown, drawn
from tests.bench_plan.judge import Verdict, judged, judged_tours
from tests.bench_plan.page import GROWTH, rows, say
from tests.bench_plan.towns import Town, town

# Containers, trucks, seconds by the clock, and by how many percent it may cost more than long runs.
ASKED: Final = ((300, 6, 20.0, 1.0), (2000, 40, 90.0, 3.0))
FIRST_S: Final = 2.0
PEAK_MB: Final = 1500.0
GROWING: Final = (50, 100, 200, 400, 800, 1400, 2000)
ROUNDS: Final = 3
ENDLESS: Final = 1_000_000
HEAD: Final = """\
## While somebody waits

Towns with two tips, crews under EU 561 and the labour code, plans by `plan_day` as it is used, two
processes side by side; seconds by the clock, from the call, starting the processes included.
Beside them PyVRP alone for {long_s:,.0f} CPU seconds **without any break**, on the same costs
(metres and prizes). Memory is that of all processes together, and never less than it was.
"""
GROWN: Final = """\
## How it grows

Towns of 50 to 2,000 containers, a truck for each fifty, {rounds} rounds of both engines.

![Time and memory by the number of containers](../images/{image})
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """What `plan_day` gave: the first plan's seconds and price, the last one's price and rounds."""

    first_s: float
    first: Verdict
    last_s: float
    last: Verdict
    rounds: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A town, how long was waited, and what it came to."""

    containers: int
    trucks: int
    seconds: float
    within: float
    mine: Took[Waited]


def waits(share: float) -> list[Asked]:
    """Plan the towns in a share of the time, one after another, since each has two processes."""
    return [
        Asked(
            n,
            trucks,
            share * s,
            within,
            _alone(
                f"{n} containers, {share * s:.0f} s", partial(waited, _day(n, trucks), share * s)
            ),
        )
        for n, trucks, s, within in ASKED
    ]


def longs(long_s: float, at_once: int) -> list[Took[Verdict]]:
    """Let the peer plan the same towns for a long time, without breaks."""
    jobs = [
        Job(
            f"PyVRP alone, {n}, {long_s:.0f} s",
            partial(peer_pyvrp.solved, relaxed(_day(n, trucks)), long_s),
        )
        for n, trucks, _, _ in ASKED
    ]
    found = {job.name: took for job, took in _said(each(jobs, at_once))}
    return [found[job.name] for job in jobs]


def growth(share: float) -> list[Grown]:
    """Plan towns of all sizes in a few rounds."""
    return [_grown(n) for n in _growing(share)]


def _day(containers: int, trucks: int) -> Problem:
    return town(Town(containers, containers, trucks, rules=working()))


def working() -> Rules:
    """Return the rules that crews of the towns work under."""
    return chosen("eu-561", "labour-code")


def relaxed(problem: Problem) -> Problem:
    """Return a problem without breaks."""
    trucks = tuple(replace(truck, rules=Rules("")) for truck in problem.trucks)
    return replace(problem, trucks=trucks)


def waited(problem: Problem, seconds: float, rounds: int = ENDLESS) -> Waited:
    """Plan a day, and note when the first plan came."""
    begun_s = time.perf_counter()
    heard: list[tuple[float, Step]] = []

    def tell(step: Step) -> None:
        if not heard:
            heard.append((time.perf_counter() - begun_s, step))

    effort = Effort(1, rounds, seconds)
    plan = plan_day(problem, issued_at_us=0, effort=effort, tell=tell)
    last_s = time.perf_counter() - begun_s
    first_s, first = heard[0]
    tours = first.best.tours
    return Waited(
        first_s, judged_tours(problem, tours), last_s, judged(problem, plan), plan.iterations
    )


def written(asked: Sequence[Asked], longs: Sequence[Took[Verdict]], grown: Sequence[Grown]) -> str:
    """Return the tables, and draw how it grows."""
    heads = [
        *("containers", "trucks", "first legal plan", "cost of it", "given", "in all"),
        *("containers left", "over the long run", "allowed", "peak memory", "CPU s"),
    ]
    pairs = list(zip(asked, longs, strict=True))
    missed = [line for one, long in pairs for line in _missed(one, long)]
    drawn(grown, GROWTH)
    body = [
        [
            str(one.size),
            f"{one.first_s:.2f} s",
            f"{one.all_s:.1f} s",
            f"{one.cpu_s:.1f}",
            f"{one.peak_mb:,.0f} MB",
        ]
        for one in grown
    ]
    return "\n".join(
        [
            HEAD.format(long_s=max(long.cpu_s for long in longs)),
            rows(heads, [_row(one, long) for one, long in pairs]),
            "",
            "\n".join(missed) or "All within what was asked.",
            "",
            GROWN.format(rounds=ROUNDS, image=GROWTH.name),
            rows(["containers", "first plan", "all rounds", "CPU s", "peak memory"], body),
            "",
        ]
    )


def over(one: Asked, long: Took[Verdict]) -> float:
    """Return by how many percent ours costs more than the long run."""
    return 100 * (one.mine.result.last.cost_ueur / long.result.cost_ueur - 1)


def _alone(name: str, work: "partial[Waited]") -> Took[Waited]:
    return next(_said(each([Job(name, work, 2)], 1)))[1]


def _said(
    found: Iterator[tuple[Job[Result], Took[Result]]],
) -> Iterator[tuple[Job[Result], Took[Result]]]:
    for job, took in found:
        say(f"{job.name}: {took}")
        yield job, took


def _growing(share: float) -> Sequence[int]:
    return GROWING if share >= 1 else GROWING[::2]


def _grown(size: int) -> Grown:
    day = _day(size, ceil(size / 50))
    took = _alone(f"growth {size}", partial(waited, day, 600.0, ROUNDS))
    return Grown(size, took.result.first_s, took.result.last_s, took.cpu_s, took.peak_mb)


def _row(one: Asked, long: Took[Verdict]) -> list[str]:
    mine, theirs = one.mine.result, long.result
    told = f"{over(one, long):+.2f} %" if theirs.legal else theirs.faults[0]
    return [
        f"{one.containers:,}",
        str(one.trucks),
        f"{mine.first_s:.2f} s",
        f"{100 * (mine.first.cost_ueur / mine.last.cost_ueur - 1):+.0f} %",
        f"{one.seconds:.0f} s",
        f"{mine.last_s:.1f} s",
        f"{mine.last.left} (long run {theirs.left})",
        told,
        f"+{one.within:.0f} %",
        f"{one.mine.peak_mb:,.0f} MB",
        f"{one.mine.cpu_s:.0f} (long run {long.cpu_s:,.0f})",
    ]


def _missed(one: Asked, long: Took[Verdict]) -> list[str]:
    mine, name = one.mine.result, f"{one.containers:,} containers"
    found = []
    if one.containers == ASKED[0][0] and (mine.first_s > FIRST_S or not mine.first.legal):
        faults = ", ".join(mine.first.faults[:2]) or "legal"
        found.append(f"- {name}: the first plan after {mine.first_s:.2f} s ({faults}).")
    if not long.result.legal or over(one, long) > one.within:
        found.append(f"- {name}: {over(one, long):+.2f} % over the long run.")
    if one.mine.peak_mb > PEAK_MB:
        found.append(f"- {name}: {one.mine.peak_mb:,.0f} MB.")
    return found
