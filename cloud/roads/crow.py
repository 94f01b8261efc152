"""Crow flight stretched by a factor: the last resort where no road network is at hand."""

import numpy as np
from numpy.typing import NDArray

from cloud.roads.travel import Travel

EARTH_M = 6_371_008.8
"""Mean radius of the Earth, IUGG."""

# Roads between villages measure about a third more than the straight line.
FACTOR = 1.35

# A loaded lorry on departmental roads and through villages, junctions included.
SPEED_KMH = 40.0


def travel(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    *,
    factor: float = FACTOR,
    speed_kmh: float = SPEED_KMH,
) -> Travel:
    """Return travel between points in degrees, rounded up; its method says that it is a guess."""
    metres = np.ceil(great_circle_m(lats, lons) * factor).astype(np.int64)
    return Travel(
        seconds=np.ceil(metres / (speed_kmh / 3.6)).astype(np.int64),
        metres=metres,
        method=f"crow flight × {factor:g} at {speed_kmh:g} km/h",
        exact=False,
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
