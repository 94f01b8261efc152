"""Parts and shortest paths of a directed graph: the only door to scipy."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


def strong_parts(nodes: int, tails: Ids, heads: Ids) -> Ids:
    """Return for each node the number of its strongly connected part."""
    links = csr_matrix((np.ones(len(tails)), (tails, heads)), (nodes, nodes))
    labels: NDArray[np.int32] = connected_components(links, connection="strong")[1]
    return labels.astype(np.int64)


def trees(nodes: int, ends: tuple[Ids, Ids], costs: Floats, sources: Ids) -> tuple[Floats, Ids]:
    """Return cost and last node before it (sources, nodes) of the cheapest path to each node.

    Args:
        nodes: how many there are.
        ends: tails and heads (edges); no pair twice.
        costs: above 0 (edges).
        sources: nodes (sources).

    The cost is infinite and the node before negative where there is no path.
    """
    links = csr_matrix((costs, ends), (nodes, nodes))
    found: tuple[Floats, NDArray[np.int32]] = dijkstra(
        links, indices=sources, return_predecessors=True
    )
    return found[0], found[1].astype(np.int64)
