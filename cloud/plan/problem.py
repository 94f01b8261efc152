"""A planning day as plain values, in whole numbers; solver and checker read the same one.

Seconds count from local midnight of the planned day, distances are metres, loads kilograms and
litres. Places are indices into the travel matrices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Place:
    """A point that can be driven to: index `i` of the matrices is `places[i]`."""

    ref: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Pickup:
    """A container that may or must be lifted.

    `load_l` is its volume as compacted in the truck. `prize_m` is what leaving it costs, in the
    objective's metres; it has no meaning if `must`.
    """

    container: str
    place: int
    operator: str
    stream: str
    gear: str
    load_kg: int
    load_l: int
    service_s: int
    must: bool
    prize_m: int
    p_overflow: float


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck with its crew for the day; it starts and ends empty at its depot."""

    id: str
    name: str
    operator: str
    gear: tuple[str, ...]
    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int
    depot: int
    starts_s: int
    ends_s: int


@dataclass(frozen=True, slots=True)
class Tip:
    """A site that takes loads of some streams while it is open."""

    site: str
    place: int
    streams: tuple[str, ...]
    opens_s: int
    closes_s: int
    unload_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Driving between places.

    Attributes:
        seconds: int64 (n, n), from row to column, diagonal 0.
        metres: int64 (n, n), likewise.
        method: how it was found, in words that a page can show.
        exact: False for crow flight.
    """

    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]
    method: str
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Everything that decides a day's plan."""

    day: str
    places: tuple[Place, ...]
    pickups: tuple[Pickup, ...]
    trucks: tuple[Truck, ...]
    tips: tuple[Tip, ...]
    travel: Travel
