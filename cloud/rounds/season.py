"""A part of every year, from one day of the calendar to another."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

MonthDay: TypeAlias = tuple[int, int]
"""Month and day of the month, from 1."""

_LEAP_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Season:
    """From `first` to `last`, both days in it; over New Year if `last` comes before `first`."""

    first: MonthDay
    last: MonthDay

    def __post_init__(self) -> None:
        for month_day in (self.first, self.last):
            # ValueError if no year has such a day.
            date(_LEAP_YEAR, *month_day)

    def holds(self, day: date) -> bool:
        """Tell whether `day` is in the season."""
        month_day = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= month_day <= self.last
        return month_day >= self.first or month_day <= self.last
