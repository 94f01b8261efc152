"""On the eve: which day is planned, when its trucks leave, and when the next ones would."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cloud.forecast.outlook import Chances

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def next_day(after: date, weekdays: Collection[str]) -> date:
    """Return the first day after `after` with trucks; raise ValueError if none ever has."""
    for step in range(1, 8):
        day = after + timedelta(days=step)
        if WEEKDAYS[day.weekday()] in weekdays:
            return day
    raise ValueError(f"trucks go out on none of {', '.join(WEEKDAYS)}")


def today(now_us: int, zone: ZoneInfo) -> date:
    """Return the local date."""
    return datetime.fromtimestamp(now_us / 1e6, zone).date()


def chances(
    day: date, now_us: int, zone: ZoneInfo, starts_s: int, weekdays: Collection[str]
) -> Chances:
    """Return the instants that a plan for `day` turns on; `starts_s` is the shift's local start."""
    after = next_day(day, weekdays)
    return Chances(now_us, _instant(day, starts_s, zone), _instant(after, starts_s, zone), zone)


def _instant(day: date, seconds: int, zone: ZoneInfo) -> int:
    """Wall-clock time, so that a shift starts at 05:30 on the days of a clock change too."""
    hours, rest = divmod(seconds, 3600)
    clock = time(hours, rest // 60, rest % 60)
    return round(datetime.combine(day, clock, zone).timestamp() * 1e6)
