"""A problem as a peer is given it: places, and one more, home, to which a truck comes unloaded.

For problems of one depot, stream and size of street, without breaks and rounds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Problem, Tip, Tour, Truck
from cloud.plan.tour import tidy

Matrix = NDArray[np.int64]
# Longer than any day and dearer than any plan, in a sum of which nothing overflows.
FAR: Final = 10_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """Costs and seconds between places; the last row and column are home.

    Attributes:
        unit_ueur: what a unit of cost is worth.
        through: by place, the tip that the way home leads over.
    """

    problem: Problem
    costs: Matrix
    seconds: Matrix
    unit_ueur: int
    through: Matrix

    @property
    def depot(self) -> int:
        """Where all trucks start."""
        return self.problem.trucks[0].start

    @property
    def home(self) -> int:
        """Where all trucks end."""
        return len(self.problem.places)

    def prize(self, pickup: Pickup) -> int:
        """Return what leaving a container costs."""
        return pickup.prize_ueur // self.unit_ueur

    def hours(self, duty: Pickup | Tip) -> tuple[int, int]:
        """Return when work there may begin."""
        lasts_s = duty.service_s if isinstance(duty, Pickup) else duty.unload_s
        if not duty.windows:
            return 0, FAR
        return duty.windows[0].opens_s, duty.windows[-1].closes_s - lasts_s

    def tour(self, duties: list[Pickup | Tip]) -> Tour:
        """Return a tour with its last unloading, and without visits to a tip with nothing."""
        if duties and not isinstance(duties[-1], Tip):
            duties = [*duties, self.problem.tips[int(self.through[duties[-1].place])]]
        return tidy(duties)


def net(problem: Problem) -> Net:
    """Return a problem as a peer is given it."""
    travel = problem.travel(problem.trucks[0])
    unit = problem.trucks[0].costs.per_m_ueur
    size = len(problem.places)
    depot, tips = problem.trucks[0].start, [tip.place for tip in problem.tips]
    stays_s = np.array([tip.unload_s for tip in problem.tips])
    ways = travel.metres[:, tips] + travel.metres[tips, depot]
    through = ways.argmin(axis=1)
    costs, seconds = (np.full((size + 1, size + 1), FAR, dtype=np.int64) for _ in range(2))
    costs[:size, :size], seconds[:size, :size] = travel.metres, travel.seconds
    costs[:size, size] = ways.min(axis=1)
    over_s = travel.seconds[:, tips] + stays_s + travel.seconds[tips, depot]
    seconds[:size, size] = over_s[np.arange(size), through]
    # From a tip that is not the depot, and from the depot itself, it is the bare way.
    bare = [place for place in tips if place != depot]
    costs[bare, size], seconds[bare, size] = (
        travel.metres[bare, depot],
        travel.seconds[bare, depot],
    )
    costs[depot, size] = seconds[depot, size] = 0
    costs[size, size] = seconds[size, size] = 0
    return Net(problem, costs, seconds, unit, through)


def capacity(truck: Truck) -> int:
    """Return what a truck holds, kilograms."""
    return truck.compartments[0].capacity_kg
