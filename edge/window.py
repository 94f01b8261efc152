"""Which rows are on their way: a bounded window over the outbox.

Theory of operation. At most `rows` rows are unreceipted at a time. What left in one envelope is a
*flight*. A flight that stays unanswered for its wait is *overdue*: its rows are taken back to be
sent again, but only while an ingester is present, so that an outage does not fill the broker with
repeats. When an ingester comes back, waits begin anew: what the broker kept for it arrives by
itself. Rows that are sent again take half of the window at most; the other half is for what was
never sent, so that nothing unanswerable can stand in the way of the rest. What the broker had not
taken when a connection ended waits for nothing: it is taken back at once.

    kept ──sent──▶ on its way ──settle──▶ gone
                    │      ▲
         overdue, untaken  sent
                    ▼      │
                 held ──release──▶ released
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from edge.backoff import wait_s


@dataclass(slots=True, eq=False)
class Flight:
    """The rows of one envelope that are unanswered, when they left and since when they wait."""

    seqs: dict[int, None]
    left_s: float
    since_s: float


@dataclass(frozen=True, slots=True)
class Overdue:
    """Rows of one flight that nobody answered, and whether others that left since were."""

    seqs: tuple[int, ...]
    overtaken: bool


@dataclass(slots=True)
class Window:
    """The rows that were sent and not yet receipted, by number.

    `jitter` draws a number in [0, 1): one draw an attempt, since drawing at every look would
    make the shortest wait win. `released` counts the rows that were let go again.
    """

    rows: int
    first_wait_s: float
    ceiling_s: float
    jitter: Callable[[], float]
    released: int = 0
    _flights: dict[int, Flight] = field(default_factory=dict)
    _held: dict[int, None] = field(default_factory=dict)
    _repeated: set[int] = field(default_factory=set)
    _answered_s: float = float("-inf")
    _attempt: int = 0
    _wait_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Draw the first wait."""
        self._draw_wait(attempt=0)

    @property
    def room(self) -> int:
        """How many more rows may be on their way."""
        return max(0, self.rows - len(self._flights))

    def __contains__(self, seq: object) -> bool:
        """Tell whether `seq` is not to be sent now."""
        return seq in self._flights or seq in self._held

    def sent(self, seqs: Iterable[int], now_s: float) -> None:
        """Note that these rows left now, in one envelope."""
        flight = Flight(dict.fromkeys(seqs), now_s, now_s)
        for seq in flight.seqs:
            self._flights[seq] = flight

    def settle(self, seqs: Iterable[int]) -> None:
        """Note that the outbox has forgotten these rows."""
        answered = False
        for seq in seqs:
            flight = self._flights.pop(seq, None)
            self._held.pop(seq, None)
            self._repeated.discard(seq)
            if flight is not None:
                del flight.seqs[seq]
                self._answered_s = max(self._answered_s, flight.left_s)
                answered = True
        if answered and self._attempt:
            self._draw_wait(attempt=0)

    def restart(self, now_s: float) -> None:
        """Let all waits begin anew: the ingester has just come back."""
        self._draw_wait(attempt=0)
        for flight in self._flights.values():
            flight.since_s = now_s

    def take_back(self, now_s: float) -> list[Overdue]:
        """Take back the flights whose wait is over, to be sent again."""
        flights = dict.fromkeys(self._flights.values())
        overdue = [flight for flight in flights if now_s - flight.since_s >= self._wait_s]
        if overdue:
            self._draw_wait(self._attempt + 1)
        for flight in overdue:
            self._hold(flight.seqs)
        return [
            Overdue(tuple(flight.seqs), overtaken=self._answered_s >= flight.left_s)
            for flight in overdue
        ]

    def take_back_untaken(self, seqs: Iterable[int]) -> list[int]:
        """Take back the rows of an envelope that did not leave; return those still unanswered."""
        unanswered = [seq for seq in seqs if seq in self._flights]
        for seq in unanswered:
            del self._flights[seq].seqs[seq]
        self._hold(unanswered)
        return unanswered

    def release(self) -> None:
        """Let rows that were taken back go again, as many as half of the window allows."""
        free = max(1, self.rows // 2) - len(self._repeated)
        for seq in list(self._held)[: max(0, free)]:
            del self._held[seq]
            self._repeated.add(seq)
            self.released += 1

    def forget_missing(self, there: Collection[int]) -> list[int]:
        """Forget released rows that are neither on their way nor `there`: the outbox lost them."""
        gone = [seq for seq in self._repeated if seq not in self._flights and seq not in there]
        self._repeated.difference_update(gone)
        return gone

    def _hold(self, seqs: Iterable[int]) -> None:
        for seq in seqs:
            del self._flights[seq]
            self._repeated.discard(seq)
            self._held[seq] = None

    def _draw_wait(self, attempt: int) -> None:
        self._attempt = attempt
        self._wait_s = wait_s(attempt, self.first_wait_s, self.ceiling_s, self.jitter())
