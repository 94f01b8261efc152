"""PyVRP as its users call it: its own `solve`, with nothing of ours."""

import time
from typing import Final

import pyvrp

from cloud.plan.problem import Pickup, Problem, Tip, Tours
from tests.bench_plan.judge import Verdict, judged_tours
from tests.bench_plan.net import FAR, Net, capacity, net

MANY: Final = 20


class _Spent:
    """Stops a search when the process has had so much CPU time."""

    def __init__(self, until_s: float) -> None:
        self._until_s = until_s

    def __call__(self, best_cost: float) -> bool:
        """Tell whether it has."""
        del best_cost
        return time.process_time() >= self._until_s


def solved(problem: Problem, cpu_s: float, seed: int = 1) -> Verdict:
    """Return what PyVRP makes of a problem."""
    seen = net(problem)
    until_s = time.process_time() + cpu_s
    found = pyvrp.solve(_data(seen), _Spent(until_s), seed=seed, collect_stats=False, display=False)
    if not found.is_feasible():
        return Verdict(0, 0, ("it found no plan",))
    return judged_tours(problem, _tours(seen, found.best))


def _data(seen: Net) -> pyvrp.ProblemData:
    problem = seen.problem
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0)] * (seen.home + 1),
        [_client(seen, pickup) for pickup in problem.pickups],
        [pyvrp.Depot(seen.depot), pyvrp.Depot(seen.home), *(_tip(seen, t) for t in problem.tips)],
        [_vehicles(seen, kg) for kg in _sizes(problem)],
        # PyVRP's stub says what numbers an array holds where its shape is said.
        [seen.costs],  # type: ignore[list-item]
        [seen.seconds],  # type: ignore[list-item]
    )


def _client(seen: Net, pickup: Pickup) -> pyvrp.Client:
    early_s, late_s = seen.hours(pickup)
    return pyvrp.Client(
        pickup.place,
        pickup=[pickup.load_kg],
        service_duration=pickup.service_s,
        tw_early=early_s,
        tw_late=late_s,
        prize=seen.prize(pickup),
        required=pickup.must,
    )


def _tip(seen: Net, tip: Tip) -> pyvrp.Depot:
    return pyvrp.Depot(tip.place, *seen.hours(tip), tip.unload_s)


def _sizes(problem: Problem) -> list[int]:
    return sorted({capacity(truck) for truck in problem.trucks})


def _vehicles(seen: Net, kg: int) -> pyvrp.VehicleType:
    trucks = [truck for truck in seen.problem.trucks if capacity(truck) == kg]
    trips = trucks[0].trips
    reloads = [2 + i for i in range(len(seen.problem.tips))] if trips != 1 else []
    return pyvrp.VehicleType(
        len(trucks),
        [kg],
        start_depot=0,
        end_depot=1,
        tw_early=trucks[0].hours[0],
        tw_late=min(trucks[0].hours[1], FAR),
        reload_depots=reloads,
        max_reloads=MANY if reloads else 0,
    )


def _tours(seen: Net, best: pyvrp.Solution) -> Tours:
    problem = seen.problem
    sizes = _sizes(problem)
    free = {kg: [one.id for one in problem.trucks if capacity(one) == kg] for kg in sizes}
    found = {}
    for route in best.routes():
        duties: list[Pickup | Tip] = []
        for done in route:
            if done.is_client():
                duties.append(problem.pickups[done.idx])
            elif done.idx > 1:
                duties.append(problem.tips[done.idx - 2])
        found[free[sizes[route.vehicle_type()]].pop(0)] = seen.tour(duties)
    return found
