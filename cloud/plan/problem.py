"""A planning day as plain values, in whole numbers; solver and checker read the same one.

Seconds count from local midnight of the planned day, distances are metres, loads kilograms and
litres *as thrown in*: a truck that presses its load takes so many litres more. Places are indices
into the travel matrices.
"""

from dataclasses import dataclass

from cloud.roads.travel import Travel


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
        stream: what is in it; a truck carries one stream at a time.
        gear: what a truck needs to lift it.
        load_kg: expected weight.
        load_l: expected volume, as thrown in.
        service_s: from arrival to departure.
        must: whether leaving it needs a reason that has nothing to do with metres.
        prize_m: what leaving it costs, in the objective's metres.
        p_overflow: probability that it overflows before the next chance if it is left.
        trouble: why the figures are weak, see `forecast.need`; None if they are good.
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
    prize_m: int
    p_overflow: float
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck with its crew for the day; it starts and ends empty at its depot.

    `capacity_l` counts litres as thrown in: the body's volume times its compaction.
    """

    id: str
    name: str
    operator: str
    gear: tuple[str, ...]
    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int
    depot: int
    starts_s: int
    ends_s: int

    def may_lift(self, pickup: Pickup) -> bool:
        """Tell whether operator, gear and stream allow it."""
        return (
            pickup.operator == self.operator
            and pickup.gear in self.gear
            and pickup.stream in self.streams
        )


@dataclass(frozen=True, slots=True)
class Tip:
    """A site that takes loads of some streams while it is open.

    A truck may wait for it to open and has finished unloading when it closes.
    """

    site: str
    place: int
    streams: tuple[str, ...]
    opens_s: int
    closes_s: int
    unload_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Everything that decides a day's plan."""

    day: str
    places: tuple[Place, ...]
    pickups: tuple[Pickup, ...]
    trucks: tuple[Truck, ...]
    tips: tuple[Tip, ...]
    travel: Travel
