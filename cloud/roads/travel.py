"""Driving between places: the value that planning knows of roads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Driving between places.

    Attributes:
        seconds: int64 (n, n), from row to column, diagonal 0.
        metres: int64 (n, n), likewise.
        method: how it was found, in words that a page can show.
        exact: False for crow flight.
    """

    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]
    method: str
    exact: bool
