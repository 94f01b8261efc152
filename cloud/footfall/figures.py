"""What a zone's footfall is: the values that the page and Grafana know of counting."""

from dataclasses import dataclass
from typing import Literal

Step = Literal["quarter", "hour", "day"]


@dataclass(frozen=True, slots=True)
class Period:
    """Passages of one zone, or one of its gates, in one local quarter-hour, hour or day.

    Attributes:
        begin_us: when it begins, µs since 1970 UTC.
        passages: best estimate; None if withheld, or if nobody listened.
        low: lower end of its 95 % interval; None with passages.
        high: upper end; None with passages.
        coverage: share of the period in which the radios listened, 0 … 1.
        withheld: whether there is a figure that is too small to be shown.
        week_before: passages of the same period seven days before; None if not shown.
    """

    begin_us: int
    passages: float | None
    low: float | None
    high: float | None
    coverage: float
    withheld: bool = False
    week_before: float | None = None


@dataclass(frozen=True, slots=True)
class ProfileCell:
    """A usual hour: mean passages in this hour of this weekday, and over how many days.

    `weekday` 0 is Monday; `hour` 0 … 23 local; `mean` None if withheld or unknown.
    """

    weekday: int
    hour: int
    mean: float | None
    days: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """One of the zone's own beacons as it was heard last.

    Attributes:
        beacon: its id.
        name: what people read.
        heard_us: when it was heard last, µs since 1970 UTC; None if never (in what was searched).
        told_us: when its node told of it last, heard or not; None if never.
        rssi_dbm: signal strength when last heard; None if not known.
        battery_ratio: 0 … 1; None if it does not say.
        battery_mv: likewise.
        missing: whether its node listens and does not hear it.
    """

    beacon: str
    name: str
    heard_us: int | None
    told_us: int | None
    rssi_dbm: float | None
    battery_ratio: float | None
    battery_mv: float | None
    missing: bool
