"""The line and the street names of the way from place to place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cloud.errors import NoRoad
from cloud.roads.graph import Floats, Graph, Ids
from cloud.roads.network import Network, joined
from cloud.roads.shortest import trees
from cloud.roads.snap import snapped


@dataclass(frozen=True, slots=True)
class Along:
    """A stretch of a leg under one name, "" where the road has none."""

    street: str
    metres: int


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to the next.

    Attributes:
        line: latitude and longitude in degrees, from place to place along the road; a single
            point where both are on one spot.
        streets: in the order in which they are driven, none twice in a row.
    """

    line: tuple[tuple[float, float], ...]
    streets: tuple[Along, ...]
    seconds: int
    metres: int


def legs(
    graph: Graph, lats: Floats, lons: Floats, names: Sequence[str] | None = None
) -> tuple[Leg, ...]:
    """Return the legs of a round through places in degrees; raises NoRoad naming who is off road.

    They are the ways of the matrix.
    """
    spots = snapped(graph, lats, lons, names)
    if spots.faults:
        raise NoRoad("\n".join(spots.faults.values()))
    network = joined(graph, spots)
    found = []
    for i, (start, end) in enumerate(pairwise(network.place.tolist())):
        edges = _path(network, start, end)
        line = _line(graph, network, edges)
        if not line:
            line = (_point(graph, int(spots.street[i]), float(spots.at_m[i])),)
        seconds, metres = network.seconds[edges].sum(), network.metres[edges].sum()
        streets = _streets(graph, network, edges)
        found.append(Leg(line, streets, int(np.ceil(seconds)), int(np.ceil(metres))))
    return tuple(found)


def _path(network: Network, start: int, end: int) -> Ids:
    """Return the edges from start to end, first driven first."""
    ends = (network.tails, network.heads)
    before = trees(network.nodes, ends, network.cost_s, np.array([start]))[1][0]
    nodes = [end]
    while nodes[-1] != start:
        nodes.append(int(before[nodes[-1]]))
    way = np.array(nodes[::-1], dtype=np.int64)
    # The network's edges are in the order of tail and head.
    keys = network.tails * network.nodes + network.heads
    return np.searchsorted(keys, way[:-1] * network.nodes + way[1:]).astype(np.int64)


def _line(graph: Graph, network: Network, edges: Ids) -> tuple[tuple[float, float], ...]:
    points: list[tuple[float, float]] = []
    for edge in edges.tolist():
        street, begin, end = network.street[edge], network.from_m[edge], network.to_m[edge]
        for point in _shape(graph, int(street), float(begin), float(end)):
            if not points or points[-1] != point:
                points.append(point)
    return tuple(points)


def _shape(graph: Graph, street: int, begin: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield the points of a street from metre to metre, backwards if the first is more."""
    along = graph.along_m[graph.first[street] : graph.first[street + 1]]
    low, high = sorted((begin, end))
    bends = along[(along > low) & (along < high)].tolist()
    stops = [low, *bends, high]
    for at in stops if begin <= end else reversed(stops):
        yield _point(graph, street, at)


def _point(graph: Graph, street: int, at_m: float) -> tuple[float, float]:
    """Return a point of a street, to 1 cm."""
    points = slice(graph.first[street], graph.first[street + 1])
    along = graph.along_m[points]
    lat = float(np.interp(at_m, along, graph.lats[points]))
    lon = float(np.interp(at_m, along, graph.lons[points]))
    return round(lat, 7), round(lon, 7)


def _streets(graph: Graph, network: Network, edges: Ids) -> tuple[Along, ...]:
    names: list[str] = []
    lengths: list[float] = []
    called = graph.names[graph.name[network.street[edges]]].tolist()
    for name, metres in zip(called, network.metres[edges].tolist(), strict=True):
        if names and names[-1] == name:
            lengths[-1] += metres
        else:
            names.append(name)
            lengths.append(metres)
    return tuple(Along(name, round(long)) for name, long in zip(names, lengths, strict=True))
