"""How high so many litres stand in a tapered container.

The edge goes the other way, from a distance to litres, by the integral in closed form. Here the
area is summed over thin layers and the table is read backwards, so that the two can be held
against each other.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_sim.territory import Model
from firmware_sim.world.types import Figures

# Layers up to the full line: a millimetre or two each, whose table is exact to a micrometre.
LAYERS: Final = 2048
# The table goes on above the full line, where a heap rises straight up, this share of the depth.
HEADROOM: Final = 0.5


@dataclass(frozen=True, slots=True)
class Shape:
    """A container's heights (mm) and the litres below each of them, both growing."""

    full_l: float
    heights_mm: Figures
    litres: Figures

    def height_mm(self, litres: Figures) -> Figures:
        """Return how high `litres` stand above the floor when spread flat."""
        return np.interp(litres, self.litres, self.heights_mm)


def shape(model: Model) -> Shape:
    """Sum up the layers of a container of this model."""
    top_mm = model.depth_mm * (1 + HEADROOM)
    heights: Figures = np.linspace(0.0, top_mm, int(LAYERS * (1 + HEADROOM)) + 1)
    below, above = heights[:-1], heights[1:]
    # Simpson's rule is exact here: the area is of second degree in the height.
    middles = _area(model, (below + above) / 2)
    layers = (_area(model, below) + 4 * middles + _area(model, above)) / 6 * (above - below)
    litres: Figures = np.concatenate((np.zeros(1), np.cumsum(layers))) / 1e6
    return Shape(float(litres[LAYERS]), heights, litres)


def _area(model: Model, heights_mm: Figures) -> Figures:
    up = np.minimum(heights_mm / model.depth_mm, 1.0)
    width, length = (
        bottom + (top - bottom) * up
        for bottom, top in zip(model.bottom_mm, model.top_mm, strict=True)
    )
    return np.asarray(width * length)
