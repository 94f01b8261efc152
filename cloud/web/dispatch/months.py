"""A month as it hangs on the desk's wall: its weeks, holidays, and the rounds that are due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cloud.driven.rounds import Rounds
from cloud.registry.values import Round
from cloud.rounds.calendar import Calendar, days, is_regular
from cloud.rounds.holidays import Holiday, holidays
from cloud.rounds.trace import FixedRound

_LONGER_THAN_A_MONTH: Final = timedelta(32)
_DAY: Final = timedelta(1)
_WEEK: Final = timedelta(7)


@dataclass(frozen=True, slots=True)
class Rule:
    """A round and when it is driven.

    Attributes:
        truck: what people call the only truck that drives it; "" if any may.
        driven: whether it is; a round of containers only says what would be without sensors.
    """

    name: str
    stream: str
    truck: str
    calendar: Calendar
    driven: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A round on a day; `moved` if a holiday put it there."""

    rule: Rule
    moved: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the sheet; `inside` if it is of its month."""

    day: date
    inside: bool
    holiday: Holiday | None
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The weeks that a month touches, from Monday on, and the rounds of the territory."""

    first: date
    today: date
    weeks: tuple[tuple[Square, ...], ...]
    rules: tuple[Rule, ...]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - _DAY).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first + _LONGER_THAN_A_MONTH).replace(day=1)


def month_of(rounds: Rounds, first: date, today: date) -> MonthShown:
    """Return the month that begins on `first`."""
    registry = rounds.registry
    trucks = {one.id: one.name for one in registry.trucks()}
    rules = (
        *_rules(registry.fixed_rounds(), trucks, driven=True),
        *_rules(registry.rounds(), trucks, driven=False),
    )
    after = (first + _LONGER_THAN_A_MONTH).replace(day=1)
    begin = first - timedelta(first.weekday())
    weeks = []
    while begin < after:
        weeks.append(_week(begin, first.month, rules))
        begin += _WEEK
    return MonthShown(first, today, tuple(weeks), rules)


def _rules(
    rounds: Iterable[Round | FixedRound], trucks: dict[str, str], *, driven: bool
) -> list[Rule]:
    found = [
        Rule(one.name, one.stream, trucks.get(one.truck or "", ""), one.calendar, driven)
        for one in rounds
    ]
    return sorted(found, key=lambda one: one.name)


def _week(monday: date, month: int, rules: Sequence[Rule]) -> tuple[Square, ...]:
    due: dict[date, list[Due]] = {}
    for rule in rules:
        for day in days(rule.calendar, monday, monday + _WEEK):
            due.setdefault(day, []).append(Due(rule, not is_regular(rule.calendar, day)))
    return tuple(
        Square(day, day.month == month, _holiday(day), tuple(due.get(day, ())))
        for day in (monday + ahead * _DAY for ahead in range(7))
    )


def _holiday(day: date) -> Holiday | None:
    for name, when in holidays(day.year).items():
        if when == day:
            return name
    return None
