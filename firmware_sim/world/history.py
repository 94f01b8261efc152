"""How many litres were in one container at any time."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_sim.world.days import SECOND_US
from firmware_sim.world.deposits import Deposits
from firmware_sim.world.geometry import Shape
from firmware_sim.world.types import Figures, Times

# From the first hook to the closed floor; a reading in between sees the container on its way.
LIFT_US: Final = 300 * SECOND_US
# Beyond this the flap jams, and people leave their bags beside the column.
JAMS_AT: Final = 1.08


@dataclass(frozen=True, slots=True)
class Lift:
    """One emptying: when it began, and the litres before and after."""

    begun_at_us: int
    before_l: float
    left_l: float


@dataclass(frozen=True, slots=True)
class History:
    """What was thrown in and what was taken out.

    `lifts` are in order of time; the first of them stands for the beginning of the world.
    """

    shape: Shape
    deposits: Deposits
    lifts: tuple[Lift, ...]

    def litres(self, times_us: Times) -> Figures:
        """Return the litres at `times_us`, none of them before the beginning of the world."""
        begun = np.array([lift.begun_at_us for lift in self.lifts], np.int64)
        before = np.array([lift.before_l for lift in self.lifts])
        left = np.array([lift.left_l for lift in self.lifts])
        last = np.searchsorted(begun, times_us, side="right") - 1
        progress = np.minimum((times_us - begun[last]) / LIFT_US, 1.0)
        lifting = before[last] + (left - before)[last] * progress
        poured = self._total(times_us) - self._total(begun + LIFT_US)[last]
        # What comes while the container hangs on the crane goes straight into the truck.
        filling = np.minimum(left[last] + np.maximum(poured, 0.0), JAMS_AT * self.shape.full_l)
        return np.asarray(np.where(progress < 1.0, lifting, filling))

    def surface_mm(self, times_us: Times) -> Figures:
        """Return how high the loose surface under the sensor lies above the floor."""
        height = self.shape.height_mm(self.litres(times_us))
        relief = self.deposits.relief_mm[self.deposits.before(times_us)]
        # A hollow is no deeper, and a heap no higher, than there is waste to make it.
        return height + np.clip(relief, -height, height)

    def overflows_us(self) -> Times:
        """Return when the container became full, once for each time between two emptyings."""
        found: list[int] = []
        ends = [*(lift.begun_at_us for lift in self.lifts[1:]), np.iinfo(np.int64).max]
        for lift, end in zip(self.lifts, ends, strict=True):
            done = np.array([lift.begun_at_us + LIFT_US])
            wanted = self._total(done) + self.shape.full_l - lift.left_l
            index = int(np.searchsorted(self.deposits.total_l[1:], wanted)[0])
            if index < len(self.deposits.at_us) and self.deposits.at_us[index] < end:
                found.append(int(self.deposits.at_us[index]))
        return np.array(found, np.int64)

    def _total(self, times_us: Times) -> Figures:
        return self.deposits.total_l[self.deposits.before(times_us)]
