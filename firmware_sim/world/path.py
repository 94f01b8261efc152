"""How much of an advert's strength is left where the radio hangs.

The figures are those of the project's field notes: outdoors, at the height of a pocket.
"""

from typing import Final

import numpy as np

from firmware_sim.world.types import Figures

# At one metre, and how fast it falls off: n of 2 in the open to 2.7 among walls and cars.
AT_1_M_DBM: Final = -59.0
EXPONENT: Final = (2.0, 2.7)
# What stands in between differs from place to place, and a body from pocket to pocket.
SHADOWING_DB: Final = 6.0
BODY_DB: Final = 8.0
BEHIND_A_BODY: Final = 0.40


def carried_rssi_dbm(distance_m: Figures, exponent: float, draw: np.random.Generator) -> Figures:
    """Return the mean strength of devices that people carry at these distances."""
    body = np.where(draw.random(distance_m.shape) < BEHIND_A_BODY, BODY_DB, 0.0)
    return placed_rssi_dbm(distance_m, exponent, draw) - body


def placed_rssi_dbm(distance_m: Figures, exponent: float, draw: np.random.Generator) -> Figures:
    """Return the mean strength of devices that stand or hang somewhere."""
    shadow = SHADOWING_DB * draw.standard_normal(distance_m.shape)
    return np.asarray(AT_1_M_DBM - 10 * exponent * np.log10(np.maximum(distance_m, 1.0)) - shadow)
