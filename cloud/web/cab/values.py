"""What the crew's app is answered."""

import msgspec

from cloud.driven.stops import StopState
from cloud.registry.values import Look
from contract.truck_plan import TruckPlan


class CabStop(msgspec.Struct, frozen=True):
    """What a crew reads of a stop beside the plan, in the order of the plan's stops.

    Attributes:
        stream: what is collected or taken there; "" if that is not known.
        windows: when it is open, seconds from local midnight; none if at any time.
        access: what to know to get at it, as the territory's files say; "" if nothing.
        state: what was told of it by any crew of the day.
    """

    stream: str
    windows: tuple[tuple[int, int], ...]
    access: str
    state: StopState


class CabLeg(msgspec.Struct, frozen=True):
    """The way to a stop from the one before: (latitude, longitude) along the road, and streets."""

    line: tuple[tuple[float, float], ...]
    streets: tuple[str, ...]
    metres: int


class CabRound(msgspec.Struct, frozen=True):
    """A truck's round of a day.

    Attributes:
        plan: None if no plan of the day names the truck.
        before: the plan before it, so that the app can show what changed.
        legs: one fewer than stops; none if no roads are built, and the app draws straight lines.
        roads: whose map that is; it has to be shown.
        now_us: the server's clock.
        tag: names all this but the clock; who sends it as If-None-Match is told if it is the same.
    """

    truck: str
    day: str
    plan: TruckPlan | None
    before: TruckPlan | None
    stops: tuple[CabStop, ...]
    legs: tuple[CabLeg, ...]
    roads: str
    now_us: int
    tag: str = ""


class Known(msgspec.Struct, frozen=True):
    """What is known of who asks, as a crew: days by truck, positions kept, who looked and why."""

    rounds: dict[str, list[str]]
    positions: int
    position_days: int
    looks: tuple[Look, ...]


class PhotoKept(msgspec.Struct, frozen=True):
    """A photo is kept; `new` is false if it was there."""

    sha256: str
    new: bool
