"""The routing model of OR-Tools: the only door to it in planning."""

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2
from ortools.util import optional_boolean_pb2

from cloud.plan.cost import leaving_ueur
from cloud.plan.problem import Pickup, Tip, Tour
from cloud.plan.with_ortools.able import Able, begins_s, carriers
from cloud.plan.with_ortools.graph import Graph
from cloud.plan.with_ortools.nodes import tour_of, visited
from cloud.plan.with_ortools.sums import Cap, Filling, caps, fillings

# The heavy neighbourhoods cost most of the time and find nothing on a few dozen stops.
HEAVY: Final = (
    "relocate_pair",
    "light_relocate_pair",
    "relocate_subtrip",
    "exchange_pair",
    "exchange_subtrip",
    "relocate_expensive_chain",
    "lin_kernighan",
    "global_cheapest_insertion_path_lns",
    "local_cheapest_insertion_path_lns",
    "relocate_path_global_cheapest_insertion_insert_unperformed",
    "global_cheapest_insertion_visit_types_lns",
    "local_cheapest_insertion_visit_types_lns",
    "swap_active_chain",
    "shortest_path_swap_active",
    "shortest_path_two_opt",
)

# Where there are only a few solutions at all a search ends after so many branches.
BRANCHES: Final = 20_000

LOADED_UEUR: Final = 10**9
"""What a kilogram or litre costs that comes home; a checker would refuse the plan."""


class Model:
    """A routing model of some trucks and containers, to be searched once."""

    def __init__(self, made: Graph) -> None:
        self._made, self._nodes = made, made.nodes
        count = len(made.able)
        self._manager = pywrapcp.RoutingIndexManager(
            len(made.nodes), count, list(range(count)), list(range(count, 2 * count))
        )
        self._model = pywrapcp.RoutingModel(self._manager)
        for v, at in enumerate(self._tables(made.cost_key, made.costs)):
            self._model.SetArcCostEvaluatorOfVehicle(at, v)
        self._arcs()
        self._time()
        for filling in fillings(made):
            self._fill(filling)
        for cap in caps(made):
            self._cap(cap)
        self._choices()

    def improved(self, start: Sequence[Tour], solutions: int, left_s: float) -> list[Tour] | None:
        """Return what guided local search makes of tours; None if they break the model's rules."""
        parameters = _parameters(solutions, left_s)
        self._model.AddSearchMonitor(self._model.solver().BranchesLimit(BRANCHES))
        self._model.CloseModelWithParameters(parameters)
        routes = [
            [self._index(at) for at in visited(self._nodes, v, tour)]
            for v, tour in enumerate(start)
        ]
        first = self._model.ReadAssignmentFromRoutes(routes, True)
        if first is None:
            return None
        found = self._model.SolveFromAssignmentWithParameters(first, parameters)
        return None if found is None else self._tours(found)

    def _tables(
        self, key: Callable[[int], Hashable], table: Callable[[int], NDArray[np.int64]]
    ) -> list[int]:
        """Return by truck the id of its table; trucks with the same key share one."""
        ids: dict[Hashable, int] = {}
        keys = [key(v) for v in range(len(self._made.able))]
        for v, one in enumerate(keys):
            if one not in ids:
                ids[one] = self._model.RegisterTransitMatrix(table(v).tolist())
        return [ids[one] for one in keys]

    def _arcs(self) -> None:
        allowed = self._made.allowed
        for a, node in enumerate(self._nodes):
            if node.kind != "end":
                ban = [self._index(b) for b in np.flatnonzero(~allowed[a]).tolist() if b != a]
                self._model.NextVar(self._index(a)).RemoveValues(ban)

    def _time(self) -> None:
        """Count from the first truck's start, since OR-Tools knows no instant before 0."""
        made = self._made
        zero_s = min(one.head.at_s for one in made.able)
        ends_s = [self._home_s(one) - zero_s for one in made.able]
        times = self._tables(made.time_key, made.times)
        self._model.AddDimensionWithVehicleTransitAndCapacity(
            times, max(ends_s), [max(ends_s)] * len(ends_s), False, "time"
        )
        time = self._model.GetDimensionOrDie("time")
        for v, one in enumerate(made.able):
            time.CumulVar(self._model.Start(v)).SetValue(one.head.at_s - zero_s)
            time.CumulVar(self._model.End(v)).SetMax(ends_s[v])
        for i, node in enumerate(self._nodes):
            begins = () if node.duty is None else begins_s(node.duty)
            if windows := [(first - zero_s, last - zero_s) for first, last in begins]:
                begin = time.CumulVar(self._index(i))
                begin.SetRange(max(0, windows[0][0]), max(0, min(windows[-1][1], max(ends_s))))
                for (_, closes), (opens, _) in pairwise(windows):
                    begin.RemoveInterval(closes + 1, opens - 1)

    def _home_s(self, one: Able) -> int:
        """Return when a truck must be home; as soon as it can if it will be late anyway."""
        seconds = self._made.problem.travel(one.truck).seconds
        return max(one.until_s, one.head.at_s + int(seconds[one.head.place, one.truck.end]))

    def _fill(self, filling: Filling) -> None:
        change, most = filling.change, filling.most
        vector = self._model.RegisterUnaryTransitVector(change)
        self._model.AddDimensionWithVehicleCapacity(vector, max(most), most, False, filling.name)
        load = self._model.GetDimensionOrDie(filling.name)
        for v, (has, bound) in enumerate(zip(filling.aboard, filling.bound, strict=True)):
            load.CumulVar(self._model.Start(v)).SetValue(has)
            # A bound that no first tour may break would leave the model without any.
            if bound:
                load.SetCumulVarSoftUpperBound(self._model.End(v), 0, LOADED_UEUR)
        for i, node in enumerate(self._nodes):
            # Only unloading may change a load by less than its figure.
            if node.kind != "end" and change[i] >= 0:
                load.SlackVar(self._index(i)).SetValue(0)

    def _cap(self, cap: Cap) -> None:
        vector = self._model.RegisterUnaryTransitVector(cap.each)
        self._model.AddDimensionWithVehicleCapacity(vector, 0, cap.most, True, cap.name)

    def _choices(self) -> None:
        problem, trucks = self._made.problem, self._made.able
        lifts = [(i, node.duty) for i, node in enumerate(self._nodes) if node.kind == "pickup"]
        loads = [(one, self._made.loads[i]) for i, one in lifts if isinstance(one, Pickup)]
        may = iter(carriers(problem, trucks, loads))
        for i, node in enumerate(self._nodes):
            match node.duty:
                case Pickup() as pickup:
                    self._model.AddDisjunction([self._index(i)], leaving_ueur(problem, pickup))
                    self._only(i, np.flatnonzero(next(may)).tolist())
                case Tip():
                    self._only(i, [node.truck])
                    if node.kind == "middle":
                        self._model.AddDisjunction([self._index(i)], 0)
        for v in range(len(trucks)):
            closings = [
                self._index(i)
                for i, node in enumerate(self._nodes)
                if node.kind == "closing" and node.truck == v
            ]
            if closings:
                self._model.AddDisjunction(closings)

    def _only(self, node: int, trucks: Sequence[int | None]) -> None:
        # SetAllowedVehiclesForIndex takes no list in some wheels of 9.15, and takes none for all.
        others = set(range(len(self._made.able))).difference(trucks)
        self._model.VehicleVar(self._index(node)).RemoveValues(sorted(others))

    def _index(self, node: int) -> int:
        """Return OR-Tools' index of a node, which it refuses to tell of ends."""
        count = len(self._made.able)
        if count <= node < 2 * count:
            return int(self._model.End(node - count))
        return int(self._manager.NodeToIndex(node))

    def _tours(self, found: pywrapcp.Assignment) -> list[Tour]:
        tours: list[Tour] = []
        for v, one in enumerate(self._made.able):
            at, visits = self._model.Start(v), []
            while not self._model.IsEnd(at):
                visits.append(self._nodes[self._manager.IndexToNode(at)])
                at = found.Value(self._model.NextVar(at))
            tours.append(tour_of(one, visits))
        return tours


def _parameters(solutions: int, left_s: float) -> routing_parameters_pb2.RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    searches = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = searches.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = solutions
    # OR-Tools takes 0 for no limit at all.
    parameters.time_limit.FromMilliseconds(max(1, round(left_s * 1000)))
    for name in HEAVY:
        operators = parameters.local_search_operators
        setattr(operators, f"use_{name}", optional_boolean_pb2.BOOL_FALSE)
    return parameters
