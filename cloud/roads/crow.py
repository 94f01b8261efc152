"""Crow flight stretched by a factor: the last resort where no road network is at hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cloud.roads.earth import EARTH_M, astray
from cloud.roads.profile import RoadProfile
from cloud.roads.travel import Finder, Travel, between_reached

# Roads between villages measure about a third more than the straight line.
FACTOR = 1.35

# A loaded lorry on departmental roads and through villages, junctions included.
SPEED_KMH = 40.0


def finder(*, factor: float = FACTOR, speed_kmh: float = SPEED_KMH) -> Finder:
    """Return what finds travel by crow flight, for whatever vehicle."""

    def found(
        profile: RoadProfile,
        lats: NDArray[np.float64],
        lons: NDArray[np.float64],
        names: Sequence[str] | None = None,
    ) -> Travel:
        del profile
        return travel(lats, lons, names, factor=factor, speed_kmh=speed_kmh)

    return found


def travel(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    names: Sequence[str] | None = None,
    *,
    factor: float = FACTOR,
    speed_kmh: float = SPEED_KMH,
) -> Travel:
    """Return travel between points in degrees, rounded up; its method says that it is a guess.

    A point that is not on the Earth has a fault.
    """
    faults = astray(lats, lons, names)
    reached = np.ones(len(lats), dtype=np.bool_)
    reached[list(faults)] = False
    metres = np.ceil(great_circle_m(lats[reached], lons[reached]) * factor).astype(np.int64)
    seconds = np.ceil(metres / (speed_kmh / 3.6)).astype(np.int64)
    return Travel(
        seconds=between_reached(seconds, reached),
        metres=between_reached(metres, reached),
        method=f"crow flight × {factor:g} at {speed_kmh:g} km/h",
        exact=False,
        faults=faults,
    )


def great_circle_m(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances (n, n) in metres between points in degrees, by the haversine formula.

    R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984); the Earth as a sphere
    is at most 0.6 % off.
    """
    north, east = np.radians(lats), np.radians(lons)
    rise = np.sin((north[:, None] - north[None, :]) / 2) ** 2
    turn = np.sin((east[:, None] - east[None, :]) / 2) ** 2
    half = rise + np.cos(north)[:, None] * np.cos(north)[None, :] * turn
    distance: NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return distance
