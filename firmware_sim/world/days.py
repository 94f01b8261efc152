"""The local days that a world goes through: people and crews live by the clock on the wall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from firmware_sim.world.types import Times

SECOND_US: Final = 1_000_000
HOUR_US: Final = 3600 * SECOND_US
DAY_US: Final = 24 * HOUR_US
# So long has the world been running when it is first looked at: no bin is fresh from the factory.
WARM_UP_DAYS: Final = 14


class Day(NamedTuple):
    """One local day, of 23 to 25 hours: from_us <= time < until_us."""

    date: date
    from_us: int
    until_us: int


@dataclass(frozen=True, slots=True)
class Days:
    """Consecutive local days; day i goes from `midnights_us[i]` to `midnights_us[i + 1]`."""

    dates: tuple[date, ...]
    midnights_us: Times

    def each(self) -> tuple[Day, ...]:
        """Return the days one by one."""
        return tuple(
            map(Day, self.dates, self.midnights_us.tolist(), self.midnights_us[1:].tolist())
        )


def days_around(zone: ZoneInfo, start_us: int, count: int) -> Days:
    """Return the local days of a warm-up and of `count` days from `start_us` on."""
    first = datetime.fromtimestamp(start_us // SECOND_US, zone).date()
    # One day more, since `start_us` may be at any hour, and one for the last midnight.
    offsets = range(-WARM_UP_DAYS, count + 2)
    dates = tuple(first + timedelta(days=offset) for offset in offsets)
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in dates]
    micros = [int(midnight.timestamp()) * SECOND_US for midnight in midnights]
    return Days(dates[:-1], np.array(micros, np.int64))
