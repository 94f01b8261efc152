"""A round's calendar in words: weekdays, weeks, season, and what a holiday does to it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from cloud.rounds.calendar import WEEKDAYS, Calendar
from cloud.rounds.holidays import HOLIDAYS
from cloud.rounds.season import MonthDay
from cloud.web.words import Words

_LEAP_YEAR: Final = 2000


def regular(calendar: Calendar, words: Words) -> str:
    """Say on which days a round is driven."""
    return " · ".join(_parts(calendar, words))


def on_holidays(calendar: Calendar, words: Words) -> str:
    """Say what becomes of a collection on a holiday."""
    said = words.say(f"desk.calendar.{calendar.on_holiday}")
    if calendar.on_holiday == "keep" or set(calendar.holidays) == set(HOLIDAYS):
        return said
    named = ", ".join(words.say(f"desk.holiday.{one}") for one in calendar.holidays)
    return f"{said} ({named})"


def _parts(calendar: Calendar, words: Words) -> Iterator[str]:
    yield ", ".join(words.weekday(WEEKDAYS.index(one)) for one in calendar.weekdays)
    if calendar.every_weeks == 1:
        yield words.say("desk.calendar.weekly")
    else:
        first = words.day(calendar.anchor)
        yield words.say("desk.calendar.weeks", n=calendar.every_weeks, first=first)
    if calendar.season is not None:
        first, last = (
            _of_year(one, words) for one in (calendar.season.first, calendar.season.last)
        )
        yield words.say("desk.calendar.season", first=first, last=last)
    if calendar.until is not None:
        yield words.say("desk.calendar.until", day=words.day(calendar.until))


def _of_year(month_day: MonthDay, words: Words) -> str:
    return words.day(date(_LEAP_YEAR, *month_day)).rpartition(" ")[0]
