"""When a thing that should speak does not: a dead cell, a thief, a van parked in front of it."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from firmware_sim.world.days import DAY_US, SECOND_US
from firmware_sim.world.seeds import generator

FALLS_SILENT: Final = 0.08
FOR_DAYS: Final = (1.0, 3.0)


def silences(name: str, day: date, zone: ZoneInfo, seed: int) -> tuple[tuple[int, int], ...]:
    """Return from when until when (µs) the beacon is silent, of this week and of the last."""
    this_monday = day - timedelta(days=day.weekday())
    mondays = (this_monday - timedelta(days=7), this_monday)
    found = (_silence(name, monday, zone, seed) for monday in mondays)
    return tuple(silence for silence in found if silence is not None)


def _silence(name: str, monday: date, zone: ZoneInfo, seed: int) -> tuple[int, int] | None:
    draw = generator(seed, "silence", name, monday.isoformat())
    happens, begins, lasts = draw.random(), draw.random(), draw.uniform(*FOR_DAYS)
    if happens >= FALLS_SILENT:
        return None
    midnight = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
    from_us = int(midnight.timestamp()) * SECOND_US + int(begins * 7 * DAY_US)
    return from_us, from_us + int(lasts * DAY_US)
