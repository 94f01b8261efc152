"""What an ultrasonic module makes of a distance: right most of the time, never exact.

The figures are those of the project's field notes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_sim.world import Scene

# The data sheet's range. A nearer surface is in the blind zone and reads as its limit.
NEAREST_MM: Final = 30
FARTHEST_MM: Final = 4500
NO_ECHO: Final = 0

SIGMA_MM: Final = 3.0
SIGMA_PER_MM: Final = 0.003
# Sound is slower in the cold, and the module reckons with one speed: warm air shortens.
PER_KELVIN: Final = -0.0017
RECKONS_WITH_C: Final = 15.0
# So many pings each time that a node wakes. At least 60 ms apart, or a ping hears the last one's
# echo.
PINGS: Final = 7
PING_EVERY_US: Final = 100_000
LAST_TO_FIRST: Final = np.arange(1 - PINGS, 1) * PING_EVERY_US
# Per ping; the first two differ from mounting to mounting.
NEAR_ECHO: Final = (0.02, 0.05)
SILENT: Final = (0.01, 0.03)
MULTIPATH: Final = 0.01
# Where the false echo lies, as shares of the true distance: a wall or the chute, a second bounce.
NEAR_AT: Final = (0.15, 0.85)
MULTIPATH_AT: Final = (1.10, 1.30)


@dataclass(frozen=True, slots=True)
class Quirks:
    """How often one mounted module hears nothing, or the wall instead of the waste."""

    silent: float
    near_echo: float

    @classmethod
    def drawn(cls, draw: np.random.Generator) -> "Quirks":
        """Draw those of one mounting."""
        return cls(draw.uniform(*SILENT), draw.uniform(*NEAR_ECHO))


def hear(scene: Scene, quirks: Quirks, draw: np.random.Generator) -> NDArray[np.int64]:
    """Return what the module reports for each ping, in mm; NO_ECHO where nothing came back."""
    true_mm = scene.distance_mm
    reckoned = true_mm * (1 + PER_KELVIN * (scene.air_c - RECKONS_WITH_C))
    fate, where = draw.random(true_mm.shape), draw.random(true_mm.shape)
    near_below = quirks.silent + quirks.near_echo
    stretched = np.select(
        [fate < near_below, fate < near_below + MULTIPATH],
        [np.interp(where, (0, 1), NEAR_AT), np.interp(where, (0, 1), MULTIPATH_AT)],
        default=1.0,
    )
    echo = reckoned * stretched
    echo += draw.standard_normal(echo.shape) * (SIGMA_MM + SIGMA_PER_MM * echo)
    silent = (fate < quirks.silent) | (echo > FARTHEST_MM)
    reported = np.maximum(np.rint(echo), NEAREST_MM).astype(np.int64)
    return np.where(silent, NO_ECHO, reported)
