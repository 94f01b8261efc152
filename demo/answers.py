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
