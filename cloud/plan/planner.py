"""A day's plan: searched, polished, explained, and let out only if the checker accepts it."""

from collections.abc import Callable
from functools import partial

from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.explain import polished, reasons
from cloud.plan.problem import Problem
from cloud.plan.route import Plan
from cloud.plan.solve import search
from cloud.plan.tour import Tours, cost_m, drive

ROUNDS = 12
"""About six seconds for 30 containers and two trucks."""


def plan_day(
    problem: Problem,
    *,
    issued_at_us: int,
    seed: int = 1,
    rounds: int = ROUNDS,
    left_s: Callable[[], float] = lambda: 60.0,
) -> Plan:
    """Return the plan of a day; raises NoPlan if the checker refuses it.

    `left_s` gives the seconds that the search may still take and is a backstop only: where it
    cuts a search short, `iterations` is less than `rounds` and another run may end elsewhere.
    """
    found = search(problem, seed=seed, rounds=rounds, left_s=left_s)
    # A few rounds may not find what putting in one container after another does.
    starts: tuple[Tours, ...] = (found.tours, {truck.id: () for truck in problem.trucks})
    tours = min((polished(problem, start) for start in starts), key=partial(cost_m, problem))
    plan = _plan(problem, tours, issued_at_us, (seed, found.rounds))
    if wrong := violations(problem, plan):
        first = "; ".join(f"{one.where}: {one.rule}, {one.detail}" for one in wrong[:3])
        raise NoPlan(f"the plan for {problem.day} breaks {len(wrong)} rules: {first}")
    return plan


def _plan(problem: Problem, tours: Tours, issued_at_us: int, effort: tuple[int, int]) -> Plan:
    routes = tuple(drive(problem, truck, tours[truck.id]) for truck in problem.trucks)
    return Plan(
        day=problem.day,
        issued_at_us=issued_at_us,
        travel=problem.travel.method,
        exact_roads=problem.travel.exact,
        routes=routes,
        left=reasons(problem, tours),
        overflows_avoided=float(
            sum(stop.p_overflow or 0.0 for route in routes for stop in route.containers)
        ),
        seed=effort[0],
        iterations=effort[1],
    )
