"""A fixed round: the street sides that a truck drives along, in order, by a calendar."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cloud.rounds.calendar import Calendar

Curb: TypeAlias = Literal["left", "right", "both"]
"""Which side of the street is collected, as the truck drives."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a street, driven from one end to the other.

    Attributes:
        street: its name.
        side: which side of it, as the truck drives; both where the street is narrow.
        lat: where the truck enters it, degrees north, WGS 84.
        lon: degrees east.
        exit_lat: where it leaves it.
        exit_lon: likewise.
        metres: from end to end.
        seconds: from end to end, with all that is lifted on the way.
        load_kg: expected weight of all that.
        load_l: expected volume, as thrown in.
        spread_kg: standard deviation of the weight.
        spread_l: standard deviation of the volume.
    """

    street: str
    side: Curb
    lat: float
    lon: float
    exit_lat: float
    exit_lon: float
    metres: int
    seconds: int
    load_kg: int
    load_l: int
    spread_kg: int = 0
    spread_l: int = 0


@dataclass(frozen=True, slots=True)
class FixedRound:
    """What is collected door to door on the days of its calendar; never left for another day.

    Attributes:
        gear: what a truck needs to lift what stands there.
        truck: the only truck that may drive it; any that can if None.
        sides: in the order in which they are driven.
        invented: whether places and figures are made up.
    """

    id: str
    name: str
    operator: str
    stream: str
    gear: str
    truck: str | None
    calendar: Calendar
    sides: tuple[Side, ...]
    invented: bool
