"""What a plan of whatever origin is worth, and everything that is wrong with it."""

from dataclasses import dataclass

from cloud.errors import NoPlan
from cloud.plan.check import violations
from cloud.plan.cost import route_ueur
from cloud.plan.problem import Pickup, Problem, Tours
from cloud.plan.route import Left, Plan, Route
from cloud.plan.tour import drive, stays


@dataclass(frozen=True, slots=True)
class Verdict:
    """A plan's price with the prizes of what is left, musts not counted, and its faults."""

    cost_ueur: int
    left: int
    faults: tuple[str, ...] = ()

    @property
    def legal(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def judged(problem: Problem, plan: Plan) -> Verdict:
    """Return what a plan is worth."""
    served = {stop.ref for route in plan.routes for stop in route.containers}
    left = [one for one in problem.pickups if one.container not in served]
    cost = plan.cost_ueur + sum(one.prize_ueur for one in left)
    wrong = violations(problem, plan)
    return Verdict(cost, len(left), tuple(f"{one.where}: {one.rule}" for one in wrong))


def judged_tours(problem: Problem, tours: Tours) -> Verdict:
    """Return what another's tours are worth when they are driven as told."""
    routes = []
    for truck in problem.trucks:
        tour = tours.get(truck.id, ())
        try:
            routes.append(drive(problem, truck, tour))
        except NoPlan as error:
            return Verdict(0, 0, (str(error),))
    return judged(problem, _plan(problem, tours, tuple(routes)))


def _plan(problem: Problem, tours: Tours, routes: tuple[Route, ...]) -> Plan:
    served = {one.ref for tour in tours.values() for one in tour if isinstance(one, Pickup)}
    lifted = [one for one in problem.pickups if one.ref in served]
    travel = next(iter(problem.travels.values()))
    return Plan(
        day=problem.day,
        issued_at_us=0,
        travel=travel.method,
        exact_roads=travel.exact,
        routes=routes,
        left=tuple(
            Left(one.container, one.p_overflow, "can-wait", "It is left.")
            for one in problem.pickups
            if one.container not in served
        ),
        overflows_avoided=sum(one.p_overflow for one in lifted),
        seed=0,
        iterations=0,
        cost_ueur=sum(
            route_ueur(truck, route)
            for truck, route in zip(problem.trucks, routes, strict=True)
            if not stays(truck, tours.get(truck.id, ()))
        ),
    )
