"""Readings that come when their day has long been summed up."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cloud.registry.local import begins_us, local_day


@dataclass(slots=True)
class Lateness:
    """The local days, older than yesterday, of which a reading came since somebody asked.

    Today and yesterday are summed up anew every night anyhow.
    """

    zone: ZoneInfo
    _days: set[tuple[str, date]] = field(default_factory=set)
    # When yesterday, today and tomorrow begin; to look that up at each reading is dear.
    _begins_us: tuple[int, int, int] = (0, 0, 0)

    def note(self, container: str, taken_at_us: int, now_us: int) -> None:
        """Note a reading of `container` that comes now, if it is late."""
        if not self._begins_us[1] <= now_us < self._begins_us[2]:
            self._begins_us = self._days_around(now_us)
        if taken_at_us < self._begins_us[0]:
            self._days.add((container, local_day(taken_at_us, self.zone)))

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
