"""What our programs answer in JSON, as far as the demo looks into it."""

import msgspec


class Replayed(msgspec.Struct, frozen=True):
    """One line of a replay: `pending` readings are kept by the edge and not receipted yet."""

    frames: int = 0
    produced: int = 0
    pending: int = 0

    @property
    def settled(self) -> int:
        """Readings that the cloud has stored, or has refused with a reason."""
        return self.produced - self.pending


class Stop(msgspec.Struct, frozen=True):
    """One stop of a route; times count from local midnight, the distance from the stop before."""

    kind: str
    name: str
    arrive_s: int
    distance_m: int
    load_kg: int
    load_l: int
    p_overflow: float | None = None
    must: bool = False


class Route(msgspec.Struct, frozen=True):
    """One truck's day."""

    truck: str
    truck_name: str
    stops: tuple[Stop, ...]


class Left(msgspec.Struct, frozen=True):
    """A container that is not served."""

    reason: str


class Plan(msgspec.Struct, frozen=True):
    """A day's routes."""

    day: str
    travel: str
    exact_roads: bool
    overflows_avoided: float
    routes: tuple[Route, ...]
    left: tuple[Left, ...]

    @property
    def served(self) -> int:
        """How many containers are lifted."""
        return sum(stop.kind == "container" for route in self.routes for stop in route.stops)

    @property
    def distance_m(self) -> int:
        """Metres of all trucks."""
        return sum(stop.distance_m for route in self.routes for stop in route.stops)


class Gate(msgspec.Struct, frozen=True):
    """A gate of a zone, by the node whose radio hangs there."""

    node: str
    gate: str


class Zone(msgspec.Struct, frozen=True):
    """A business zone."""

    zone: str
    name: str
    gates: tuple[Gate, ...]


class Clicked(msgspec.Struct, frozen=True):
    """What somebody with a clicker counted."""

    people: int


class Day(msgspec.Struct, frozen=True):
    """Passages of a zone on one day; None where nobody may know or nobody listened."""

    passages: float | None
    low: float | None
    high: float | None


class Footfall(msgspec.Struct, frozen=True):
    """The passages of one zone, day by day; the last day still runs."""

    zone: str
    days: tuple[Day, ...]


def last_line(answered: bytes) -> Replayed:
    """Return the newest whole line of a replay that may still be writing."""
    *whole, _cut = answered.split(b"\n")
    return msgspec.json.decode(whole[-1], type=Replayed) if whole else Replayed()


def count(answered: bytes) -> int:
    """Return how many things a program listed."""
    return len(msgspec.json.decode(answered, type=list[msgspec.Raw]))


def plan(answered: bytes) -> Plan:
    """Return the plan that `vallee-cloud plan --json` answered."""
    return msgspec.json.decode(answered, type=Plan)


def zones(answered: bytes) -> list[Zone]:
    """Return what `vallee-cloud zones list --json` answered."""
    return msgspec.json.decode(answered, type=list[Zone])


def people(answered: bytes) -> int:
    """Return how many people `vallee-sim passages --json` counted."""
    return msgspec.json.decode(answered, type=Clicked).people


def footfall(answered: bytes) -> list[Footfall]:
    """Return what `vallee-cloud zones footfall --json` answered."""
    return msgspec.json.decode(answered, type=list[Footfall])
