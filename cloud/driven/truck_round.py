"""The round of one truck on a day, as its crew is shown it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cloud.driven.stops import StopState
from contract.truck_plan import TruckPlan

_ASKED: Final = ("container", "side")


@dataclass(frozen=True, slots=True)
class TruckRound:
    """What a crew is to drive, and what any crew of the day told of its stops.

    Attributes:
        plans: every round that the truck was given, the oldest first; none if none was.
        stops: by ref, the state of each stop of the last one of which something is known.
    """

    truck: str
    day: date
    plans: Sequence[TruckPlan]
    stops: Mapping[str, StopState]

    @property
    def plan(self) -> TruckPlan | None:
        """What is to be driven now; None if no plan names the truck."""
        return self.plans[-1] if self.plans else None

    @property
    def before(self) -> TruckPlan | None:
        """What was to be driven before that; None if there was nothing."""
        return self.plans[-2] if len(self.plans) > 1 else None


def sharing(round_: TruckPlan, plans: Mapping[str, Sequence[TruckPlan]]) -> list[str]:
    """Return the trucks that were given a round, or a stop of it before: they may have been there.

    All of them go to the same depots and tips, where nothing has to be done once.
    """
    refs = {stop.ref for stop in round_.stops if stop.kind in _ASKED}
    return [
        truck
        for truck, theirs in plans.items()
        if truck == round_.truck or any(stop.ref in refs for plan in theirs for stop in plan.stops)
    ]
