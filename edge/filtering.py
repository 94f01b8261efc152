"""One distance out of a burst of pings, some of which are lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

# Beyond three scaled median deviations an echo came from a wall, a lid or a second bounce.
REJECT_BEYOND: Final = 3.0
# 1.4826 · MAD estimates the standard deviation of a normal distribution.
MAD_TO_SIGMA: Final = 1.4826
# An ultrasonic echo is never surer than this; without a floor, five equal echoes would throw
# out a sixth that is one millimetre off.
LEAST_SIGMA_MM: Final = 3.0


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a burst agreed on: the distance, and the spread of the echoes behind it, in mm."""

    distance_mm: float
    spread_mm: float
    kept: int


def agree(echoes_mm: Sequence[float], least: int) -> Filtered | None:
    """Return the median of the echoes within three deviations; None if fewer than `least` stay."""
    if len(echoes_mm) < max(1, least):
        return None
    middle, sigma = _centre(echoes_mm)
    kept = [echo for echo in echoes_mm if abs(echo - middle) <= REJECT_BEYOND * sigma]
    if len(kept) < least:
        return None
    middle, sigma = _centre(kept)
    return Filtered(middle, sigma, len(kept))


def _centre(values: Sequence[float]) -> tuple[float, float]:
    middle = float(median(values))
    deviation = float(median(abs(value - middle) for value in values))
    return middle, max(LEAST_SIGMA_MM, MAD_TO_SIGMA * deviation)
