"""Speeds that were driven in the place of the table's: medians that tell nobody's day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

import numpy as np

from cloud.roads.graph import Floats, Graph

Edge = tuple[int, int]
"""A street in the direction driven: the OpenStreetMap ids of its first node and of the next."""

# With fewer a single red light, or a single crew, would be the street's speed.
LEAST: Final = 10
# A truck in motion; what is outside is a halt, or a fault of the trace.
SLOWEST_KMH, FASTEST_KMH = 1.0, 130.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A truck drove a street from end to end; who and when is not known here."""

    edge: Edge
    seconds: float


@dataclass(frozen=True, slots=True)
class Driven:
    """How fast a street is driven: the median of so many passages."""

    kmh: float
    passages: int

    def __post_init__(self) -> None:
        """Refuse what no median of enough passages can be."""
        if not SLOWEST_KMH <= self.kmh <= FASTEST_KMH or self.passages < LEAST:
            raise ValueError(f"{self.kmh} km/h by {self.passages} passages is no median")


def medians(passages: Iterable[Passage], graph: Graph) -> dict[Edge, Driven]:
    """Return what is driven on each street with enough passages that can be true."""
    metres = _metres(graph)
    found: defaultdict[Edge, list[float]] = defaultdict(list)
    for one in passages:
        if one.edge in metres and one.seconds > 0:
            kmh = metres[one.edge] / one.seconds * 3.6
            if SLOWEST_KMH <= kmh <= FASTEST_KMH:
                found[one.edge].append(kmh)
    return {
        edge: Driven(round(median(kmh), 1), len(kmh))
        for edge, kmh in found.items()
        if len(kmh) >= LEAST
    }


def calibrated(graph: Graph, driven: Mapping[Edge, Driven]) -> Graph:
    """Return the graph with these speeds; what has none, or is forbidden, stays as it was."""
    forth, back = edges(graph)
    return replace(
        graph,
        forth_s=_seconds(graph.forth_s, graph.metres, forth, driven),
        back_s=_seconds(graph.back_s, graph.metres, back, driven),
    )


def edges(graph: Graph) -> tuple[list[Edge], list[Edge]]:
    """Return each street as an edge from its tail, and as one from its head."""
    begin, end = graph.first[:-1], graph.first[1:] - 1
    forth = zip(graph.refs[begin].tolist(), graph.refs[begin + 1].tolist(), strict=True)
    back = zip(graph.refs[end].tolist(), graph.refs[end - 1].tolist(), strict=True)
    return list(forth), list(back)


def _metres(graph: Graph) -> dict[Edge, float]:
    forth, back = edges(graph)
    return dict(zip((*forth, *back), np.tile(graph.metres, 2).tolist(), strict=True))


def _seconds(
    seconds: Floats, metres: Floats, of: list[Edge], driven: Mapping[Edge, Driven]
) -> Floats:
    known = [(i, driven[edge].kmh) for i, edge in enumerate(of) if edge in driven]
    changed = seconds.copy()
    for i, kmh in known:
        if np.isfinite(seconds[i]):
            changed[i] = metres[i] / kmh * 3.6
    return changed
