"""What the page of weighings shows, as it is given to it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cloud.weighbridge.weighings import Weighings


@dataclass(frozen=True, slots=True)
class WeighingsView:
    """The weighings of a month, by the first of it; `sites` has the names of sites by their ids."""

    month: date
    weighings: Weighings
    sites: dict[str, str]

    @property
    def weighed_kg(self) -> int:
        """What was weighed of all streams."""
        return sum(one.weighed_kg for one in self.weighings.tonnage.streams)

    @property
    def matched_kg(self) -> int:
        """What of that is of a known unloading."""
        return sum(one.matched_kg for one in self.weighings.tonnage.streams)


class WeighingsDesk(Protocol):
    """Who knows the weighings; every method may raise CloudError."""

    def today(self) -> date:
        """Return the day by the territory's clocks."""

    def view(self, month: date) -> WeighingsView:
        """Return the weighings of the month that begins on `month`."""
