"""What dispatchers' forms and addresses say, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

from cloud.dispatch.move import Asked
from cloud.plan.news import News
from contract.names import is_name

AHEAD: Final = 7
"""A container is moved by so many days at most: longer than that no forecast looks."""

_BAD: Final = 400
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS: Final = 16
_LATEST_MIN: Final = 24 * 60
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True)
class Posted:
    """What every form about a plan says: the day, and the version that its page showed."""

    day: date
    read: int
    base_us: int


def posted(form: Mapping[str, str]) -> Posted:
    """Read that; raise HTTPException if it is not there."""
    return Posted(day_of(form.get("jour", "")), number(form.get("lue")), number(form.get("base")))


def day_of(told: str) -> date:
    """Return a day as 2026-01-31; raise HTTPException if it is none."""
    try:
        # Python reads weeks too.
        if _DAY.fullmatch(told) is None:
            raise ValueError
        day = date.fromisoformat(told)
    except ValueError:
        raise HTTPException(_BAD) from None
    if day.year < _CENTURY:
        raise HTTPException(_BAD)
    return day


def day_asked(request: Request) -> date | None:
    """Return the day that an address names; None if it names none."""
    told = request.query_params.get("jour", "")
    return day_of(told) if told else None


def number(told: str | None) -> int:
    """Return a whole number from 0; raise HTTPException if it is none."""
    if told is None or not (told.isascii() and told.isdigit() and len(told) <= _DIGITS):
        raise HTTPException(_BAD)
    return int(told)


def name_of(told: str | None) -> str:
    """Return the id of a truck or container; raise HTTPException if it is none."""
    if told is None or not is_name(told):
        raise HTTPException(_BAD)
    return told


def wish(form: Mapping[str, str], day: date) -> Asked:
    """Return where a container is to go: "camion:ID", "jour:DATE" or "laisser"."""
    container = name_of(form.get("conteneur"))
    kind, _, there = form.get("vers", "").partition(":")
    if kind == "camion":
        return Asked(container, truck=name_of(there))
    if kind == "jour":
        to_day = day_of(there)
        if not day < to_day <= day + timedelta(AHEAD):
            raise HTTPException(_BAD)
        return Asked(container, to_day=to_day.isoformat())
    if kind != "laisser":
        raise HTTPException(_BAD)
    return Asked(container)


def news(form: Mapping[str, str]) -> News:
    """Return what went wrong: fields "panne-TRUCK", "retard-TRUCK", "alarme-…", "ferme-…"."""
    late_s = {
        truck: 60 * min(number(minutes), _LATEST_MIN)
        for truck, minutes in _named(form, "retard-").items()
        if minutes.strip()
    }
    return News(
        None,
        frozenset(_named(form, "panne-")),
        {truck: seconds for truck, seconds in late_s.items() if seconds},
        frozenset(_named(form, "alarme-")),
        frozenset(_named(form, "ferme-")),
    )


def _named(form: Mapping[str, str], start: str) -> dict[str, str]:
    found = {key.removeprefix(start): told for key, told in form.items() if key.startswith(start)}
    return {name_of(key): told for key, told in found.items()}
