"""What a truck is given to drive: its own stops of one day's plan."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contract.names import Name
from contract.reading import TimeUs

Day = Annotated[str, Meta(pattern=r"\A\d{4}-\d{2}-\d{2}\Z")]
"""An ISO date, local to the plan's time zone."""

Metres = Annotated[int, Meta(ge=0)]
Kilograms = Annotated[int, Meta(ge=0)]
Seconds = Annotated[int, Meta(ge=0, le=2 * 86_400)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Lon = Annotated[float, Meta(ge=-180, le=180)]


class TruckStop(msgspec.Struct, frozen=True):
    """One place on the round, in the order of driving.

    Attributes:
        kind: what happens there: leave or end, go on from here, lift, collect a street side,
            unload, rest.
        ref: id of the container or site in the registry; "" of a break.
        name: what the crew reads.
        lat: degrees north, WGS 84.
        lon: degrees east, WGS 84.
        arrive_s: seconds after local midnight of the plan's day.
        leave_s: likewise.
        distance_m: metres driven from the stop before.
        load_kg: expected weight on board on leaving.
        must: whether a container has to be lifted, whatever the day brings.
    """

    kind: Literal["depot", "here", "container", "side", "tip", "break"]
    ref: str
    name: str
    lat: Lat
    lon: Lon
    arrive_s: Seconds
    leave_s: Seconds
    distance_m: Metres
    load_kg: Kilograms
    must: bool = False


class TruckPlan(msgspec.Struct, frozen=True):
    """The round of one truck on one day; no stops: it stays in the depot.

    A later `issued_at_us` supersedes an earlier one, whatever the day.
    """

    truck: Name
    day: Day
    timezone: str
    issued_at_us: TimeUs
    stops: tuple[TruckStop, ...] = ()
