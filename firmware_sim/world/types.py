"""The arrays that the world is made of."""

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
"""Microseconds since 1970 UTC."""

Figures = NDArray[np.float64]
"""Anything measured; the name that carries it says the unit."""

Counts = NDArray[np.int64]
"""How many, or the how-manieth."""
