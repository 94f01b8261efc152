"""The rounds of a day: what was to be driven, what is told of it, and what that comes to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from cloud.driven.actual import RoundActual, actual
from cloud.driven.delivery import Delivery, deliveries
from cloud.driven.given import Given, GivenRounds
from cloud.driven.heard import HeardDay, HeardDays
from cloud.driven.stops import StopState, states
from cloud.driven.told import Told
from cloud.driven.truck_round import TruckRound, sharing
from cloud.errors import RegistryFault
from cloud.registry.driven import Driven
from cloud.registry.registry import Registry
from cloud.registry.values import Passage, Round, Sending
from cloud.rounds.calendar import days, is_regular
from cloud.rounds.trace import FixedRound
from contract.truck_plan import TruckPlan


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
    """A round of the territory that is due on a day.

    Attributes:
        truck: the only truck that drives it; None if any may.
        driven: whether it is; a round of containers only says what would be without sensors.
        moved: whether a holiday put it there.
    """

    day: date
    round: str
    name: str
    stream: str
    truck: str | None
    driven: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of the territory by what the registry and the crews say."""

    registry: Registry
    driven: Driven
    _given: GivenRounds = field(init=False, repr=False, compare=False)
    _heard: HeardDays = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep what was read: thirty crews and their desk ask for the same again and again."""
        object.__setattr__(self, "_given", GivenRounds(self.registry))
        object.__setattr__(self, "_heard", HeardDays(self.driven))

    def zone(self) -> ZoneInfo:
        """Return the territory's local time; raise RegistryFault if none was loaded."""
        territories = self.registry.territories()
        if not territories:
            raise RegistryFault("no territory is loaded")
        return ZoneInfo(territories[0].timezone)

    def given(self, day: date, zone: ZoneInfo) -> Given:
        """Return by truck every round that a day's plans gave it, the oldest first."""
        return self._given.of(day, zone.key)

    def today(self, day: date) -> Today:
        """Return all that is known of a day's rounds."""
        plans = self.given(day, self.zone())
        heard = self._heard.of(day)
        deeds = heard.told()
        there = self._there(heard, plans, plans)
        return Today(
            day, plans, deeds, there, tuple(self.driven.sendings(day)), states(deeds, there)
        )

    def of_truck(self, truck: str, day: date, zone: ZoneInfo) -> TruckRound:
        """Return the round of a truck: of all that is known of the day, what concerns its stops."""
        plans = self.given(day, zone)
        mine = plans.get(truck, [])
        if not mine:
            return TruckRound(truck, day, (), {})
        refs = {stop.ref for stop in mine[-1].stops if stop.ref}
        given = sharing(mine[-1], plans)
        heard = self._heard.of(day)
        deeds = heard.told_of(refs, given)
        there = [one for one in self._there(heard, plans, given) if one.ref in refs]
        return TruckRound(truck, day, mine, states(deeds, there))

    def _there(self, heard: HeardDay, plans: Given, trucks: Collection[str]) -> tuple[Passage, ...]:
        """Return what positions of some trucks prove, or proved before they were purged."""
        kept = self.driven.passages(heard.day, trucks)
        purged = {one.truck for one in kept}
        fresh = [
            one
            for truck in sorted(trucks)
            for one in heard.passages(plans[truck], anew=truck in purged)
        ]
        return (*kept, *fresh)

    def calendar(self, since: date, until: date) -> list[CalendarDay]:
        """Return which rounds are due, since <= day < until, by day and round.

        Those that nobody drives are marked, as on the desk's wall.
        """
        due = [
            CalendarDay(
                day,
                one.id,
                one.name,
                one.stream,
                one.truck,
                is_driven,
                not is_regular(one.calendar, day),
            )
            for one, is_driven in self._known_rounds()
            for day in days(one.calendar, since, until)
        ]
        return sorted(due, key=lambda one: (one.day, one.round))

    def _known_rounds(self) -> Iterator[tuple[Round | FixedRound, bool]]:
        """Yield every round of the territory, and whether trucks drive it."""
        yield from ((one, True) for one in self.registry.fixed_rounds())
        yield from ((one, False) for one in self.registry.rounds())
