"""Degrees to map units: equirectangular, true to scale at the middle latitude."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final

from cloud.web.view import Position

# Mean Earth radius 6371.0088 km (IUGG) times one degree in radians.
METRES_PER_DEGREE: Final = 111_195.08
# Keeps a territory of one point from dividing by zero: about a village.
_LEAST_SPAN_DEG: Final = 0.02


@dataclass(frozen=True, slots=True)
class Projection:
    """A map `width` × `height` units large whose top left corner is (west, north)."""

    west: float
    north: float
    units_per_lon: float
    units_per_lat: float
    width: float
    height: float

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the place of a point, x to the right and y down."""
        return (lon - self.west) * self.units_per_lon, (self.north - lat) * self.units_per_lat

    @property
    def metres_per_unit(self) -> float:
        """How far one unit is on the ground."""
        return METRES_PER_DEGREE / self.units_per_lat


def fit(positions: Sequence[Position], width: float, margin: float) -> Projection:
    """Return the projection in which `positions` fill `width` but for `margin` on each side."""
    lons = [lon for lon, _ in positions] or [0.0]
    lats = [lat for _, lat in positions] or [0.0]
    middle_lat = (min(lats) + max(lats)) / 2
    squeeze = cos(radians(middle_lat))
    span_lon = max(max(lons) - min(lons), _LEAST_SPAN_DEG)
    span_lat = max(max(lats) - min(lats), _LEAST_SPAN_DEG)
    per_lon = (width - 2 * margin) / span_lon
    per_lat = per_lon / squeeze
    west = (min(lons) + max(lons) - span_lon) / 2 - margin / per_lon
    north = (middle_lat + span_lat / 2) + margin / per_lat
    return Projection(west, north, per_lon, per_lat, width, span_lat * per_lat + 2 * margin)
