"""Times and metres by road between places."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cloud.roads.graph import Floats, Graph, Ids
from cloud.roads.network import Network, joined
from cloud.roads.shortest import trees
from cloud.roads.snap import snapped
from cloud.roads.travel import Travel, between_reached

# Sources times nodes at a time: what is worked on stays near the processor, and memory small.
CELLS: Final = 600_000


def travel(
    graph: Graph,
    lats: Floats,
    lons: Floats,
    *,
    names: Sequence[str] | None = None,
    method: str = "OpenStreetMap roads",
) -> Travel:
    """Return travel between places in degrees, rounded up; who is off the roads has a fault.

    Ways are the quickest; the metres are those of the quickest way.
    """
    spots = snapped(graph, lats, lons, names)
    network = joined(graph, spots.of_reached())
    nodes, which = np.unique(network.place, return_inverse=True)
    seconds, metres = between(network, nodes)
    pairs = np.ix_(which, which)
    return Travel(
        seconds=between_reached(np.ceil(seconds[pairs]).astype(np.int64), spots.reached),
        metres=between_reached(np.ceil(metres[pairs]).astype(np.int64), spots.reached),
        method=method,
        exact=True,
        faults=spots.faults,
        doubts=spots.doubts,
    )


def between(network: Network, nodes: Ids) -> tuple[Floats, Floats]:
    """Return seconds and metres (nodes, nodes) along the way that costs least."""
    seconds, metres = np.zeros((2, len(nodes), len(nodes)))
    into = _into(network)
    plain = bool((network.cost_s == network.seconds).all())
    lengths = [network.metres] if plain else [network.metres, network.seconds]
    batch = max(1, CELLS // max(1, network.nodes))
    for start in range(0, len(nodes), batch):
        rows = slice(start, start + batch)
        ends = (network.tails, network.heads)
        costs, before = trees(network.nodes, ends, network.cost_s, nodes[rows])
        sums = _sums(network, before, into, lengths)
        metres[rows] = sums[0][:, nodes]
        seconds[rows] = costs[:, nodes] if plain else sums[1][:, nodes]
    return seconds, metres


def _into(network: Network) -> Ids:
    """Return the edges that lead to each node (most that lead to one, nodes), -1 for none."""
    order = np.argsort(network.heads, kind="stable")
    count = np.bincount(network.heads, minlength=network.nodes)
    slot = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    into = np.full((int(count.max(initial=0)), network.nodes), -1, dtype=np.int64)
    into[slot, network.heads[order]] = order
    return into


def _sums(network: Network, before: Ids, into: Ids, lengths: Sequence[Floats]) -> list[Floats]:
    """Return each length (sources, nodes) added up along the trees, by pointer jumping.

    Each node knows the sum back to some node before it; when all take over that one's sum and
    its pointer at once, what is spanned doubles.
    """
    rows, nodes = before.shape
    sums = [np.zeros(before.shape) for _ in lengths]
    for edges in into:
        came = (network.tails[edges] == before) & (edges >= 0)
        for total, length in zip(sums, lengths, strict=True):
            np.copyto(total, length[edges], where=came)
    own = np.arange(rows * nodes).reshape(before.shape)
    jump = np.where(before < 0, own, before + nodes * np.arange(rows)[:, None])
    while True:
        further = jump.take(jump)
        if np.array_equal(further, jump):
            return sums
        sums = [total + total.take(jump) for total in sums]
        jump = further
