"""What residents ask: was my street done, and when does which round come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from cloud.driven.rounds import CalendarDay, Rounds
from cloud.driven.streets import SHORTEST, Street, streets

LONGEST_NAME: Final = 100
_LONGER_THAN_A_MONTH: Final = timedelta(32)


@dataclass(frozen=True, slots=True)
class StreetsShown:
    """What was asked of which day, and what is known; `found` is None if nothing was asked."""

    day: date
    name: str
    found: Sequence[Street] | None
    too_short: bool = False


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The rounds that are due in a month, by day; `trucks` has names by ids."""

    first: date
    days: tuple[tuple[date, tuple[CalendarDay, ...]], ...]
    trucks: dict[str, str]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first + _LONGER_THAN_A_MONTH).replace(day=1)


def asked_streets(rounds: Rounds, day: date, name: str, today: date) -> StreetsShown:
    """Return what is known of the streets whose name holds the words of `name`."""
    told = " ".join(name.split())[:LONGEST_NAME]
    if not told:
        return StreetsShown(day, "", None)
    if len(told.replace(" ", "")) < SHORTEST:
        return StreetsShown(day, told, (), too_short=True)
    known = rounds.registry.fixed_rounds()
    found = streets(rounds.today(day), told, known, over=today > day)
    return StreetsShown(day, told, found)


def month_of(rounds: Rounds, first: date) -> MonthShown:
    """Return the rounds of the month that begins on `first`."""
    after = (first + _LONGER_THAN_A_MONTH).replace(day=1)
    due = rounds.calendar(first, after)
    days = tuple((day, tuple(found)) for day, found in groupby(due, key=lambda one: one.day))
    return MonthShown(first, days, {one.id: one.name for one in rounds.registry.trucks()})
