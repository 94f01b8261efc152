"""A problem as the nodes and arcs of a routing model, in a solver's terms but without one.

Each truck has a start and an end. Before its end stands one of its *closing* tips: from the start
it costs nothing, so that an idle truck is free, and its way home is paid on arrival. In between
it may unload at *middle* tips. So no truck can come home loaded, and a search that inserts
containers one by one always has a place to insert them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.plan.tour import Tour, tidy

Kind = Literal["start", "end", "pickup", "middle", "closing"]

# What may come after what, where no load decides it.
FOLLOWS = {
    ("start", "pickup"),
    ("start", "closing"),
    ("start", "end"),
    ("middle", "pickup"),
    ("closing", "end"),
}

# A crew that unloads more often than this in one shift has the wrong truck.
MIDDLES = 3


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `truck` is the index of the only truck it is for, None for a container."""

    kind: Kind
    place: int
    truck: int | None
    duty: Pickup | Tip | None

    @property
    def stays_s(self) -> int:
        """Seconds from arrival, or from opening, to departure."""
        match self.duty:
            case Pickup():
                return self.duty.service_s
            case Tip():
                return self.duty.unload_s
            case None:
                return 0


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes with metres and seconds (departure to arrival, stay included) of their arcs."""

    nodes: tuple[Node, ...]
    metres: NDArray[np.int64]
    seconds: NDArray[np.int64]
    allowed: NDArray[np.bool_]


def graph(problem: Problem, order: NDArray[np.intp]) -> Graph:
    """Return the graph of a problem with its containers in some order.

    The order changes no solution but the way in which a search goes through them. Containers
    that no truck can lift and unload are left out.
    """
    trucks = problem.trucks
    starts = [Node("start", truck.depot, v, None) for v, truck in enumerate(trucks)]
    ends = [Node("end", truck.depot, v, None) for v, truck in enumerate(trucks)]
    tips = [
        Node(kind, tip.place, v, tip)
        for v, truck in enumerate(trucks)
        for tip in usable(problem, truck)
        for kind in _visits(problem, truck, tip)
    ]
    pickups = [
        Node("pickup", pickup.place, None, pickup)
        for pickup in (problem.pickups[i] for i in order)
        if carriers(problem, pickup)
    ]
    return _joined(problem, (*starts, *ends, *tips, *pickups))


def usable(problem: Problem, truck: Truck) -> tuple[Tip, ...]:
    """Return the tips where a truck can unload something and be home at its shift's end."""

    def in_time(tip: Tip) -> bool:
        there_s = truck.starts_s + int(problem.travel.seconds[truck.depot, tip.place])
        done_s = max(there_s, tip.opens_s) + tip.unload_s
        back_s = done_s + int(problem.travel.seconds[tip.place, truck.depot])
        return done_s <= tip.closes_s and back_s <= truck.ends_s

    return tuple(
        tip for tip in problem.tips if set(tip.streams) & set(truck.streams) and in_time(tip)
    )


def carriers(problem: Problem, pickup: Pickup) -> tuple[int, ...]:
    """Return the indices of the trucks that may lift a container and unload it somewhere."""
    return tuple(
        v
        for v, truck in enumerate(problem.trucks)
        if truck.may_lift(pickup)
        and any(pickup.stream in tip.streams for tip in usable(problem, truck))
    )


def tour_of(nodes: list[Node]) -> Tour:
    """Return what a truck that visits these nodes does."""
    return tidy(node.duty for node in nodes if node.duty is not None)


def _visits(problem: Problem, truck: Truck, tip: Tip) -> list[Kind]:
    """Return as many visits to a tip as a truck could have use for."""
    theirs = [p for p in problem.pickups if truck.may_lift(p) and p.stream in tip.streams]
    kg = sum(pickup.load_kg for pickup in theirs) / max(truck.capacity_kg, 1)
    litres = sum(pickup.load_l for pickup in theirs) / max(truck.capacity_l, 1)
    streams = {pickup.stream for pickup in theirs}
    middles = min(MIDDLES, int(2 * max(kg, litres)) + len(streams) - 1) if theirs else 0
    more: list[Kind] = ["middle"] * middles
    return ["closing", *more]


def _joined(problem: Problem, nodes: tuple[Node, ...]) -> Graph:
    places = [node.place for node in nodes]
    metres = problem.travel.metres[np.ix_(places, places)].copy()
    seconds = problem.travel.seconds[np.ix_(places, places)].copy()
    seconds += np.array([node.stays_s for node in nodes])[:, None]
    for j, closing in enumerate(nodes):
        if closing.kind == "closing" and closing.truck is not None:
            metres[:, j] += metres[j, closing.truck]
            metres[j, :] = 0
            metres[closing.truck, j] = seconds[closing.truck, j] = 0
    allowed = np.array([[_follows(a, b) for b in nodes] for a in nodes], dtype=np.bool_)
    return Graph(nodes, metres, seconds, allowed)


def _follows(a: Node, b: Node) -> bool:
    """Tell whether a truck may go from one node to another."""
    if a.truck is not None and b.truck is not None and a.truck != b.truck:
        return False
    match a.duty, b.duty:
        case Pickup(stream=mine), Pickup(stream=theirs):
            return mine == theirs
        case Pickup(stream=mine), Tip(streams=taken):
            return mine in taken
    return (a.kind, b.kind) in FOLLOWS
