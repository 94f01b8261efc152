"""The Earth's size, and which coordinates are on it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

EARTH_M: Final = 6_371_008.8
"""Mean radius, IUGG."""


def astray(
    lats: NDArray[np.float64], lons: NDArray[np.float64], names: Sequence[str] | None
) -> dict[int, str]:
    """Return one sentence for each place, by index, whose degrees are not on the Earth.

    It calls a place by its name if names are given, else by its number from 1.
    """
    known = np.isfinite(lats) & np.isfinite(lons) & (np.abs(lats) <= 90) & (np.abs(lons) <= 180)  # noqa: PLR2004 - the Earth's own
    return {
        i: f"{called(i, names)}: {lats[i]:g}, {lons[i]:g} is not on the Earth; "
        "correct its coordinates"
        for i in np.flatnonzero(~known).tolist()
    }


def called(index: int, names: Sequence[str] | None) -> str:
    """Return what a sentence calls a place."""
    return names[index] if names is not None else f"place {index + 1}"
