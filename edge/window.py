"""Which rows are on their way: a bounded window over the outbox.

Theory of operation. Rows leave the outbox in the order of their numbers, at most `rows` of them
unreceipted at a time. `cursor` is the number up to which rows have been sent. A row that stays
unreceipted for its wait is *overdue*: the cursor goes back below it and it is sent again, but
only while an ingester is present, so that an outage does not fill the broker with repeats. When
an ingester comes back, waits begin anew: what the broker kept for it arrives by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from edge.backoff import wait_s


@dataclass(slots=True)
class Window:
    """The rows that were sent and not yet receipted, by number.

    `jitter` draws a number in [0, 1): one draw an attempt, since drawing at every look would
    make the shortest wait win.
    """

    rows: int
    first_wait_s: float
    ceiling_s: float
    jitter: Callable[[], float]
    cursor: int = 0
    _since: dict[int, float] = field(default_factory=dict)
    _attempt: int = 0
    _wait_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Draw the first wait."""
        self._draw_wait(attempt=0)

    @property
    def room(self) -> int:
        """How many more rows may be on their way."""
        return max(0, self.rows - len(self._since))

    def __contains__(self, seq: int) -> bool:
        return seq in self._since

    def sent(self, seqs: Iterable[int], now_s: float) -> None:
        """Note that these rows left now."""
        for seq in seqs:
            self._since[seq] = now_s
            self.cursor = max(self.cursor, seq)

    def settle(self, seqs: Iterable[int]) -> None:
        """Note that the outbox has forgotten these rows."""
        gone = [seq for seq in seqs if self._since.pop(seq, None) is not None]
        if gone and self._attempt:
            self._draw_wait(attempt=0)

    def restart(self, now_s: float) -> None:
        """Let all waits begin anew: the ingester has just come back."""
        self._draw_wait(attempt=0)
        self._since = dict.fromkeys(self._since, now_s)

    def rewind_overdue(self, now_s: float) -> int:
        """Take back the rows whose wait is over, to be sent again; return how many."""
        overdue = [seq for seq, since in self._since.items() if now_s - since >= self._wait_s]
        if overdue:
            self._draw_wait(self._attempt + 1)
            self.cursor = min(self.cursor, min(overdue) - 1)
            for seq in overdue:
                del self._since[seq]
        return len(overdue)

    def _draw_wait(self, attempt: int) -> None:
        self._attempt = attempt
        self._wait_s = wait_s(attempt, self.first_wait_s, self.ceiling_s, self.jitter())
