"""Which part of a series is played, and how far it is moved from its own days to ours."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from firmware_sim.world.types import Times

WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant to before another; None stands for no limit."""

    since_us: int | None = None
    end_us: int | None = None

    def holds(self, at_us: Times) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Tell which instants lie in it."""
        inside = np.full(at_us.shape, fill_value=True)
        if self.since_us is not None:
            inside &= at_us >= self.since_us
        if self.end_us is not None:
            inside &= at_us < self.end_us
        return inside


def weeks_between(last: date, until: date) -> int:
    """Return the fewest whole weeks that bring `last` to `until` or later, 0 if it is there.

    Whole weeks, so that a Monday stays one; never back, for then the series holds `until` itself.
    """
    return max(0, -(-(until - last).days // WEEK_DAYS))
