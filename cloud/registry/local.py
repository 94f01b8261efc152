"""Local days of a territory as instants: 23 to 25 hours long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(at_us: int, zone: ZoneInfo) -> date:
    """Return the local day of an instant, µs since 1970 UTC."""
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(zone).date()


def begins_us(day: date, zone: ZoneInfo) -> int:
    """Return the instant at which a local day begins."""
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


def days_of(from_us: int, until_us: int, zone: ZoneInfo) -> list[date]:
    """Return the local days that since <= time < until touches."""
    if from_us >= until_us:
        return []
    first, last = (local_day(at_us, zone) for at_us in (from_us, until_us - 1))
    return [first + timedelta(number) for number in range((last - first).days + 1)]
