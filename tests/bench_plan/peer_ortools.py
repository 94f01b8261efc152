"""OR-Tools' routing as its users set it up: insertion first, then guided local search."""

import time
from typing import Final

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from cloud.plan.problem import Pickup, Problem, Tip, Tours
from tests.bench_plan.judge import Verdict, judged_tours
from tests.bench_plan.net import FAR, Net, capacity, net

# Its limit is of wall time, and between two solutions nobody can stop it: a core that is shared
# gives it less CPU time than that.
PATIENCE: Final = 1.3
# As many visits to each tip as its samples would give it: two a truck.
VISITS: Final = 2


def solved(problem: Problem, cpu_s: float) -> Verdict:
    """Return what OR-Tools makes of a problem."""
    until_s = time.process_time() + cpu_s
    tours = _Model(net(problem)).tours(until_s)
    if tours is None:
        return Verdict(0, 0, ("it found no plan",))
    return judged_tours(problem, tours)


class _Model:
    """Nodes are the depot, containers, visits to tips, and home."""

    def __init__(self, seen: Net) -> None:
        self._seen, problem = seen, seen.problem
        visits = VISITS * len(problem.trucks) if problem.trucks[0].trips != 1 else 0
        self._duties: list[Pickup | Tip] = [
            *problem.pickups,
            *(tip for tip in problem.tips for _ in range(visits)),
        ]
        places = [seen.depot, *(duty.place for duty in self._duties), seen.home]
        self._stays_s = [0, *map(_stays_s, self._duties), 0]
        self._grid = np.ix_(places, places)
        fleet = len(problem.trucks)
        self._manager = pywrapcp.RoutingIndexManager(
            len(places), fleet, [0] * fleet, [len(places) - 1] * fleet
        )
        self._model = pywrapcp.RoutingModel(self._manager)
        self._ways()
        self._clock()
        self._loads()
        self._choices()

    def tours(self, until_s: float) -> Tours | None:
        """Return the best tours found by some CPU time of the process; None if there are none."""
        left_s = until_s - time.process_time()
        parameters = _parameters(PATIENCE * left_s)

        def spent() -> None:
            if time.process_time() >= until_s:
                self._model.CancelSearch()

        self._model.AddAtSolutionCallback(spent)
        self._model.CloseModelWithParameters(parameters)
        found = self._model.SolveWithParameters(parameters)
        if found is None:
            return None
        trucks = self._seen.problem.trucks
        return {truck.id: self._seen.tour(self._of(found, v)) for v, truck in enumerate(trucks)}

    def _of(self, found: pywrapcp.Assignment, truck: int) -> list[Pickup | Tip]:
        at, duties = found.Value(self._model.NextVar(self._model.Start(truck))), []
        while not self._model.IsEnd(at):
            duties.append(self._duties[self._manager.IndexToNode(at) - 1])
            at = found.Value(self._model.NextVar(at))
        return duties

    def _ways(self) -> None:
        costs = np.minimum(self._seen.costs[self._grid], FAR)
        tips = [1 + i for i, duty in enumerate(self._duties) if isinstance(duty, Tip)]
        costs[np.ix_(tips, tips)] = FAR
        matrix = self._model.RegisterTransitMatrix(costs.tolist())
        self._model.SetArcCostEvaluatorOfAllVehicles(matrix)

    def _clock(self) -> None:
        trucks = self._seen.problem.trucks
        seconds = self._seen.seconds[self._grid] + np.array(self._stays_s)[:, None]
        matrix = self._model.RegisterTransitMatrix(np.minimum(seconds, FAR).tolist())
        opens_s, closes_s = trucks[0].hours
        self._model.AddDimension(matrix, closes_s, closes_s, False, "time")
        clock = self._model.GetDimensionOrDie("time")
        for v in range(len(trucks)):
            clock.CumulVar(self._model.Start(v)).SetRange(opens_s, closes_s)
        for i, duty in enumerate(self._duties):
            early_s, late_s = self._seen.hours(duty)
            index = self._manager.NodeToIndex(1 + i)
            clock.CumulVar(index).SetRange(max(opens_s, early_s), min(closes_s, late_s))

    def _loads(self) -> None:
        rooms = [capacity(truck) for truck in self._seen.problem.trucks]
        emptied = -max(rooms)
        loads = [one.load_kg if isinstance(one, Pickup) else emptied for one in self._duties]
        change = self._model.RegisterUnaryTransitVector([0, *loads, 0])
        self._model.AddDimensionWithVehicleCapacity(change, max(rooms), rooms, True, "load")
        load = self._model.GetDimensionOrDie("load")
        for v in range(len(rooms)):
            load.SlackVar(self._model.Start(v)).SetValue(0)
        for i, duty in enumerate(self._duties):
            if isinstance(duty, Pickup):
                load.SlackVar(self._manager.NodeToIndex(1 + i)).SetValue(0)

    def _choices(self) -> None:
        for i, duty in enumerate(self._duties):
            index = self._manager.NodeToIndex(1 + i)
            if isinstance(duty, Tip):
                self._model.AddDisjunction([index], 0)
            elif not duty.must:
                self._model.AddDisjunction([index], self._seen.prize(duty))


def _stays_s(duty: Pickup | Tip) -> int:
    return duty.service_s if isinstance(duty, Pickup) else duty.unload_s


def _parameters(limit_s: float) -> routing_parameters_pb2.RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(max(1, round(1000 * limit_s)))
    return parameters
