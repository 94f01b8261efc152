"""What a zone's page shows, as frozen values that are given to it."""

from dataclasses import dataclass
from typing import Final, Protocol

from cloud.footfall.figures import Inventory, Period, ProfileCell

# Four weeks and today: so far back the page looks.
PAST_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone in a list: its id in the registry, and what people read."""

    id: str
    name: str
    commune: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of the zone with its days, oldest first; a day that nobody published is not there."""

    name: str
    days: tuple[Period, ...]
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A beacon as it was heard, and whether it is made up for the demonstration."""

    heard: Inventory
    invented: bool = False


@dataclass(frozen=True, slots=True)
class ZoneView:
    """Everything on a zone's page at one instant.

    Periods are oldest first, from PAST_DAYS days before today on; what nobody published is not
    among them.

    Attributes:
        now_us: the instant, µs since 1970 UTC.
        territory: its name.
        timezone: IANA name of the local time, e.g. "Europe/Paris".
        zone: its id and name.
        about: what must be known of the zone, one sentence in any language; may be empty.
        days: local days.
        hours: local hours.
        quarters: local quarter-hours.
        gates: in any order.
        profile: the usual week; a cell that is not there is not known.
        beacons: in any order.
        withheld_below: figures below it are withheld where they are published.
        people_by_hand: people whom somebody counted at the gates, by which figures are scaled.
        store_down: whether the figures could not be had.
    """

    now_us: int
    territory: str
    timezone: str
    zone: ZoneName
    about: str
    days: tuple[Period, ...]
    hours: tuple[Period, ...]
    quarters: tuple[Period, ...]
    gates: tuple[Gate, ...]
    profile: tuple[ProfileCell, ...]
    beacons: tuple[Tag, ...]
    withheld_below: float
    people_by_hand: int
    store_down: bool = False


class ZoneDesk(Protocol):
    """Who knows the zones and their figures; raises CloudError if they cannot be had."""

    def zones(self) -> tuple[ZoneName, ...]:
        """Return every zone, by name."""

    def zone(self, zone: str) -> ZoneView | None:
        """Return the state of the zone with this id now; None if there is no such zone."""
