"""Trucks with their crews, and the sites that they go out from and unload at."""

from dataclasses import dataclass

from cloud.registry.values.hours import Hours


@dataclass(frozen=True, slots=True)
class Site:
    """A depot, a tip or an outlet; `opens_s` and `closes_s` count from local midnight.

    `windows` say more closely when it is open in between, in order; none if all the time.
    """

    id: str
    name: str
    kind: str
    operator: str
    streams: tuple[str, ...]
    lat: float
    lon: float
    opens_s: int
    closes_s: int
    unload_s: int
    invented: bool
    note: str
    windows: tuple[Hours, ...] = ()

    @property
    def hours(self) -> tuple[Hours, ...]:
        """When it is open."""
        return self.windows or (Hours(self.opens_s, self.closes_s),)


@dataclass(frozen=True, slots=True)
class Compartment:
    """A part of a truck's body; `capacity_l` is its volume."""

    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int


@dataclass(frozen=True, slots=True)
class Truck:
    """A truck with its crew's shift.

    Attributes:
        depot: the site where its shift starts.
        capacity_l: volume of its body.
        compaction: litres thrown in for one litre on board.
        compartments: parts of its body; none if all its streams go into the one.
        end_depot: the site where its shift ends, if that is not the depot.
        eur_per_km: what a kilometre costs; None if nobody has said.
        eur_per_hour: what an hour from start to return costs beside.
        eur_per_use: what it costs to send it out at all.
        rules: names of the sets of working rules that its crew is under.
        gross_kg: its weight when it is full.
        daily_kg: the most it may collect in a day; without limit if None. So for litres as thrown
            in, and for stops.
    """

    id: str
    name: str
    operator: str
    depot: str
    gear: tuple[str, ...]
    streams: tuple[str, ...]
    capacity_kg: int
    capacity_l: int
    compaction: float
    starts_s: int
    ends_s: int
    invented: bool
    compartments: tuple[Compartment, ...] = ()
    end_depot: str | None = None
    eur_per_km: float | None = None
    eur_per_hour: float = 0.0
    eur_per_use: float = 0.0
    rules: tuple[str, ...] = ("labour-code",)
    gross_kg: int = 19_000
    height_cm: int = 380
    daily_kg: int | None = None
    daily_l: int | None = None
    daily_stops: int | None = None

    @property
    def takes_l(self) -> int:
        """Litres as thrown into containers that it takes, pressed into its body."""
        return round(self.capacity_l * self.compaction)

    @property
    def body(self) -> tuple[Compartment, ...]:
        """Its compartments: the whole body as one if it has no others."""
        return self.compartments or (Compartment(self.streams, self.capacity_kg, self.capacity_l),)

    @property
    def home(self) -> str:
        """The site where its shift ends."""
        return self.end_depot or self.depot
