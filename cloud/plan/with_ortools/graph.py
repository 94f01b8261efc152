"""The arcs between the nodes of a routing model: which there are, and what each truck pays there.

On arrival at a closing tip the way home is paid too, and from the start it costs nothing if there
is nothing to unload, so that an idle truck is free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.with_ortools.able import Able, Load
from cloud.plan.with_ortools.nodes import Kind, Node, nodes
from cloud.roads.travel import UNREACHABLE

ALWAYS: Final = {("middle", "pickup"), ("closing", "end"), ("start", "end")}

# Where one truck may not go from one node to another, it takes so many seconds more.
BANNED_S: Final = 4 * UNREACHABLE


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes, and for each truck what goes from one to another.

    Attributes:
        loads: of each node's container, stretched.
        allowed: whether any truck may go from row to column.
    """

    able: tuple[Able, ...]
    nodes: tuple[Node, ...]
    loads: tuple[Load, ...]
    allowed: NDArray[np.bool_]
    problem: Problem

    def cost_key(self, truck: int) -> object:
        """Return what a truck's costs depend on."""
        one = self.able[truck].truck
        fickle = self.problem.change_ueur > 0 and self.problem.planned
        return one.profile, one.costs, one.id if fickle else ""

    def costs(self, truck: int) -> NDArray[np.int64]:
        """Return µ€ from row to column: the way, and the crew's time at the row and on the way."""
        return _costs(self, self.able[truck].truck)

    def time_key(self, truck: int) -> object:
        """Return what a truck's times depend on."""
        return self.able[truck].truck.profile, self.able[truck].mixes

    def times(self, truck: int) -> NDArray[np.int64]:
        """Return seconds from the beginning of one node's work to arrival at another."""
        return _times(self, self.able[truck])


def graph(
    problem: Problem, trucks: Sequence[Able], pickups: Sequence[tuple[Pickup, Load]]
) -> Graph:
    """Return the graph of these trucks and of containers with their loads, in this order.

    The order changes no solution but the way in which a search goes through them.
    """
    every = nodes(trucks, pickups)
    none = [(0, 0)] * (len(every) - len(pickups))
    loads = (*none, *(load for _, load in pickups))
    allowed = _allowed(trucks, every, mixes=False)
    if any(one.mixes for one in trucks):
        allowed = allowed | _allowed(trucks, every, mixes=True)
    return Graph(tuple(trucks), every, loads, allowed, problem)


def _allowed(trucks: Sequence[Able], nodes: Sequence[Node], *, mixes: bool) -> NDArray[np.bool_]:
    """Return where a truck that mixes streams, or one that does not, may go."""
    sorts = [_sort(trucks, node) for node in nodes]
    kinds = list(dict.fromkeys(sorts))
    table = np.array([[_follows(a, b, mixes=mixes) for b in kinds] for a in kinds], dtype=np.bool_)
    at = {kind: i for i, kind in enumerate(kinds)}
    codes = [at[sort] for sort in sorts]
    return table[np.ix_(codes, codes)]


class _Sort(NamedTuple):
    """What of a node decides what follows it: `streams` are those on board at a start."""

    kind: Kind
    truck: int | None
    streams: frozenset[str]


def _sort(trucks: Sequence[Able], node: Node) -> _Sort:
    match node.duty:
        case Pickup():
            streams = frozenset({node.duty.stream})
        case Tip():
            streams = frozenset(node.duty.streams)
        case _:
            carried = node.kind == "start" and node.truck is not None
            streams = frozenset(trucks[node.truck or 0].head.aboard if carried else ())
    return _Sort(node.kind, node.truck, streams)


def _follows(a: _Sort, b: _Sort, *, mixes: bool) -> bool:
    """Tell whether a truck may go from one node to another."""
    if a.truck is not None and b.truck is not None and a.truck != b.truck:
        return False
    taken = bool(a.streams & b.streams)
    match a.kind, b.kind:
        case "start" | "pickup", "pickup":
            may = mixes or a.streams <= b.streams
        case "start", "closing":
            may = taken or not a.streams
        case "start" | "pickup", "middle":
            may = taken or (mixes and bool(a.streams))
        case "pickup", "closing":
            may = taken or mixes
        case "middle", "middle" | "closing":
            may = mixes
        case _:
            may = (a.kind, b.kind) in ALWAYS
    return may


def _costs(made: Graph, truck: Truck) -> NDArray[np.int64]:
    problem, nodes, costs = made.problem, made.nodes, truck.costs
    places = [node.place for node in nodes]
    stays_s = np.array([node.stays_s for node in nodes])
    travel = problem.travel(truck)
    price = costs.per_m_ueur * travel.metres + costs.per_s_ueur * travel.seconds
    cost: NDArray[np.int64] = price[np.ix_(places, places)]
    cost = cost + costs.per_s_ueur * stays_s[:, None]
    for j, node in enumerate(nodes):
        match node:
            case Node("closing", place, int(v)):
                one = made.able[v]
                home = int(price[place, one.truck.end]) + costs.per_s_ueur * node.stays_s
                cost[:, j] += home
                cost[j, :] = 0
                if not one.head.aboard:
                    cost[v, j] = 0 if one.stays else price[one.head.place, one.truck.end]
            case Node("pickup", duty=Pickup(container=container)):
                planned = problem.planned.get(container, truck.id)
                cost[:, j] += 0 if planned == truck.id else problem.change_ueur
    for v, one in enumerate(made.able):
        if one.stays:
            firsts = [j for j, node in enumerate(nodes) if node.kind == "pickup"]
            cost[v, firsts] += costs.per_use_ueur
            cost[v, len(made.able) + v] = 0
    return cost


def _times(made: Graph, able: Able) -> NDArray[np.int64]:
    nodes = made.nodes
    places = [node.place for node in nodes]
    stays_s = np.array([node.stays_s for node in nodes])
    seconds: NDArray[np.int64] = made.problem.travel(able.truck).seconds[np.ix_(places, places)]
    seconds = seconds + stays_s[:, None]
    for j, node in enumerate(nodes):
        v = node.truck
        if node.kind == "closing" and v is not None and not made.able[v].head.aboard:
            seconds[v, j] = 0
    if len({one.mixes for one in made.able}) > 1:
        seconds[~_allowed(made.able, nodes, mixes=able.mixes)] += BANNED_S
    return seconds
