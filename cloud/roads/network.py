"""A graph with places in it: streets are cut where places are, so that each place is a node."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from cloud.roads.graph import Floats, Graph, Ids
from cloud.roads.snap import Spots

# A way through a street for its residents is taken only where the way round is ten times as long.
QUIET: Final = 10.0
# No piece is free, or the search would take it for no road at all.
LEAST_S: Final = 1e-6
# So near a junction a truck stands in it, and may leave by every street of it.
IN_JUNCTION_M: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Directed edges between nodes, at most one from one node to another.

    Attributes:
        nodes: how many; junctions come first.
        place: int64 (places), the node of each place; places on one spot share it.
        tails: int64 (edges).
        heads: int64 (edges).
        cost_s: float64 (edges), what the way is chosen by: seconds, more on quiet streets.
        seconds: float64 (edges).
        metres: float64 (edges).
        street: int64 (edges), index into the graph's streets.
        from_m: float64 (edges), metres from the street's first point; above `to_m` if driven back.
        to_m: float64 (edges), likewise.
    """

    nodes: int
    place: Ids
    tails: Ids
    heads: Ids
    cost_s: Floats
    seconds: Floats
    metres: Floats
    street: Ids
    from_m: Floats
    to_m: Floats


def joined(graph: Graph, spots: Spots) -> Network:
    """Return the network with these places, all of which can be reached."""
    on = spots.street
    place = np.where(spots.at_m < IN_JUNCTION_M, graph.tails[on], graph.heads[on])
    apart = np.minimum(spots.at_m, graph.metres[on] - spots.at_m) >= IN_JUNCTION_M
    keys = np.stack([on[apart].astype(np.float64), np.round(spots.at_m[apart], 3)])
    points, which = np.unique(keys, axis=1, return_inverse=True)
    own = graph.junctions + np.arange(points.shape[1])
    place[apart] = own[which.reshape(-1)]
    street, tails, heads, from_m, to_m = _pieces(graph, points[0].astype(np.int64), points[1], own)
    # A piece without length takes no time, and where it is forbidden it stays so.
    share = np.maximum(to_m - from_m, 1e-9) / graph.metres[street]
    forth_s, back_s = graph.forth_s[street] * share, graph.back_s[street] * share
    edges = _Edges(
        tails=np.concatenate([tails, heads]),
        heads=np.concatenate([heads, tails]),
        seconds=np.concatenate([forth_s, back_s]),
        street=np.concatenate([street, street]),
        from_m=np.concatenate([from_m, to_m]),
        to_m=np.concatenate([to_m, from_m]),
    )
    return _cheapest(graph, edges, place)


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Edges as in a network, with those that are forbidden: their seconds are infinite or NaN."""

    tails: Ids
    heads: Ids
    seconds: Floats
    street: Ids
    from_m: Floats
    to_m: Floats


def _pieces(
    graph: Graph, street: Ids, at_m: Floats, own: Ids
) -> tuple[Ids, Ids, Ids, Floats, Floats]:
    """Return street, tail, head and both ends in metres of the streets' pieces between cuts."""
    every = np.arange(len(graph.tails))
    streets = np.concatenate([every, street, every])
    nodes = np.concatenate([graph.tails, own, graph.heads])
    cuts = np.concatenate(
        [np.zeros(len(every)), np.minimum(at_m, graph.metres[street]), graph.metres]
    )
    rank = np.repeat([0, 1, 2], [len(every), len(street), len(every)])
    order = np.lexsort((rank, cuts, streets))
    streets, nodes, cuts = streets[order], nodes[order], cuts[order]
    within = np.flatnonzero(streets[:-1] == streets[1:])
    return streets[within], nodes[within], nodes[within + 1], cuts[within], cuts[within + 1]


def _cheapest(graph: Graph, edges: _Edges, place: Ids) -> Network:
    """Return the network of the cheapest allowed edge between any two nodes."""
    seconds = np.maximum(edges.seconds, LEAST_S)
    cost_s = seconds * np.where(graph.quiet[edges.street], QUIET, 1.0)
    order = np.lexsort((cost_s, edges.heads, edges.tails))
    order = order[np.isfinite(edges.seconds[order]) & (edges.tails != edges.heads)[order]]
    tails, heads = edges.tails[order], edges.heads[order]
    again = (tails[1:] == tails[:-1]) & (heads[1:] == heads[:-1])
    chosen = order[np.concatenate([[True], ~again])]
    return Network(
        nodes=max(graph.junctions, int(place.max(initial=-1)) + 1),
        place=place,
        tails=edges.tails[chosen],
        heads=edges.heads[chosen],
        cost_s=cost_s[chosen],
        seconds=seconds[chosen],
        metres=np.abs(edges.to_m - edges.from_m)[chosen],
        street=edges.street[chosen],
        from_m=edges.from_m[chosen],
        to_m=edges.to_m[chosen],
    )
