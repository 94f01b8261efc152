"""The rounds of a day: what was to be driven, what is told of it, and what that comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cloud.driven.actual import RoundActual, actual
from cloud.driven.delivery import Delivery, deliveries
from cloud.driven.orders import by_truck
from cloud.driven.passages import passages
from cloud.driven.stops import StopState, states
from cloud.driven.told import Told, told
from cloud.errors import RegistryFault
from cloud.registry.driven import Driven
from cloud.registry.registry import Registry
from cloud.registry.values import Passage, Round, Sending
from cloud.rounds.calendar import days
from contract.truck_plan import TruckPlan

if TYPE_CHECKING:
    from cloud.rounds.trace import FixedRound

ISSUES = 200
"""So many plans of one day are looked at, the newest; a day is made again a few times."""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that is known of a day's rounds, read at one call.

    Attributes:
        plans: by truck, every round that it was given, the oldest first.
        deeds: all that was told, in the one order that counts; positions aside.
        passages: what positions prove, or proved before they were purged.
        stops: by ref, the state of each stop of which something is known.
    """

    day: date
    plans: Mapping[str, list[TruckPlan]]
    deeds: tuple[Told, ...]
    passages: tuple[Passage, ...]
    sendings: tuple[Sending, ...]
    stops: Mapping[str, StopState]

    def round(self, truck: str) -> TruckPlan | None:
        """Return what a truck is to drive now; None if no plan names it."""
        return self.plans[truck][-1] if truck in self.plans else None

    def deliveries(self) -> list[Delivery]:
        """Return how far each round has come."""
        return deliveries(self.plans, self.sendings, self.deeds)

    def actual(self) -> list[RoundActual]:
        """Return plan against actual of every round that has stops, by truck."""
        return [
            actual(plans, self.deeds, self.stops)
            for _, plans in sorted(self.plans.items())
            if any(plan.stops for plan in plans)
        ]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A round of the territory that is due on a day."""

    day: date
    round: str
    name: str
    stream: str
    truck: str | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of the territory by what the registry and the crews say."""

    registry: Registry
    driven: Driven

    def zone(self) -> ZoneInfo:
        """Return the territory's local time; raise RegistryFault if none was loaded."""
        territories = self.registry.territories()
        if not territories:
            raise RegistryFault("no territory is loaded")
        return ZoneInfo(territories[0].timezone)

    def today(self, day: date) -> Today:
        """Return all that is known of a day's rounds."""
        plans = by_truck(self.registry.plans(day, ISSUES), self.zone().key)
        deeds = told(self.driven.deeds(day))
        every = [one for theirs in plans.values() for one in theirs]
        fresh = passages(every, told(self.driven.positions(day)))
        there = (*self.driven.passages(day), *fresh)
        return Today(
            day, plans, deeds, there, tuple(self.driven.sendings(day)), states(deeds, there)
        )

    def calendar(self, since: date, until: date) -> list[CalendarDay]:
        """Return which rounds are due, since <= day < until, by day and round."""
        every: list[Round | FixedRound] = [*self.registry.rounds(), *self.registry.fixed_rounds()]
        due = [
            CalendarDay(day, one.id, one.name, one.stream, one.truck)
            for one in every
            for day in days(one.calendar, since, until)
        ]
        return sorted(due, key=lambda one: (one.day, one.round))
