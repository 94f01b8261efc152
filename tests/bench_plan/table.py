"""Solvers side by side on equal CPU time: how far each ends from the best that is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from cloud.plan.problem import Problem
from tests.bench_plan import ours, peer_ortools, peer_pyvrp, peer_vroom
from tests.bench_plan.apart import Job, Took, each
from tests.bench_plan.case import Case
from tests.bench_plan.classics import FOLDER, classics
from tests.bench_plan.judge import Verdict
from tests.bench_plan.page import rows, say
from tests.bench_plan.towns import Town, town

Solver = Callable[[Problem, float], Verdict]

PEERS: Final[Mapping[str, Solver]] = {
    "OR-Tools GLS": peer_ortools.solved,
    "VROOM": peer_vroom.solved,
    "PyVRP": peer_pyvrp.solved,
}
PARTS: Final[Mapping[str, Solver]] = {
    "our OR-Tools engine": ours.ortools,
    "our PyVRP engine": ours.pyvrp,
}
OURS: Final = "ours, both"
SOLVERS: Final[Mapping[str, Solver]] = {**PEERS, **PARTS, OURS: ours.both}

ALLOWED: Final = 0.3
"""Points by which ours may be behind the best of the others."""

LEAST_S: Final = 4.0
"""With less CPU time than this two processes do hardly more than start."""

TOWNS: Final = ((100, 3, 10.0), (250, 7, 15.0), (400, 11, 20.0))
HEAD: Final = """\
## Beside others, at equal CPU time

Every solver had a process of its own and so many CPU seconds for modelling and searching; ours
divided them between two processes. In brackets the CPU seconds of all processes from their start to
their end: starting and importing take one or two of each, OR-Tools cannot be stopped between two
solutions, VROOM's limit does not always bind, and what we do after the search (reasons for what is
left, the checker) comes on top. One seed each. The gap is that to the best known plan, or to the
best of this row (`=`).

- OR-Tools GLS: insertion, then guided local search, all other things as they come.
- VROOM: level 5; it has no trips and no prizes, see `tests/bench_plan/peer_vroom.py`.
- PyVRP: its own `solve`.
- the others: `cloud/plan`, with one engine, and as it is used, with both.

C, R and RC: VRPTW, distance only, in tenths; PC: prize-collecting; X: no windows; towns: one-way
streets, two tips, two sizes of truck, windows for a fifth and prizes for a third of the containers,
made from a seed.
"""


@dataclass(slots=True)
class Row:
    """A case and what each solver made of it."""

    case: Case
    found: dict[str, Took[Verdict]] = field(default_factory=dict)

    def best_ueur(self, names: Sequence[str] = tuple(SOLVERS)) -> int | None:
        """Return the least that some solvers paid."""
        paid = [
            self.found[name].result.cost_ueur
            for name in names
            if name in self.found and self.found[name].result.legal
        ]
        return min(paid, default=None)

    def gap(self, cost_ueur: int) -> float:
        """Return by how many percent a price is over the best."""
        best = self.case.known_ueur or self.best_ueur() or cost_ueur
        return 100 * (cost_ueur / best - 1)


def table(share: float, at_once: int) -> list[Row]:
    """Run all solvers with a share of the CPU time."""
    cases = [replace(one, cpu_s=max(LEAST_S, one.cpu_s * share)) for one in _cases()]
    found = {case.name: Row(case) for case in cases}
    # The two processes of ours count as one: they wait for one another at the end only.
    jobs = {
        (case.name, name): Job(
            f"{case.name}: {name}", partial(_run, solve, case.problem, case.cpu_s), 2
        )
        for case in cases
        for name, solve in SOLVERS.items()
    }
    keys = {id(job): key for key, job in jobs.items()}
    for job, took in each(list(jobs.values()), at_once):
        case, solver = keys[id(job)]
        found[case].found[solver] = took
        say(f"{job.name}: {_told(found[case], solver)}")
    return list(found.values())


def written(found: Sequence[Row]) -> str:
    """Return the table, and where we are behind."""
    heads = ["", "containers", "CPU s", "best known", *SOLVERS]
    body = [
        [
            row.case.name,
            str(row.case.size),
            f"{row.case.cpu_s:.0f}",
            _known(row),
            *(_cell(row, name) for name in SOLVERS),
        ]
        for row in found
    ]
    behind = [line for row in found if (line := _behind(row))]
    fine = f"Ours is nowhere more than {ALLOWED} points behind the best of them."
    total_s = sum(took.cpu_s for row in found for took in row.found.values())
    spent = f"CPU seconds of this table: {total_s:,.0f}.\n"
    return "\n\n".join([HEAD.strip(), rows(heads, body), "\n".join(behind) or fine, spent])


def _cases() -> list[Case]:
    towns = [
        Case(f"town of {size}", town(Town(size, size, trucks)), cpu_s)
        for size, trucks, cpu_s in TOWNS
    ]
    return [*(classics() if FOLDER.is_dir() else []), *towns]


def _run(solve: Solver, problem: Problem, cpu_s: float) -> Verdict:
    return solve(problem, cpu_s)


def _known(row: Row) -> str:
    best = row.case.known_ueur
    return f"{best:,}" if best else f"= {(row.best_ueur() or 0) / 1e6:,.2f} €"


def _cell(row: Row, name: str) -> str:
    told = _told(row, name)
    took = row.found[name]
    mine = took.result.cost_ueur
    return f"**{told}**" if took.result.legal and mine == row.best_ueur() else told


def _told(row: Row, name: str) -> str:
    took = row.found[name]
    if not took.result.legal:
        return f"{took.result.faults[0]} ({took.cpu_s:.0f})"
    if row.case.known_ueur or len(row.found) == len(SOLVERS):
        return f"{row.gap(took.result.cost_ueur):.2f} % ({took.cpu_s:.0f})"
    return f"{took.result.cost_ueur / 1e6:,.2f} € ({took.cpu_s:.0f})"


def _behind(row: Row) -> str | None:
    mine, others = row.found[OURS].result, row.best_ueur([*PEERS, *PARTS])
    if not mine.legal:
        return f"- {row.case.name}: ours is illegal: {mine.faults[0]}."
    if others is None or (points := row.gap(mine.cost_ueur) - row.gap(others)) <= ALLOWED:
        return None
    peers = row.best_ueur(list(PEERS))
    which = "a peer" if peers == others else "one engine of ours alone"
    return f"- {row.case.name}: ours is {points:.2f} points behind {which}."
