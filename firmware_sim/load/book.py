"""What a load has sent, what of it is receipted, and how long that took; it holds no clock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contract.receipt import Receipt
from firmware_sim.load.fleet import Sent


@dataclass(slots=True)
class Book:
    """Envelopes on their way, and counts of readings; what is settled twice counts once."""

    epoch: str
    sent: int = 0
    settled: int = 0
    repeated: int = 0
    latency_ms: Counter[int] = field(default_factory=Counter)
    _waiting: dict[str, dict[int, tuple[Sent, float, float]]] = field(default_factory=dict)
    _pending: int = 0

    @property
    def pending(self) -> int:
        """Readings that were sent and are not receipted."""
        return self._pending

    def note(self, envelope: Sent, now_s: float) -> None:
        """Note that `envelope` leaves for the first time."""
        self._waiting.setdefault(envelope.node, {})[envelope.first] = (envelope, now_s, now_s)
        count = envelope.last - envelope.first + 1
        self.sent += count
        self._pending += count

    def hear(self, receipt: Receipt, now_s: float) -> None:
        """Take a receipt: envelopes that it covers whole are settled."""
        if receipt.epoch != self.epoch:
            return
        waiting = self._waiting.get(receipt.node, {})
        for first in _covered(waiting, receipt.settled):
            envelope, since_s, _ = waiting.pop(first)
            count = envelope.last - envelope.first + 1
            self.settled += count
            self._pending -= count
            self.latency_ms[round((now_s - since_s) * 1000)] += count

    def overdue(self, now_s: float, after_s: float) -> list[Sent]:
        """Return what has waited for longer than `after_s`; its wait begins anew."""
        late = []
        for waiting in self._waiting.values():
            for first, (envelope, since_s, left_s) in waiting.items():
                if now_s - left_s >= after_s:
                    waiting[first] = (envelope, since_s, now_s)
                    late.append(envelope)
        self.repeated += sum(one.last - one.first + 1 for one in late)
        return late

    def percentile_ms(self, share: float) -> int | None:
        """Return the time within which `share` of the settled readings were; None if none was."""
        rest = share * self.settled
        for took_ms in sorted(self.latency_ms):
            rest -= self.latency_ms[took_ms]
            if rest <= 0:
                return took_ms
        return None


def _covered(waiting: Iterable[int], settled: Sequence[tuple[int, int]]) -> list[int]:
    """Return the first numbers that lie in a range; an envelope is settled whole."""
    return [one for one in waiting if any(low <= one <= high for low, high in settled)]
