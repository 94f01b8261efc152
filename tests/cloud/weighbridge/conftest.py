"""Weighings of two trucks at one site, in a registry of either kind."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cloud.registry.spreadsheet.cells import bare
from cloud.registry.values import Ticket, Unloading
from cloud.weighbridge.tickets import Known

PARIS: Final = ZoneInfo("Europe/Paris")
SECOND_US: Final = 1_000_000
MINUTE_US: Final = 60 * SECOND_US
TRUCKS: Final = {"AB123CD": "benne-1", "EF456GH": "benne-2"}


def at(text: str) -> int:
    """Return a local time of the valley, µs since 1970."""
    return round(datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp()) * SECOND_US


NOON_US: Final = at("2026-11-24 12:00")
KNOWN: Final = Known(
    {},
    {bare(name): "soumont" for name in ("soumont", "ISDND Soumont")},
    {bare(name): "residual" for name in ("residual", "OMR")} | {"biowaste": "biowaste"},
    PARIS,
)


def ticket(number: str, minutes: float = 0, **other: object) -> Ticket:
    """Return a ticket of so many minutes after noon."""
    facts: dict[str, object] = {
        "site": "soumont",
        "plate": "AB123CD",
        "gross_kg": 15_000,
        "tare_kg": 11_000,
        "stream": "residual",
        "at_us": NOON_US + round(minutes * MINUTE_US),
    }
    return Ticket(number, **{**facts, **other})  # type: ignore[arg-type]  # the fields of a ticket


def unloading(name: str, minutes: float = 0, **other: object) -> Unloading:
    """Return an unloading of so many minutes after noon."""
    facts: dict[str, object] = {
        "truck": "benne-1",
        "tip": "soumont",
        "stream": "residual",
        "at_us": NOON_US + round(minutes * MINUTE_US),
    }
    return Unloading(name, **{**facts, **other})  # type: ignore[arg-type]  # an unloading's fields
