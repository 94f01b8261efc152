"""OR-Tools: the only door to it, from a problem to good tours.

A search is a row of rounds. In each, guided local search runs for a fixed number of solutions,
not of seconds, on a model whose containers a seeded generator has shuffled: from a new first
solution, or from the best plan with a string of containers taken out. The best of all is kept.
So seed and rounds reproduce a plan, and more rounds never make it worse.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2
from ortools.util import optional_boolean_pb2

from cloud.plan.nodes import Graph, Node, carriers, graph, tour_of
from cloud.plan.problem import Pickup, Problem, Tip
from cloud.plan.ruin import ruined
from cloud.plan.tour import Tour, Tours, cost_m, leaving_m

# No shift reaches beyond the following noon.
HORIZON_S = 36 * 3600

# The heavy neighbourhoods cost most of the time and find nothing on a few dozen stops.
HEAVY = (
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

# Cheapest arc finds a start where insertion finds none, and the other way round.
FIRSTS = ("PARALLEL_CHEAPEST_INSERTION", "PATH_CHEAPEST_ARC")

# Of so many rounds one starts anew. Measured on six days of 30 containers, eight rounds each: all
# anew 0.5 % worse. OR-Tools' own iterated local search is bound to the clock: no plan of it comes
# out the same again.
ANEW_EVERY = 4

# About half a second with 30 containers; a quarter of it leaves 1 % on the table.
SOLUTIONS_A_ROUND = 500

# Where there are only a few solutions at all the search would look for more until the clock stops
# it. Five hundred solutions take some 3,500 branches.
BRANCHES_A_ROUND = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """The best tours of a search, and how many whole rounds it went."""

    tours: Tours
    rounds: int


def search(problem: Problem, *, seed: int, rounds: int, left_s: Callable[[], float]) -> Found:
    """Return the best tours found in so many rounds, or in fewer if no seconds are left.

    Tours of a problem without trucks or containers are empty.
    """
    best: Tours = {truck.id: () for truck in problem.trucks}
    if not any(carriers(problem, pickup) for pickup in problem.pickups):
        return Found(best, rounds)
    rng = np.random.default_rng(seed)
    for done in range(rounds):
        if left_s() <= 0:
            return Found(best, done)
        model = _Model(problem, graph(problem, rng.permutation(len(problem.pickups))))
        first = FIRSTS[done // ANEW_EVERY % len(FIRSTS)]
        start = None if done % ANEW_EVERY == 0 else ruined(problem, best, rng)
        found = model.searched(start, _parameters(first, left_s()))
        best = min([best, *found], key=lambda tours: cost_m(problem, tours))
    return Found(best, rounds if left_s() > 0 else max(rounds - 1, 0))


class _Model:
    """A routing model of one problem, to be searched once."""

    def __init__(self, problem: Problem, made: Graph) -> None:
        self._problem, self._nodes = problem, made.nodes
        count, size = len(problem.trucks), len(made.nodes)
        self._manager = pywrapcp.RoutingIndexManager(
            size, count, list(range(count)), list(range(count, 2 * count))
        )
        self._model = pywrapcp.RoutingModel(self._manager)
        self._cost(made)
        self._arcs(made)
        self._time(made)
        self._load("kg", [_kg(n) for n in made.nodes], [t.capacity_kg for t in problem.trucks])
        self._load("l", [_litres(n) for n in made.nodes], [t.capacity_l for t in problem.trucks])
        self._choices()

    def searched(
        self, start: Tours | None, parameters: routing_parameters_pb2.RoutingSearchParameters
    ) -> list[Tours]:
        """Return what a search from these tours, or from none, found: one plan or nothing."""
        limit = self._model.solver().BranchesLimit(BRANCHES_A_ROUND)
        self._model.AddSearchMonitor(limit)
        self._model.CloseModelWithParameters(parameters)
        if start is None:
            found = self._model.SolveWithParameters(parameters)
        else:
            routes = [self._indices(v, start[t.id]) for v, t in enumerate(self._problem.trucks)]
            first = self._model.ReadAssignmentFromRoutes(routes, True)
            # A ruined plan that needs the tip that was taken out is no start.
            if first is None:
                return []
            found = self._model.SolveFromAssignmentWithParameters(first, parameters)
        return [] if found is None else [self._tours(found)]

    def _cost(self, made: Graph) -> None:
        metres = self._model.RegisterTransitMatrix(made.metres.tolist())
        self._model.SetArcCostEvaluatorOfAllVehicles(metres)

    def _arcs(self, made: Graph) -> None:
        index = self._index
        for a in range(len(self._nodes)):
            if self._nodes[a].kind == "end":
                continue
            after = self._model.NextVar(index(a))
            ban = [index(b) for b in np.flatnonzero(~made.allowed[a]).tolist() if b != a]
            after.RemoveValues([at for at in ban if at >= 0])

    def _time(self, made: Graph) -> None:
        seconds = self._model.RegisterTransitMatrix(made.seconds.tolist())
        self._model.AddDimension(seconds, HORIZON_S, HORIZON_S, False, "time")
        time = self._model.GetDimensionOrDie("time")
        for v, truck in enumerate(self._problem.trucks):
            time.CumulVar(self._model.Start(v)).SetValue(truck.starts_s)
            time.CumulVar(self._model.End(v)).SetMax(truck.ends_s)
        for i, node in enumerate(self._nodes):
            if isinstance(node.duty, Tip):
                window = (node.duty.opens_s, node.duty.closes_s - node.duty.unload_s)
                time.CumulVar(self._index(i)).SetRange(*window)

    def _load(self, name: str, loads: list[int], capacities: list[int]) -> None:
        most = max(capacities)
        change = [
            -most if isinstance(n.duty, Tip) else q for n, q in zip(self._nodes, loads, strict=True)
        ]
        vector = self._model.RegisterUnaryTransitVector(change)
        self._model.AddDimensionWithVehicleCapacity(vector, most, capacities, True, name)
        load = self._model.GetDimensionOrDie(name)
        for i, node in enumerate(self._nodes):
            # Only unloading may change a load by less than its figure.
            if node.kind in ("start", "pickup"):
                load.SlackVar(self._index(i)).SetValue(0)

    def _choices(self) -> None:
        model, problem = self._model, self._problem
        for i, node in enumerate(self._nodes):
            if isinstance(node.duty, Pickup):
                model.AddDisjunction([self._index(i)], leaving_m(problem, node.duty))
                trucks = carriers(problem, node.duty)
                self._only(i, trucks)
            elif node.kind in ("middle", "closing"):
                self._only(i, [node.truck])
            if node.kind == "middle":
                model.AddDisjunction([self._index(i)], 0)
        for v in range(len(problem.trucks)):
            closings = [
                self._index(i)
                for i, node in enumerate(self._nodes)
                if node.kind == "closing" and node.truck == v
            ]
            if closings:
                model.AddDisjunction(closings)

    def _only(self, node: int, trucks: Iterable[int | None]) -> None:
        # SetAllowedVehiclesForIndex takes no list in some wheels of 9.15, and takes none for all.
        others = set(range(len(self._problem.trucks))).difference(trucks)
        self._model.VehicleVar(self._index(node)).RemoveValues(sorted(others))

    def _index(self, node: int) -> int:
        count = len(self._problem.trucks)
        if count <= node < 2 * count:
            return int(self._model.End(node - count))
        return int(self._manager.NodeToIndex(node))

    def _tours(self, found: pywrapcp.Assignment) -> Tours:
        tours: dict[str, Tour] = {}
        for v, truck in enumerate(self._problem.trucks):
            at, visited = self._model.Start(v), []
            while not self._model.IsEnd(at):
                visited.append(self._nodes[self._manager.IndexToNode(at)])
                at = found.Value(self._model.NextVar(at))
            tours[truck.id] = tour_of(visited)
        return tours

    def _indices(self, truck: int, tour: Tour) -> list[int]:
        """Return the nodes of a tour; its last tip is a closing one, the others middle ones."""
        free = {i for i, node in enumerate(self._nodes) if node.truck in (truck, None)}
        picked: list[int] = []
        for at, duty in enumerate(tour):
            kind = "closing" if at == len(tour) - 1 else "middle"
            fits = (
                i
                for i in sorted(free)
                if self._nodes[i].duty == duty and self._nodes[i].kind in ("pickup", kind)
            )
            if (one := next(fits, None)) is not None:
                free.discard(one)
                picked.append(self._manager.NodeToIndex(one))
        if not tour:
            idle = (i for i in sorted(free) if self._nodes[i].kind == "closing")
            picked.extend(self._manager.NodeToIndex(i) for i in [next(idle, None)] if i is not None)
        return picked


def _kg(node: Node) -> int:
    return node.duty.load_kg if isinstance(node.duty, Pickup) else 0


def _litres(node: Node) -> int:
    return node.duty.load_l if isinstance(node.duty, Pickup) else 0


def _parameters(first: str, left_s: float) -> routing_parameters_pb2.RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    firsts = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = firsts.Value.Value(first)
    searches = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = searches.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = SOLUTIONS_A_ROUND
    # OR-Tools takes 0 for no limit at all.
    parameters.time_limit.FromMilliseconds(max(1, round(left_s * 1000)))
    for name in HEAVY:
        operators = parameters.local_search_operators
        setattr(operators, f"use_{name}", optional_boolean_pb2.BOOL_FALSE)
    return parameters
