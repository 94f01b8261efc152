"""Rounds over the columns of communes: what would be driven if no sensor said anything."""

from dataclasses import dataclass
from datetime import date

from cloud.rounds.calendar import Calendar, falls_on


@dataclass(frozen=True, slots=True)
class Round:
    """All containers of a stream in some communes, emptied on fixed days whatever is in them."""

    id: str
    name: str
    operator: str
    stream: str
    truck: str
    calendar: Calendar
    communes: tuple[str, ...]
    invented: bool

    def runs_on(self, day: date) -> bool:
        """Tell whether the round is driven on `day`."""
        return falls_on(self.calendar, day)
