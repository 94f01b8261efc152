"""Readings that come when their day has long been summed up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from cloud.registry.local import begins_us, local_day

# No local day anywhere begins or ends within a quarter-hour of UTC.
_QUARTER_US: Final = 900 * 1_000_000
_QUARTERS_REMEMBERED: Final = 8192


@dataclass(slots=True)
class Lateness:
    """The local days, older than yesterday, of which a reading came since somebody asked.

    Today and yesterday are summed up anew every night anyhow.
    """

    zone: ZoneInfo
    _days: set[tuple[str, date]] = field(default_factory=set)
    # When yesterday, today and tomorrow begin; to look that up at each reading is dear.
    _begins_us: tuple[int, int, int] = (0, 0, 0)

    def note(self, container: str, taken_at_us: Sequence[int], now_us: int) -> None:
        """Note readings of `container` that come now, if they are late."""
        if not self._begins_us[1] <= now_us < self._begins_us[2]:
            self._begins_us = self._days_around(now_us)
        if min(taken_at_us) < self._begins_us[0]:
            late = {at_us // _QUARTER_US for at_us in taken_at_us if at_us < self._begins_us[0]}
            self._days.update((container, _day_of(quarter, self.zone)) for quarter in late)

    def take(self) -> set[tuple[str, date]]:
        """Return what was noted, and forget it."""
        taken, self._days = self._days, set()
        return taken

    def _days_around(self, now_us: int) -> tuple[int, int, int]:
        today, day = local_day(now_us, self.zone), timedelta(1)
        yesterday_us, today_us, tomorrow_us = (
            begins_us(one, self.zone) for one in (today - day, today, today + day)
        )
        return yesterday_us, today_us, tomorrow_us


@lru_cache(_QUARTERS_REMEMBERED)
def _day_of(quarter: int, zone: ZoneInfo) -> date:
    return local_day(quarter * _QUARTER_US, zone)
