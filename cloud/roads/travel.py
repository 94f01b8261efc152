"""Driving between places: the value that planning knows of roads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from cloud.roads.profile import RoadProfile

# Longer than any shift, farther than any road; a thousand of them at 3 € a metre fit in 64 bits.
UNREACHABLE: Final = 100_000_000
"""Seconds, and metres, between two places of which one cannot be reached."""


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Driving between places.

    Attributes:
        seconds: int64 (n, n), from row to column, diagonal 0; UNREACHABLE from and to a place
            that has a fault.
        metres: int64 (n, n), likewise.
        method: how it was found, in words that a page can show.
        exact: False for crow flight.
        faults: one sentence for each place that cannot be reached, by its index.
        doubts: one sentence for each place that is suspiciously far off the road, by its index.
    """

    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]
    method: str
    exact: bool
    faults: Mapping[int, str] = field(default_factory=dict)
    doubts: Mapping[int, str] = field(default_factory=dict)


class Finder(Protocol):
    """Finds travel for vehicles of a profile between places in degrees.

    Faults and doubts call places by their names, if names are given.
    """

    def __call__(
        self,
        profile: RoadProfile,
        lats: NDArray[np.float64],
        lons: NDArray[np.float64],
        names: Sequence[str] | None = None,
    ) -> Travel:
        """Return travel; raise NoRoad if no place at all can be reached."""


def between_reached(some: NDArray[np.int64], reached: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return a matrix of all places out of that of the reached ones."""
    every = np.full((len(reached), len(reached)), UNREACHABLE, dtype=np.int64)
    every[np.ix_(reached, reached)] = some
    np.fill_diagonal(every, 0)
    return every
