"""A planning day as plain values, in whole numbers; every solver and the checker read the same one.

Seconds count from local midnight of the planned day, distances are metres, money is micro-euros
(µ€; a euro a kilometre is a thousand µ€ a metre), loads kilograms and litres *as thrown in*: a
truck that presses its load takes so many litres more. Places are indices into the travel matrices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from cloud.plan.law.rules import Rules
from cloud.plan.law.timetable import Timetable, Window
from cloud.plan.route import Left
from cloud.roads.travel import Travel

CAR = "car"
"""The profile of a problem with one matrix for all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point that can be driven to: index `i` of the matrices is `places[i]`."""

    ref: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Pickup:
    """A container that may or must be lifted.

    Attributes:
        container: its id in the registry.
        place: where it stands.
        operator: whose it is; only that operator's trucks lift it.
        stream: what is in it; a compartment carries one stream at a time.
        gear: what a truck needs to lift it.
        load_kg: expected weight.
        load_l: expected volume, as thrown in.
        service_s: from the start of the work to departure.
        must: whether leaving it needs a reason that has nothing to do with money.
        prize_ueur: what leaving it costs.
        p_overflow: probability that it overflows before the next chance if it is left.
        trouble: why the figures are weak, see `forecast.need`; None if they are good.
        spread_kg: standard deviation of the weight.
        spread_l: standard deviation of the volume.
        windows: when it may be lifted, in the order of the clock; none if at any time.
        heaviest_kg: gross weight of the heaviest truck that may come there.
        highest_cm: height of the highest one.
    """

    container: str
    place: int
    operator: str
    stream: str
    gear: str
    load_kg: int
    load_l: int
    service_s: int
    must: bool
    prize_ueur: int
    p_overflow: float
    trouble: str | None = None
    spread_kg: int = 0
    spread_l: int = 0
    windows: tuple[Window, ...] = ()
    heaviest_kg: int | None = None
    highest_cm: int | None = None

    @property
    def ref(self) -> str:
        """What a stop there is called."""
        return self.container

    @property
    def leaves(self) -> int:
        """Where the truck stands when it is lifted."""
        return self.place


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a street that a fixed round collects, driven from one end to the other.

    Attributes:
        round: id of its round.
        order: its place in the round, from 0.
        place: where the truck enters it.
        leaves: where it is when it is done.
        name: of the street.
        seconds: from end to end; it counts as work and not as driving.
        metres: likewise.
    """

    round: str
    order: int
    place: int
    leaves: int
    name: str
    operator: str
    stream: str
    gear: str
    load_kg: int
    load_l: int
    seconds: int
    metres: int
    spread_kg: int = 0
    spread_l: int = 0

    @property
    def ref(self) -> str:
        """What a stop there is called."""
        return f"{self.round}/{self.order}"


@dataclass(frozen=True, slots=True)
class Round:
    """A fixed round that is due: all its sides, in their order, by one truck; never left.

    Attributes:
        truck: the only truck that may drive it; any that can if None.
    """

    id: str
    name: str
    sides: tuple[Side, ...]
    truck: str | None = None


@dataclass(frozen=True, slots=True)
class Compartment:
    """A part of a truck's body that holds one stream at a time.

    Attributes:
        streams: what it may hold.
        capacity_kg: of the compartment alone.
        capacity_l: as thrown in: its volume times its compaction.
        stream: what it carries over from before; None if it is empty.
        kg: likewise.
        litres: likewise.
    """

    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int
    stream: str | None = None
    kg: int = 0
    litres: int = 0


@dataclass(frozen=True, slots=True)
class Costs:
    """What a truck costs: by the metre, by the second from shift's start to return, and at all."""

    per_m_ueur: int
    per_s_ueur: int = 0
    per_use_ueur: int = 0


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck with its crew for the day; whatever it carries is unloaded before it comes home.

    Attributes:
        start: the place where it stands when its shift starts.
        end: the depot where it must be at the shift's end.
        profile: whose travel matrix it drives by.
        rules: what its crew is owed; they may make the whole shift earlier.
        daily_kg: the most it may collect in a day, over all trips; so for litres and stops.
        trips: how often it may unload in a day; as often as it likes if None.
        gross_kg: weight of the full truck.
        fixed: what it does first, as it stands: the frozen part of a plan under way.
        past: what its crew has done of the day; it goes on where that ends.
    """

    id: str
    name: str
    operator: str
    gear: tuple[str, ...]
    compartments: tuple[Compartment, ...]
    start: int
    end: int
    starts_s: int
    ends_s: int
    costs: Costs
    profile: str = CAR
    rules: Rules = Rules("")  # noqa: RUF009 - frozen
    daily_kg: int | None = None
    daily_l: int | None = None
    daily_stops: int | None = None
    trips: int | None = None
    gross_kg: int = 0
    height_cm: int = 0
    fixed: "Tour" = ()
    past: Timetable = ()

    @property
    def streams(self) -> tuple[str, ...]:
        """Everything that some compartment of it may hold."""
        return tuple(sorted({stream for one in self.compartments for stream in one.streams}))

    @property
    def hours(self) -> tuple[int, int]:
        """When it can start from where it stands, and when the shift must have ended."""
        starts_s = self.past[-1].end_s if self.past else self.starts_s - self.rules.earlier_s
        return starts_s, self.ends_s - self.rules.earlier_s

    @property
    def loaded(self) -> bool:
        """Whether it carries something over."""
        return any(one.stream is not None for one in self.compartments)

    def may_lift(self, pickup: "Pickup | Side") -> bool:
        """Tell whether operator, gear, stream and the truck's own size allow it."""
        return (
            pickup.operator == self.operator
            and pickup.gear in self.gear
            and pickup.stream in self.streams
            and (isinstance(pickup, Side) or self.may_enter(pickup))
        )

    def may_enter(self, pickup: Pickup) -> bool:
        """Tell whether it is light and low enough for where a container stands."""
        return not (
            (pickup.heaviest_kg is not None and self.gross_kg > pickup.heaviest_kg)
            or (pickup.highest_cm is not None and self.height_cm > pickup.highest_cm)
        )


@dataclass(frozen=True, slots=True)
class Tip:
    """A site that takes loads of some streams while it is open, and empties all that hold them.

    A truck may wait for it to open and has finished unloading when it closes.
    """

    site: str
    place: int
    streams: tuple[str, ...]
    windows: tuple[Window, ...]
    unload_s: int

    @property
    def ref(self) -> str:
        """What a stop there is called."""
        return self.site

    @property
    def leaves(self) -> int:
        """Where the truck stands when it is empty."""
        return self.place


Duty: TypeAlias = Pickup | Side | Tip
"""What a truck does on its way."""

Tour: TypeAlias = tuple[Duty, ...]
"""What one truck collects and where it unloads, in order; empty if it stays in the depot."""

Tours: TypeAlias = Mapping[str, Tour]
"""A tour for each truck's id."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Everything that decides a day's plan.

    Attributes:
        travels: by profile, travel between the places.
        sigmas: a load holds if its mean and so many times its spread fit; the spread of a sum is
            the root of the sum of the squares.
        planned: by container, the truck that was to lift it, where a plan is made again.
        change_ueur: what it costs to give a container to another truck than planned.
        unfit: containers that cannot be planned at all, and why.
    """

    day: str
    places: tuple[Place, ...]
    pickups: tuple[Pickup, ...]
    trucks: tuple[Truck, ...]
    tips: tuple[Tip, ...]
    travels: Mapping[str, Travel]
    rounds: tuple[Round, ...] = ()
    sigmas: float = 0.0
    planned: Mapping[str, str] = field(default_factory=dict)
    change_ueur: int = 0
    unfit: tuple[Left, ...] = ()

    def travel(self, truck: Truck) -> Travel:
        """Return the travel of a truck."""
        return self.travels[truck.profile]
