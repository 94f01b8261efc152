"""What another day says to a container that is to be moved to it."""

from dataclasses import dataclass

from cloud.dispatch.french import Broken
from cloud.dispatch.move import Answer, Asked, move
from cloud.errors import NoPlan
from cloud.plan.problem import Problem
from cloud.plan.route import Plan


@dataclass(frozen=True, slots=True)
class There:
    """The checker's answer for the other day; that day's own plan stays as it is.

    Attributes:
        planned: whether a plan of that day was issued; if not, its plan will have to lift it.
        truck: the truck that lifts it there already, or could with the least expense; None if no
            truck can as that day is planned.
        lifts: whether that plan lifts it already.
        broken: what every truck would break, told of the one that comes nearest.
    """

    planned: bool
    truck: str | None = None
    lifts: bool = False
    broken: tuple[Broken, ...] = ()


def there(problem: Problem, plan: Plan, container: str) -> There:
    """Return what a planned day says to a container."""
    for route in plan.routes:
        if container in {stop.ref for stop in route.containers}:
            return There(planned=True, truck=route.truck, lifts=True)
    asked = [(truck.id, _tried(problem, plan, container, truck.id)) for truck in problem.trucks]
    tried = [(truck, answer) for truck, answer in asked if answer is not None]
    if not tried:
        return There(planned=True)
    truck, best = min(tried, key=lambda one: (len(one[1].broken), one[1].extra_ueur, one[0]))
    return There(planned=True, truck=None if best.broken else truck, broken=best.broken)


def _tried(problem: Problem, plan: Plan, container: str, truck: str) -> Answer | None:
    try:
        return move(problem, plan, Asked(container, truck=truck))
    except NoPlan:
        return None
