"""Readings that come when their day has long been summed up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cloud.registry.local import begins_us, local_day


@dataclass(slots=True)
class Lateness:
    """The local days, older than yesterday, of which a reading came since somebody asked.

    Today and yesterday are summed up anew every night anyhow. `now_us` tells the time.
    """

    zone: ZoneInfo
    now_us: Callable[[], int]
    _days: set[tuple[str, date]] = field(default_factory=set)

    def note(self, container: str, taken_at_us: int) -> None:
        """Note a reading of `container`, if it is late."""
        yesterday = local_day(self.now_us(), self.zone) - timedelta(1)
        if taken_at_us < begins_us(yesterday, self.zone):
            self._days.add((container, local_day(taken_at_us, self.zone)))

    def take(self) -> set[tuple[str, date]]:
        """Return what was noted, and forget it."""
        taken, self._days = self._days, set()
        return taken
