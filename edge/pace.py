"""What may be sent now on a link that is slow, or paid for by the byte.

A bucket of tokens, one a byte, fills at the allowed rate up to `BURST_S` seconds of it. An
envelope may go while there are any, and its bytes may leave the bucket in debt: no envelope is too
large to go ever. Backlog waits until the bucket is half full, so that what is read now always
finds some. Of the bytes of a month, the last fifth is for alarms, proofs and levels; when all are
used, alarms alone go. Alarms are held back by nothing.
"""

from dataclasses import dataclass, field
from typing import Final

from edge.lanes import Lane

BURST_S: Final = 60.0
SPARING: Final = 0.8


@dataclass(slots=True)
class Pace:
    """The limits of one link; 0 is none."""

    bytes_per_s: float = 0.0
    month_bytes: float = 0.0
    _tokens: float = field(init=False)
    _filled_s: float | None = None

    def __post_init__(self) -> None:
        """Begin with a full bucket."""
        self._tokens = self.bytes_per_s * BURST_S

    def fill(self, now_s: float) -> None:
        """Let the time that passed fill the bucket."""
        since_s = 0.0 if self._filled_s is None else now_s - self._filled_s
        self._filled_s = now_s
        self._tokens = min(self.bytes_per_s * BURST_S, self._tokens + since_s * self.bytes_per_s)

    def spend(self, size_bytes: int) -> None:
        """Take what was sent out of the bucket."""
        if self.bytes_per_s:
            self._tokens -= size_bytes

    def lowest(self, month_bytes: int) -> Lane:
        """Return the last lane that may go in a month that has carried so much."""
        if not self.month_bytes or month_bytes < SPARING * self.month_bytes:
            return Lane.HEALTH
        return Lane.LEVEL if month_bytes < self.month_bytes else Lane.ALARM

    def allows(self, lane: Lane, *, live: bool) -> bool:
        """Tell whether the rate lets such a row go now."""
        if lane is Lane.ALARM or not self.bytes_per_s:
            return True
        return self._tokens > (0.0 if live else self.bytes_per_s * BURST_S / 2)
