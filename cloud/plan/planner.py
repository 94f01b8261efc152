"""A day's plan: searched, polished, explained, and let out only if the checker accepts it."""

from collections.abc import Sequence
from dataclasses import replace

from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.cost import route_ueur
from cloud.plan.effort import Effort, Tell
from cloud.plan.engines import usable
from cloud.plan.explain import reasons
from cloud.plan.improve import Maker
from cloud.plan.news import News
from cloud.plan.parts import parts
from cloud.plan.portfolio import Outcome, searched
from cloud.plan.problem import Problem, Tours
from cloud.plan.rounds import with_rounds
from cloud.plan.route import Plan

ROUNDS = 12
SECONDS = 60.0

AFTER_S = 0.003
"""Seconds a container that checking and explaining a plan takes; the search ends earlier by it."""


def plan_day(
    problem: Problem,
    *,
    issued_at_us: int,
    effort: Effort = Effort(seed=1, rounds=ROUNDS, seconds=SECONDS),  # noqa: B008 - frozen
    makers: Sequence[Maker] | None = None,
    start: Tours | None = None,
    news: News | None = None,
    tell: Tell | None = None,
) -> Plan:
    """Return the plan of a day; raises NoPlan without trucks, or if the checker refuses it.

    Where the clock cuts a search short, `iterations` is less than the rounds asked for, and
    another run may end elsewhere.
    """
    if not problem.trucks:
        raise NoPlan(f"nobody could drive a plan for {problem.day}: the registry has no truck")
    fit = with_rounds(problem)
    search_s = effort.seconds - min(0.1 * effort.seconds, AFTER_S * len(fit.pickups))
    search = replace(effort, seconds=search_s)
    outcome = searched(fit, parts(fit), makers or usable(), search, start=start, tell=tell)
    plan = _plan(fit, outcome, issued_at_us, effort, news)
    if wrong := violations(fit, plan):
        first = "; ".join(f"{one.where}: {one.rule}, {one.detail}" for one in wrong[:3])
        raise NoPlan(f"the plan for {problem.day} breaks {len(wrong)} rules: {first}")
    return plan


def _plan(
    problem: Problem, outcome: Outcome, issued_at_us: int, effort: Effort, news: News | None
) -> Plan:
    routes = tuple(outcome.best.routes[truck.id] for truck in problem.trucks)
    travels = list(problem.travels.values())
    return Plan(
        day=problem.day,
        issued_at_us=issued_at_us,
        travel=travels[0].method,
        exact_roads=all(travel.exact for travel in travels),
        routes=routes,
        left=reasons(problem, outcome.best.tours, outcome.best.routes),
        overflows_avoided=float(
            sum(stop.p_overflow or 0.0 for route in routes for stop in route.containers)
        ),
        seed=effort.seed,
        iterations=outcome.rounds,
        cost_ueur=sum(
            route_ueur(truck, route) for truck, route in zip(problem.trucks, routes, strict=True)
        ),
        engine=" + ".join(outcome.engines),
        news=news,
    )
