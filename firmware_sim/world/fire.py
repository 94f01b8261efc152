"""A container that burns: how much warmer than the air its sensor is, until it is one no more."""

from typing import Final

import numpy as np

from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Figures, Times

MINUTE_US: Final = 60_000_000
# What smoulders in paper and bags; the figures are those of the project's field notes.
RISES_K_PER_MIN: Final = (5.0, 20.0)
# A lithium cell and its plastic box say nothing more beyond this.
LASTS_TO_C: Final = 125.0


def rise_k(container: str, began_us: int, times_us: Times, seed: int) -> Figures:
    """Return by how many kelvin a fire that began then has warmed its sensor."""
    k_per_min = generator(seed, "fire", container).uniform(*RISES_K_PER_MIN)
    return np.asarray(np.maximum(times_us - began_us, 0) / MINUTE_US * k_per_min)
