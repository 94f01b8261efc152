"""What a cell of a sheet of tickets may say, and the mend for each thing that it may not."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cloud.registry.spreadsheet.cells import Refused, bare, no_formula, shown

# Heavier than any truck may be, 44 t in France; lighter than any that collects.
HEAVIEST_KG: Final = 60_000
LIGHTEST_TARE_KG: Final = 1_000
# What one scale can tell from nothing.
LEAST_NET_KG: Final = 10

# Spaces of all kinds stand between thousands.
_SPACES: Final = re.compile(r"[ \u00a0\u202f']")
_WEIGHT: Final = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_LONGEST_NUMBER: Final = 64
_LONGEST_PLATE: Final = 12
_DATES: Final = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})"),
)
_CLOCK: Final = re.compile(r"([0-9]{1,2})[:hH]([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OLDEST_YEAR: Final = 2000


def number(text: str) -> str:
    """Return the number of a ticket."""
    if not no_formula(text):
        raise Refused("a ticket needs its number", "write it as it is printed")
    if _SCIENTIFIC.fullmatch(text):
        raise Refused(
            f"{shown(text)} is what a spreadsheet makes of a long number",
            "make the column one of text, then export it anew",
        )
    if len(text) > _LONGEST_NUMBER or not text.isprintable():
        raise Refused(f"{shown(text)} is no number", f"{_LONGEST_NUMBER} signs at most")
    return text


def plate(text: str) -> str:
    """Return a number plate in capitals and digits: AB-123-CD and ab 123 cd are one truck."""
    letters = plain_plate(no_formula(text))
    if not letters or len(letters) > _LONGEST_PLATE:
        raise Refused(f"{shown(text)} is no number plate", "letters and digits, AB-123-CD")
    return letters


def plain_plate(text: str) -> str:
    """Return what of a number plate tells trucks apart."""
    return "".join(one for one in text.upper() if one.isascii() and one.isalnum())


def named(text: str, known: Mapping[str, str], what: str) -> str:
    """Return our name of a site or a stream; `known` has it by what it may be called, bare."""
    found = known.get(bare(no_formula(text)))
    if found is None:
        mend = f'add it to weighbridge.{what}s of the settings, as "THEIRS = ours"'
        raise Refused(f"{shown(text)} is no {what} that we know", mend)
    return found


def kilograms(text: str, unit_kg: int) -> int:
    """Return a weight; `unit_kg` is 1 or, of tonnes, 1000."""
    told = _SPACES.sub("", text)
    if told.startswith("-"):
        raise Refused(f"{shown(text)} is negative", "a weighing is above zero; look at the ticket")
    found = _WEIGHT.fullmatch(told)
    if found is None:
        raise Refused(f"{shown(text)} is no weight", "figures like 12340 or 12,34")
    whole, part = int(found[1]), found[2] or ""
    return round(unit_kg * (whole + (int(part) / 10 ** len(part) if part else 0)))


def weighed(gross_kg: int, tare_kg: int) -> None:
    """Refuse a weighing that no truck can have had."""
    if gross_kg > HEAVIEST_KG:
        raise Refused(
            f"{gross_kg} kg gross is more than any truck", "kg or t? look at the heading's unit"
        )
    if tare_kg < LIGHTEST_TARE_KG:
        raise Refused(f"a tare of {tare_kg} kg is no truck", "kg or t? look at the heading's unit")
    net_kg = gross_kg - tare_kg
    if net_kg <= 0:
        raise Refused(
            f"gross {gross_kg} kg less tare {tare_kg} kg leaves {net_kg} kg",
            "are gross and tare exchanged? a ticket without a load is none",
        )
    if net_kg < LEAST_NET_KG:
        raise Refused(f"{net_kg} kg net is no load", f"{LEAST_NET_KG} kg at least")


def moment(day: str, clock: str, zone: ZoneInfo, now_us: int) -> int:
    """Return a local time in µs since 1970; `clock` is empty where `day` holds both."""
    date, _, rest = " ".join(day.replace("T", " ").split()).partition(" ")
    at = _local(date, clock or rest.replace("à ", ""), day, zone)
    # An hour that clocks leave out in spring is none.
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise Refused(f"{shown(day)} {clock}: no clock showed that".strip(), "look at the ticket")
    at_us = (at - _EPOCH) // timedelta(microseconds=1)
    if at_us > now_us:
        raise Refused(f"{shown(day)} has not come yet", "day/month/year; look at the ticket")
    return at_us


def _local(date: str, clock: str, day: str, zone: ZoneInfo) -> datetime:
    found = next((m for form in _DATES if (m := form.fullmatch(date))), None)
    time = _CLOCK.fullmatch(clock.strip())
    if found is None:
        raise Refused(f"{shown(day)} is no date", "24/11/2026 or 2026-11-24")
    if time is None:
        raise Refused(f"{shown(day)} has no time of day", "24/11/2026 07:45, or a column of times")
    year, month, day_ = (int(found[part]) for part in ("y", "m", "d"))
    hour, minute, second = (int(part or 0) for part in time.groups())
    try:
        at = datetime(year, month, day_, hour, minute, second, tzinfo=zone)
    except ValueError:
        raise Refused(f"{shown(f'{date} {clock}')} is no time", "look at the ticket") from None
    if at.year < _OLDEST_YEAR:
        raise Refused(f"{shown(day)} is too long ago", "look at the ticket")
    return at
