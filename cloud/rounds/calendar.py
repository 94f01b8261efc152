"""On which days a round is driven, its holidays made up for as its operator does.

The weeks of a round are counted from an anchor and never by their number: 2026 has 53 of them, and
"even weeks" would then be driven a week too soon or too late. A day that the weekdays, the weeks
and the season name is *regular*; the holidays then move it, or take it away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

from cloud.rounds.holidays import HOLIDAYS, Holiday, holidays
from cloud.rounds.season import Season

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)

OnHoliday: TypeAlias = Literal["keep", "skip", "day-after", "day-before", "shift-week"]
"""What becomes of a collection on a holiday.

- keep: it is made all the same.
- skip: it is not made.
- day-after, day-before: it is made on the next working day, or the one before.
- shift-week: it and all later ones of its week are made one working day later, the last of them on
  Saturday, as long as that is no holiday itself.

Sunday is a working day only for rounds of Sundays. A collection that is moved to a day on which the
round is driven anyhow is made with that one.
"""

# No run of holidays and Sundays moves a collection further.
_REACH: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a round is driven.

    Attributes:
        weekdays: on which it is driven, regularly.
        anchor: a day of the first week in which it is driven; none is before that week.
        every_weeks: 1 for every week, 2 for every other one, and so on.
        season: the part of the year in which it is driven; all of it if None.
        until: the last regular day; there is none yet if None.
        on_holiday: what becomes of a collection on one of `holidays`.
        holidays: those on which the operator does not work.
    """

    weekdays: tuple[Weekday, ...]
    anchor: date
    every_weeks: int = 1
    season: Season | None = None
    until: date | None = None
    on_holiday: OnHoliday = "keep"
    holidays: tuple[Holiday, ...] = HOLIDAYS

    def __post_init__(self) -> None:
        if not self.weekdays or self.every_weeks < 1:
            raise ValueError("a calendar needs a weekday, and every_weeks of 1 or more")


def falls_on(calendar: Calendar, day: date) -> bool:
    """Tell whether the round is driven on `day`."""
    return bool(days(calendar, day, day + _DAY))


def days(calendar: Calendar, since: date, until: date) -> tuple[date, ...]:
    """Return when the round is driven, since <= day < until, in order and each once."""
    first, last = since - _REACH, until + _REACH
    regular = (first + timedelta(n) for n in range((last - first).days))
    moved = {_moved(calendar, day) for day in regular if is_regular(calendar, day)}
    return tuple(sorted(day for day in moved if day is not None and since <= day < until))


def is_regular(calendar: Calendar, day: date) -> bool:
    """Tell whether the round would be driven on `day` if there were no holidays."""
    weeks = (_monday(day) - _monday(calendar.anchor)).days // 7
    return (
        weeks >= 0
        and weeks % calendar.every_weeks == 0
        and WEEKDAYS[day.weekday()] in calendar.weekdays
        and (calendar.season is None or calendar.season.holds(day))
        and (calendar.until is None or day <= calendar.until)
    )


def _moved(calendar: Calendar, day: date) -> date | None:
    """Return when a regular day's collection is made; None if it is not."""
    match calendar.on_holiday:
        case "keep":
            return day
        case "skip":
            return None if _is_holiday(calendar, day) else day
        case "day-after":
            return _working(calendar, day, _DAY)
        case "day-before":
            return _working(calendar, day, -_DAY)
        case "shift-week":
            return _shifted(calendar, day)


def _working(calendar: Calendar, day: date, step: timedelta) -> date:
    """Return `day` if it is no holiday, else the first working day beyond."""
    if not _is_holiday(calendar, day):
        return day
    on_sundays = "sun" in calendar.weekdays
    while _is_holiday(calendar, day) or (day.weekday() > _SATURDAY and not on_sundays):
        day += step
    return day


def _shifted(calendar: Calendar, day: date) -> date:
    """Return the working day of the week that has the number of this weekday."""
    week = (_monday(day) + timedelta(n) for n in range(_SATURDAY + 1))
    working = [one for one in week if not _is_holiday(calendar, one)]
    if day.weekday() < len(working):
        return working[day.weekday()]
    return _working(calendar, max(day, _monday(day) + timedelta(_SATURDAY)), _DAY)


def _is_holiday(calendar: Calendar, day: date) -> bool:
    found = holidays(day.year)
    return any(found[name] == day for name in calendar.holidays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
