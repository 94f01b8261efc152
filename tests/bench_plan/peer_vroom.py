"""VROOM at its highest level of exploration; each container is brought to its nearest tip.

It has no trips: so its maintainers advise. What may be left has a low priority; it has no prizes.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import numpy as np
import vroom
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Problem, Tip, Tour
from tests.bench_plan.judge import Verdict, judged_tours
from tests.bench_plan.net import FAR, Matrix, Net, capacity, net

LEVEL: Final = 5
MUST, MAY = 100, 1


def solved(problem: Problem, cpu_s: float) -> Verdict:
    """Return what VROOM makes of a problem."""
    until_s = time.process_time() + cpu_s
    seen = net(problem)
    given = vroom.Input()
    # It reads the raw buffers: an array in another order would be another matrix.
    given.set_durations_matrix("car", _raw(seen.seconds))
    given.set_costs_matrix("car", _raw(seen.costs))
    single = problem.trucks[0].trips == 1
    opens_s, closes_s = problem.trucks[0].hours
    for number, truck in enumerate(problem.trucks):
        given.add_vehicle(
            vroom.Vehicle(
                number + 1,
                start=seen.depot,
                end=seen.home if single else seen.depot,
                capacity=[capacity(truck)],
                time_window=vroom.TimeWindow(opens_s, closes_s),
            )
        )
    if single:
        given.add_job([_job(seen, number, one) for number, one in enumerate(problem.pickups)])
    else:
        for number, one in enumerate(problem.pickups):
            _bring(given, seen, number, one)
    left = timedelta(seconds=max(0.1, until_s - time.process_time()))
    found = given.solve(exploration_level=LEVEL, nb_threads=1, timeout=left)
    return judged_tours(problem, dict(_tours(seen, found.to_dict()["routes"])))


def _raw(matrix: Matrix) -> NDArray[np.uint32]:
    """Return a matrix without what is far from all: it refuses sums that might overflow."""
    most = 2 * matrix[matrix < FAR].max()
    return np.ascontiguousarray(np.minimum(matrix, most), dtype=np.uint32)


def _windows(seen: Net, duty: Pickup | Tip) -> list[vroom.TimeWindow]:
    return [vroom.TimeWindow(*seen.hours(duty))] if duty.windows else []


def _job(seen: Net, number: int, pickup: Pickup) -> vroom.Job:
    return vroom.Job(
        number,
        location=pickup.place,
        default_service=pickup.service_s,
        pickup=[pickup.load_kg],
        priority=MUST if pickup.must else MAY,
        time_windows=_windows(seen, pickup),
    )


def _bring(given: vroom.Input, seen: Net, number: int, pickup: Pickup) -> None:
    """Add the way of a container's load to the nearest tip, where unloading is set up once."""
    tip = seen.problem.tips[int(seen.costs[pickup.place, _tips(seen)].argmin())]
    given.add_shipment(
        vroom.ShipmentStep(
            number,
            location=pickup.place,
            default_service=pickup.service_s,
            time_windows=_windows(seen, pickup),
        ),
        vroom.ShipmentStep(
            number,
            location=tip.place,
            default_setup=tip.unload_s,
            time_windows=_windows(seen, tip),
        ),
        amount=vroom.Amount([pickup.load_kg]),
        priority=MUST if pickup.must else MAY,
    )


def _tips(seen: Net) -> list[int]:
    return [tip.place for tip in seen.problem.tips]


def _tours(seen: Net, routes: list[dict[str, object]]) -> Iterator[tuple[str, Tour]]:
    problem = seen.problem
    at = {tip.place: tip for tip in problem.tips}
    for route in routes:
        duties: list[Pickup | Tip] = []
        steps = route["steps"]
        assert isinstance(steps, list)
        for step in steps:
            if step["type"] in ("job", "pickup"):
                duties.append(problem.pickups[step["id"]])
            elif step["type"] == "delivery":
                tip = at[step["location_index"]]
                if duties[-1] != tip:
                    duties.append(tip)
        number = route["vehicle"]
        assert isinstance(number, int)
        yield problem.trucks[number - 1].id, seen.tour(duties)
