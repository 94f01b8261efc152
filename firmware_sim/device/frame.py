"""Frames of the A02YYUW on the wire: `FF H L SUM`, and what the wire does to them.

H·256 + L is the distance in mm, 0 when no echo came; SUM is the low byte of FF + H + L.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

BYTES: Final = 4
HEAD: Final = 0xFF
# A metre of cable under a steel lid: one frame in two thousand has a wrong byte.
SPOILED: Final = 1 / 2000

Wire = NDArray[np.uint8]
"""Frames: the last axis has the four bytes."""


def encode(distances_mm: NDArray[np.int64]) -> Wire:
    """Return one frame for each distance, of 0 to 65535 mm, along a new last axis."""
    high, low = distances_mm >> 8, distances_mm & 0xFF
    head = np.full_like(distances_mm, HEAD)
    # uint8 keeps the low byte of the sum, which is what the part does.
    return np.stack([head, high, low, head + high + low], axis=-1).astype(np.uint8)


def spoil(frames: Wire, draw: np.random.Generator) -> Wire:
    """Return the frames as they arrive: now and then one byte is another."""
    shape = frames.shape[:-1]
    hit = draw.random(shape) < SPOILED
    place = draw.integers(BYTES, size=shape)
    flips = draw.integers(1, 256, size=shape, dtype=np.uint8)
    where = hit[..., np.newaxis] & (place[..., np.newaxis] == np.arange(BYTES))
    return frames ^ np.where(where, flips[..., np.newaxis], 0).astype(np.uint8)
