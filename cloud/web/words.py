"""Texts, numbers and dates as the reader's language writes them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from cloud.web.texts import TEXTS

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

# French typography: narrow between thousands and before %, full before a unit; neither breaks.
_NARROW: Final = "\u202f"
_SPACE: Final = "\u00a0"
_TIGHT: Final = re.compile(r" (?=[:;!?»])|(?<=«) ")
_DAYS: Final = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
}


@dataclass(frozen=True, slots=True)
class Words:
    """One language, at one place on Earth."""

    language: Language
    zone: ZoneInfo

    @property
    def _french(self) -> bool:
        return self.language == "fr"

    def say(self, key: str, **values: object) -> str:
        """Return the text `key` with its blanks filled."""
        return self._text(key).format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """Return the text `key` in the form that goes with `n`; in French zero is singular."""
        one, many = self._text(key).split("|")
        singular = n < 2 if self._french else n == 1  # noqa: PLR2004 - French grammar
        return (one if singular else many).format(n=n, **values)

    def knows(self, key: str) -> bool:
        """Tell whether there is a text `key`."""
        return key in TEXTS

    def number(self, value: float, decimals: int = 0) -> str:
        """Write 12345.6 as 12 345,6 or 12,345.6."""
        text = f"{value:,.{decimals}f}"
        if text.strip("-0.,") == "":
            text = text.removeprefix("-")
        if not self._french:
            return text.replace("-", "\u2212")
        return text.translate({ord(","): _NARROW, ord("."): ",", ord("-"): "\u2212"})

    def percent(self, ratio: float) -> str:
        """Write a ratio in whole per cent."""
        return f"{self.number(round(ratio * 100))}{_NARROW if self._french else ''}%"

    def chance(self, probability: float) -> str:
        """Write a probability; what is nearly sure is not called sure."""
        if 0.0 < probability < 0.01:  # noqa: PLR2004 - would round to 0 %
            return f"< {self.percent(0.01)}"
        if 0.99 < probability < 1.0:  # noqa: PLR2004 - would round to 100 %
            return f"> {self.percent(0.99)}"
        return self.percent(probability)

    def estimate(self, value: float, low: float, high: float) -> str:
        """Write a figure with its interval: 412 (380–445)."""
        between = f"{self.number(low)}–{self.number(high)}"
        return f"{self.number(value)}{_SPACE}({between})"

    def change(self, ratio: float) -> str:
        """Write a growth with its sign: +8 %, −3 %."""
        text = self.percent(ratio)
        return f"+{text}" if round(ratio * 100) > 0 else text

    def kg(self, kilograms: float) -> str:
        """Write a weight in kilograms."""
        return f"{self.number(kilograms)}{_SPACE}kg"

    def tonnes(self, kilograms: float) -> str:
        """Write a weight in tonnes."""
        return f"{self.number(kilograms / 1000, 1)}{_SPACE}t"

    def cubic_metres(self, litres: float) -> str:
        """Write a volume in cubic metres."""
        return f"{self.number(litres / 1000)}{_SPACE}m³"

    def km(self, metres: float) -> str:
        """Write a distance, to a hundred metres below a hundred kilometres."""
        kilometres = metres / 1000
        return f"{self.number(kilometres, 0 if kilometres >= 100 else 1)}{_SPACE}km"  # noqa: PLR2004 - three digits do

    def clock(self, seconds: int) -> str:
        """Write a time of day, given in seconds after midnight: 5 h 30 or 05:30."""
        hours, minutes = divmod(round(seconds / 60), 60)
        if self._french:
            return f"{hours % 24}{_SPACE}h{_SPACE}{minutes:02d}"
        return f"{hours % 24:02d}:{minutes:02d}"

    def duration(self, seconds: int) -> str:
        """Write how long something takes: 6 h 05, or 40 min."""
        hours, minutes = divmod(round(seconds / 60), 60)
        if not hours:
            return f"{minutes}{_SPACE}min"
        return f"{hours}{_SPACE}h{_SPACE}{minutes:02d}"

    def day(self, day: date) -> str:
        """Write a date: 24 nov. 2026 or 24 Nov 2026."""
        return f"{self._date(day)} {day.year}"

    def long_day(self, day: date) -> str:
        """Write a date with its weekday: mardi 24 nov. 2026."""
        return f"{_DAYS[self.language][day.weekday()]} {self.day(day)}"

    def short_day(self, day: date) -> str:
        """Write a date of these weeks with its weekday: mar. 24 nov."""
        return f"{self.weekday(day.weekday(), 3)} {self._date(day)}"

    def weekday(self, index: int, letters: int | None = None) -> str:
        """Name a weekday, Monday being 0; whole, or cut to its first letters."""
        name = _DAYS[self.language][index]
        if letters is None:
            return name
        return name[:letters] + ("." if self._french and letters > 1 else "")

    def hour(self, hour: int) -> str:
        """Write an hour of the day: 14 h or 14:00."""
        return f"{hour}{_SPACE}h" if self._french else f"{hour:02d}:00"

    def month(self, day: date) -> str:
        """Name the month of a date, short: nov. or Nov."""
        return _MONTHS[self.language][day.month - 1]

    def clock_at(self, time_us: int) -> str:
        """Write the local time of day of an instant."""
        return self._of_day(self.local(time_us))

    def moment(self, time_us: int) -> str:
        """Write an instant in local time: 24 nov. 2026, 18 h 05."""
        at = self.local(time_us)
        return f"{self.day(at.date())}, {self._of_day(at)}"

    def lately(self, time_us: int, now_us: int) -> str:
        """Write an instant of the past as short as it stays clear: the time, or the day before."""
        at, now = self.local(time_us), self.local(now_us)
        if at.date() == now.date():
            return f"à {self._of_day(at)}" if self._french else f"at {self._of_day(at)}"
        return f"le {self._date(at.date())}" if self._french else f"on {self._date(at.date())}"

    def midnight(self, now_us: int) -> int:
        """Return the instant at which a day began: `lately` says the same of it all day."""
        at = self.local(now_us).replace(hour=0, minute=0, second=0, microsecond=0)
        return round(at.timestamp()) * 1_000_000

    def about(self, time_us: int) -> str:
        """Write an instant that is only known to the hour: mer. 25 nov., 14 h."""
        at = self.local(time_us + 1_800_000_000)
        return f"{self.short_day(at.date())}, {self.hour(at.hour)}"

    def local(self, time_us: int) -> datetime:
        """Return an instant as the territory's clocks show it."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return (epoch + timedelta(microseconds=time_us)).astimezone(self.zone)

    def _text(self, key: str) -> str:
        return _set(key, self.language)

    def _date(self, day: date) -> str:
        first = "1er" if self._french and day.day == 1 else str(day.day)
        return f"{first} {_MONTHS[self.language][day.month - 1]}"

    def _of_day(self, at: datetime) -> str:
        return self.clock(at.hour * 3600 + at.minute * 60)


@cache
def _set(key: str, language: Language) -> str:
    text = TEXTS[key][LANGUAGES.index(language)]
    return _TIGHT.sub(_SPACE, text) if language == "fr" else text


def choose(asked: str | None, accept: str, languages: tuple[Language, ...]) -> Language:
    """Return the asked-for language, else the most wanted of an Accept-Language header.

    `languages` are those on offer, the default first.
    """
    for language in languages:
        if asked == language:
            return language
    wanted = sorted(map(_wish, accept.split(",")), key=lambda wish: -wish[1])
    for tag, weight in wanted:
        for language in languages:
            if weight > 0 and tag == language:
                return language
    return languages[0]


def _wish(part: str) -> tuple[str, float]:
    """Read one "fr-CA;q=0.8"; what cannot be read weighs nothing."""
    tag, _, quality = part.strip().partition(";q=")
    try:
        weight = float(quality or 1)
    except ValueError:
        weight = 0.0
    return tag.split("-")[0].strip().lower(), weight
