"""Which pings belong together: one burst in each slot of time, the rest is let pass."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Burst(NamedTuple):
    """The pings of one slot: how many there were, the distances that came back, and when."""

    at_us: int
    pings: int
    echoes_mm: tuple[int, ...]


@dataclass(slots=True)
class Sampler:
    """Opens a burst at the first ping of each slot and closes it when it is full or too old.

    Slots are counted from 1970, not from the last burst: a device whose own period drifts by a
    second must not miss every other one.
    """

    every_us: int
    pings: int
    patience_us: int
    _slot: int = -1
    _at_us: int = 0
    _opened_us: int = 0
    _seen: int = 0
    _echoes: list[int] = field(default_factory=list)

    def add(self, at_us: int, echo_mm: int | None) -> list[Burst]:
        """Take one ping; return the bursts that this closed (a late one, and its own)."""
        closed = self.tick(at_us)
        slot = at_us // self.every_us
        if not self._seen:
            # A clock that was set back must not silence the sensor until time catches up.
            if slot == self._slot:
                return closed
            self._slot, self._opened_us = slot, at_us
        self._at_us = at_us
        self._seen += 1
        if echo_mm is not None:
            self._echoes.append(echo_mm)
        if self._seen >= self.pings:
            closed.append(self._close())
        return closed

    def tick(self, now_us: int) -> list[Burst]:
        """Close the open burst if its time is over."""
        if abs(now_us - self._opened_us) > self.patience_us:
            return self.end()
        return []

    def end(self) -> list[Burst]:
        """Close the open burst."""
        return [self._close()] if self._seen else []

    def _close(self) -> Burst:
        burst = Burst(self._at_us, self._seen, tuple(self._echoes))
        self._seen = 0
        self._echoes = []
        return burst
