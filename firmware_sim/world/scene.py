"""What a sensor meets: how far the waste is, and how warm the air in between."""

from dataclasses import dataclass
from math import tau
from typing import Final

import numpy as np

from firmware_sim.world.days import DAY_US
from firmware_sim.world.types import Figures, Times

# The air of the middle Hérault valley, rounded: yearly mean, swing of the year, swing of the day.
MEAN_C: Final = 15.0
YEAR_SWING_C: Final = 8.0
DAY_SWING_C: Final = 5.0
# Hottest about 22 July, and about 14:30 UTC.
WARMEST_DAY: Final = 203.0
WARMEST_HOUR: Final = 14.5
YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class Scene:
    """One figure for each of the times asked for; both have the shape of the times."""

    distance_mm: Figures
    air_c: Figures


def air_c(times_us: Times) -> Figures:
    """Return the temperature in °C: the year's swing and the day's around the mean."""
    day = times_us / DAY_US
    year = YEAR_SWING_C * np.cos(tau * (day - WARMEST_DAY) / YEAR_DAYS)
    return np.asarray(MEAN_C + year + DAY_SWING_C * np.cos(tau * (day - WARMEST_HOUR / 24)))
