"""From a problem to a plan: search, add what pays, explain what is left, and let it be checked."""

from collections.abc import Callable

from cloud.errors import NoPlan
from cloud.plan.check import check
from cloud.plan.explain import explain
from cloud.plan.insert import with_all_that_pays
from cloud.plan.problem import Problem
from cloud.plan.route import Plan
from cloud.plan.solve import search
from cloud.plan.tour import drive, left_over


def plan_day(
    problem: Problem,
    *,
    issued_at_us: int,
    seed: int,
    iterations: int,
    go_on: Callable[[], bool] = lambda: True,
) -> Plan:
    """Return the best plan found; raise NoPlan if the checker does not accept it.

    The same problem, seed and iterations give the same plan, unless `go_on`, asked before each
    iteration, cuts the search short; the plan then tells how far it went.
    """
    found = search(problem, seed=seed, rounds=iterations, go_on=go_on)
    tours = with_all_that_pays(problem, found.tours)
    routes = tuple(drive(problem, truck, tours[truck.id]) for truck in problem.trucks)
    left = left_over(problem, tours.values())
    plan = Plan(
        day=problem.day,
        issued_at_us=issued_at_us,
        travel=problem.travel.method,
        exact_roads=problem.travel.exact,
        routes=routes,
        left=tuple(explain(problem, tours, pickup) for pickup in left),
        overflows_avoided=sum(
            pickup.p_overflow for pickup in problem.pickups if pickup not in left
        ),
        seed=seed,
        iterations=found.rounds,
    )
    violations = check(problem, plan)
    if violations:
        told = "; ".join(f"{one.truck} {one.rule}: {one.detail}" for one in violations[:5])
        raise NoPlan(f"the checker refuses the plan for {plan.day}: {told}")
    return plan
