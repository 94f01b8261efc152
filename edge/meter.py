"""How many bytes a node's link has carried in this calendar month."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple


class Month(NamedTuple):
    """Bytes of one calendar month, UTC: `2026-11`."""

    name: str
    sent_bytes: int


NO_MONTH: Final = Month("", 0)


def month_of(at_us: int) -> str:
    """Return the name of the calendar month, UTC, in which a time lies."""
    return datetime.fromtimestamp(at_us / 1e6, tz=UTC).strftime("%Y-%m")


@dataclass(slots=True)
class Meter:
    """Adds up what the link says that it has carried since the program began.

    A clock that is not trusted cannot say which month it is: what is carried meanwhile counts for
    the month that was running, or for the one that is found when the clock is trusted.
    """

    month: Month = NO_MONTH
    _counted_bytes: int = 0

    def note(self, carried_bytes: int, now_us: int | None) -> None:
        """Take note of the link's own count; `now_us` is None while the clock is not trusted."""
        fresh = max(0, carried_bytes - self._counted_bytes)
        self._counted_bytes = max(self._counted_bytes, carried_bytes)
        name, sent_bytes = self.month
        now = name if now_us is None else month_of(now_us)
        # A month begins with what was carried since the last look, and with what had no month.
        self.month = Month(now, fresh if name not in ("", now) else sent_bytes + fresh)
