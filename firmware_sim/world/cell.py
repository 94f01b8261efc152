"""What is left in a beacon's cell: it falls slowly, and one day somebody puts in a new one."""

from typing import Final

from firmware_sim.world.days import DAY_US
from firmware_sim.world.seeds import generator

LASTS_DAYS: Final = 900.0


def cell_ratio(name: str, at_us: int, seed: int) -> float:
    """Return the share of its charge that the cell of `name` still has."""
    age_days = generator(seed, "cell", name).uniform(0, LASTS_DAYS) + at_us / DAY_US
    return 1.0 - age_days % LASTS_DAYS / LASTS_DAYS
