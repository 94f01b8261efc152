"""Places put on the nearest street where a crew may stop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from cloud.roads.earth import EARTH_M, astray, called
from cloud.roads.graph import Flags, Floats, Graph, Ids

# Farther than a crew would fetch a container from, and than a coordinate is wrong by.
REACH_M: Final = 400.0
# Farther than a yard is deep: the road in front of it may be one that this vehicle may not use.
DOUBT_M: Final = 60.0
_DEGREE_M: Final = EARTH_M * np.pi / 180


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Where on the streets places are.

    Attributes:
        street: int64 (places), -1 for a place that cannot be reached.
        at_m: float64 (places), metres from the street's first point.
        gap_m: float64 (places), from the place to there; infinite for one out of reach.
        faults: one sentence for each place that cannot be reached, by its index.
        doubts: one sentence for each that is suspiciously far off, by its index.
    """

    street: Ids
    at_m: Floats
    gap_m: Floats
    faults: Mapping[int, str]
    doubts: Mapping[int, str]

    @property
    def reached(self) -> Flags:
        """Bool (places), which can be reached."""
        return self.street >= 0

    def of_reached(self) -> "Spots":
        """Return the spots of the places that can be reached, and of no other."""
        on = self.reached
        return Spots(self.street[on], self.at_m[on], self.gap_m[on], {}, {})


def snapped(graph: Graph, lats: Floats, lons: Floats, names: Sequence[str] | None = None) -> Spots:
    """Return the nearest spot of each place in degrees; sentences call it by its name if given."""
    pieces = _Pieces.of(graph)
    faults = astray(lats, lons, names)
    found = [
        _NOWHERE if i in faults else pieces.nearest(*place, REACH_M)
        for i, place in enumerate(zip(lats.tolist(), lons.tolist(), strict=True))
    ]
    street, at_m, gap_m = zip(*found, strict=True) if found else ((), (), ())
    spots = Spots(
        street=np.array(street, dtype=np.int64),
        at_m=np.array(at_m, dtype=np.float64),
        gap_m=np.array(gap_m, dtype=np.float64),
        faults=faults,
        doubts={},
    )
    for i in np.flatnonzero(~spots.reached).tolist():
        faults.setdefault(
            i,
            f"{called(i, names)}: no road that this vehicle may use comes within {REACH_M:.0f} m "
            f"of {lats[i]:.5f}, {lons[i]:.5f}",
        )
    return replace(spots, doubts=dict(_doubts(graph, spots, names)))


def _doubts(graph: Graph, spots: Spots, names: Sequence[str] | None) -> Iterator[tuple[int, str]]:
    for i in np.flatnonzero(spots.reached & (spots.gap_m > DOUBT_M)).tolist():
        street = graph.names[graph.name[spots.street[i]]] or "one without a name"
        yield (
            i,
            (
                f"{called(i, names)}: the nearest road that this vehicle may use, {street}, is "
                f"{spots.gap_m[i]:.0f} m away"
            ),
        )


_Spot = tuple[int, float, float]
_NOWHERE: Final[_Spot] = (-1, 0.0, np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """The straight pieces of the streets where one may stop, from south to north by their middle.

    Attributes:
        point: the piece's first point in the graph.
        half: half of the greatest difference of latitude within a piece.
    """

    graph: Graph
    point: Ids
    street: Ids
    middle: Floats
    half: float

    @classmethod
    def of(cls, graph: Graph) -> "_Pieces":
        of_point = np.repeat(np.arange(len(graph.tails)), np.diff(graph.first))
        point = np.flatnonzero((of_point[:-1] == of_point[1:]) & graph.halts[of_point[:-1]])
        middle = (graph.lats[point] + graph.lats[point + 1]) / 2
        order = np.argsort(middle, kind="stable")
        rise = np.abs(graph.lats[point] - graph.lats[point + 1])
        half = float(rise.max(initial=0.0)) / 2
        return cls(graph, point[order], of_point[point][order], middle[order], half)

    def nearest(self, lat: float, lon: float, reach_m: float) -> _Spot:
        """Return street, metres along it and metres off it; street -1 beyond reach."""
        margin = reach_m / _DEGREE_M + self.half
        low, high = np.searchsorted(self.middle, (lat - margin, lat + margin))
        at, graph = self.point[low:high], self.graph
        if not len(at):
            return _NOWHERE
        wide = _DEGREE_M * np.cos(np.radians(lat))
        x, y = (graph.lons[at] - lon) * wide, (graph.lats[at] - lat) * _DEGREE_M
        to_x = (graph.lons[at + 1] - graph.lons[at]) * wide
        to_y = (graph.lats[at + 1] - graph.lats[at]) * _DEGREE_M
        square = np.maximum(to_x**2 + to_y**2, 1e-9)
        share = np.clip(-(x * to_x + y * to_y) / square, 0.0, 1.0)
        gaps = np.hypot(x + share * to_x, y + share * to_y)
        best = int(gaps.argmin())
        if gaps[best] > reach_m:
            return _NOWHERE
        begin, end = graph.along_m[at[best]], graph.along_m[at[best] + 1]
        along = float(begin + share[best] * (end - begin))
        return int(self.street[low + best]), along, float(gaps[best])
