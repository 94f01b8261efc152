"""A vehicle's road network: streets between junctions, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from cloud.roads.earth import EARTH_M

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Streets, each from one junction to the next; each junction can be reached from each other.

    Street i has the points `first[i]` to `first[i + 1]`.

    Attributes:
        tails: int64 (streets), the junction at its first point, counted from 0.
        heads: int64 (streets), the junction at its last point.
        forth_s: float64 (streets), seconds from tail to head, infinite where forbidden.
        back_s: float64 (streets), likewise from head to tail.
        quiet: bool (streets), only for who has a stop there.
        halts: bool (streets), a crew may stop there.
        name: int64 (streets), index into `names`.
        refs: int64 (points), the points' ids in OpenStreetMap.
        first: int64 (streets + 1).
        lats: float64 (points), degrees.
        lons: likewise.
        along_m: float64 (points), metres from the street's first point.
        names: str (names), the first being that of streets without a name: "".
    """

    tails: Ids
    heads: Ids
    forth_s: Floats
    back_s: Floats
    quiet: Flags
    halts: Flags
    name: Ids
    refs: Ids
    first: Ids
    lats: Floats
    lons: Floats
    along_m: Floats
    names: NDArray[np.str_]

    @property
    def junctions(self) -> int:
        """How many junctions there are."""
        return int(max(self.tails.max(), self.heads.max())) + 1

    @property
    def metres(self) -> Floats:
        """Float64 (streets), how long each street is."""
        return self.along_m[self.first[1:] - 1]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name, for a file."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def columns(cls) -> set[str]:
        """Return the names of the arrays."""
        return {one.name for one in fields(cls)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return the graph of these arrays; raises KeyError if one is missing."""
        return cls(**{one.name: arrays[one.name] for one in fields(cls)})


def steps_m(lats: Floats, lons: Floats, to_lats: Floats, to_lons: Floats) -> Floats:
    """Return metres over short ways, on the plane that touches the Earth there."""
    north = np.radians(to_lats - lats)
    east = np.radians(to_lons - lons) * np.cos(np.radians((lats + to_lats) / 2))
    metres: Floats = EARTH_M * np.hypot(north, east)
    return metres
