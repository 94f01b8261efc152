"""The public holidays of France, those of a fixed date and those that go with Easter."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

Holiday: TypeAlias = Literal[
    "new-year",
    "easter-monday",
    "labour-day",
    "victory-day",
    "ascension",
    "whit-monday",
    "bastille-day",
    "assumption",
    "all-saints",
    "armistice",
    "christmas",
]

HOLIDAYS: Final[tuple[Holiday, ...]] = get_args(Holiday)
"""Code du travail, article L3133-1; without the two more of Alsace and Moselle."""

_FIXED: Final[Mapping[Holiday, tuple[int, int]]] = {
    "new-year": (1, 1),
    "labour-day": (5, 1),
    "victory-day": (5, 8),
    "bastille-day": (7, 14),
    "assumption": (8, 15),
    "all-saints": (11, 1),
    "armistice": (11, 11),
    "christmas": (12, 25),
}
_AFTER_EASTER: Final[Mapping[Holiday, int]] = {
    "easter-monday": 1,
    "ascension": 39,
    "whit-monday": 50,
}


def holidays(year: int) -> dict[Holiday, date]:
    """Return when each holiday of a year is; two may fall on one day."""
    easter = easter_sunday(year)
    fixed = {name: date(year, *month_day) for name, month_day in _FIXED.items()}
    return fixed | {name: easter + timedelta(days) for name, days in _AFTER_EASTER.items()}


def easter_sunday(year: int) -> date:
    """Return Easter of the Gregorian calendar.

    The anonymous rule of Nature, 20 April 1876, as in Meeus, Astronomical Algorithms, chapter 8.
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    proemptosis = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - proemptosis + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
