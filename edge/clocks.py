"""When things were measured, by a clock that may be wrong, and may jump.

Theory of operation
    A node without a battery for its clock boots into some past, and learns the time minutes or
    days later. The monotonic clock is never wrong about what passed between two moments. So each
    measurement is placed on the monotonic clock at once, and dated from it when the wall clock
    can be trusted: taken_at = trusted now - (monotonic now - monotonic when taken).

    Trust      The machine's word (`Clock.trusted`) is yes, no, or None: it cannot know.
               yes:  trusted, as long as the year is one that this system can meet.
               None: trusted if it is not before the newest time ever trusted (kept over starts),
                     and no more than an hour from the first that was believed.
               no:   kept if it was there: hours without a server are no reason to doubt a clock
                     that ran on; a kernel says "not synchronised" after nine of them.
    Jump       The wall clock moved otherwise than the monotonic one by more than `jump_s`
               between two looks. Trust ends, unless the machine says yes in the same moment.
               A server that slews moves it by 500 ppm: no jump.
    Stretches  Between two jumps, the two clocks keep their distance. An instrument that spoke
               across a jump means the stretch into which its time falls.

    What waits, waits in memory, bounded: it was never committed, so it was never promised; and in
    the outbox it would have to be written twice, and could not be dated after a boot anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Final

import msgspec

from contract.reading import Kind, Measurement

# 2020-01-01 and 2100-01-01: no reading of this system is older or younger.
EARLIEST_US: Final = 1_577_836_800_000_000
LATEST_US: Final = 4_102_444_800_000_000
# More than a time service slews away between two looks, less than a reading's time may be off.
JUMP_S: Final = 2.0
HOUR_US: Final = 3_600_000_000
# Between a look and the words of an instrument that looked for itself.
SLACK_US: Final = 2_000_000
# Jumps beyond which an instrument's word is no longer placed; bursts and windows are shorter.
STRETCHES: Final = 16


@dataclass(slots=True)
class _Stretch:
    """Wall times between two jumps, and how far they are ahead of the monotonic clock."""

    begins_us: int
    ends_us: int
    ahead_us: int


@dataclass(slots=True)
class Dater:
    """Dates measurements; those taken before the clock is trusted wait in it.

    `jump_s` infinite: time leaps by its nature, as in a replay, and that is no jump.
    `newest_us` is the newest time that was ever trusted.
    """

    jump_s: float = inf
    newest_us: int = EARLIEST_US
    memory_rows: int = 10_000
    trusted: bool = False
    _floor_us: int = field(init=False)
    _believed_us: int | None = None
    _stretches: list[_Stretch] = field(default_factory=list)
    _waiting: list[tuple[int, Measurement]] = field(default_factory=list)
    _lost: int = 0

    def __post_init__(self) -> None:
        """Take the newest time of earlier starts as the least of this one."""
        self._floor_us = self.newest_us

    @property
    def waiting(self) -> int:
        """How many measurements wait for the time."""
        return len(self._waiting)

    def look(self, now_us: int, monotonic_s: float, *, word: bool | None) -> float | None:
        """Take note of both clocks and the machine's word; return the seconds of a jump.

        To be called whenever time is needed: a jump is placed between two looks.
        """
        ahead_us = now_us - round(monotonic_s * 1e6)
        jump_us = ahead_us - self._stretches[-1].ahead_us if self._stretches else 0
        jumped = abs(jump_us) > self.jump_s * 1e6
        if jumped or not self._stretches:
            self._stretches = [*self._stretches[1 - STRETCHES :], _Stretch(now_us, now_us, 0)]
        current = self._stretches[-1]
        current.ends_us, current.ahead_us = now_us, ahead_us
        self._judge(now_us, ahead_us, word=word, jumped=jumped)
        return jump_us / 1e6 if jumped else None

    def date(self, measurements: Iterable[Measurement]) -> list[Measurement]:
        """Return what may be kept now: dated, or an alarm; the rest waits.

        Speaks of the moment of the last look.
        """
        ready: list[Measurement] = []
        for taken in measurements:
            placed_us = self._place(taken.taken_at_us)
            if self.trusted:
                ready.append(self._dated(placed_us, taken))
            elif taken.kind is Kind.ALARM:
                ready.append(_at(0, taken))
            else:
                self._waiting.append((placed_us, taken))
        if self.trusted and self._waiting:
            ready = [*(self._dated(*one) for one in self._waiting), *ready]
            self._waiting.clear()
        over = max(0, len(self._waiting) - self.memory_rows)
        self._lost += over
        del self._waiting[:over]
        return ready

    def give_up(self) -> None:
        """Let go of what still waits: the program ends, and the monotonic clock with it."""
        self._lost += len(self._waiting)
        self._waiting.clear()

    def own_up(self) -> int:
        """Return how many measurements were lost waiting since this was last asked."""
        lost, self._lost = self._lost, 0
        return lost

    def _judge(self, now_us: int, ahead_us: int, *, word: bool | None, jumped: bool) -> None:
        if jumped or not is_plausible(now_us):
            self.trusted = False
        if word is True:
            self.trusted = is_plausible(now_us)
        elif word is None and not self.trusted:
            near = self._believed_us is None or abs(ahead_us - self._believed_us) <= HOUR_US
            self.trusted = near and is_plausible(now_us) and now_us >= self._floor_us
            if self.trusted and self._believed_us is None:
                self._believed_us = ahead_us
        if self.trusted:
            self.newest_us = max(self.newest_us, now_us)

    def _place(self, taken_at_us: int) -> int:
        """Return where on the monotonic clock a wall time of this run lies."""
        if len(self._stretches) == 1:
            return taken_at_us - self._stretches[0].ahead_us
        for stretch in reversed(self._stretches):
            if stretch.begins_us <= taken_at_us <= stretch.ends_us + SLACK_US:
                return taken_at_us - stretch.ahead_us
        first, last = self._stretches[0], self._stretches[-1]
        # A window that had begun, by the clock, before the program did.
        if first.begins_us - HOUR_US <= taken_at_us < first.begins_us:
            return taken_at_us - first.ahead_us
        # Inside a jump: the moment of the newest one.
        return last.begins_us - last.ahead_us

    def _dated(self, placed_us: int, taken: Measurement) -> Measurement:
        return _at(placed_us + self._stretches[-1].ahead_us, taken)


def is_plausible(at_us: int) -> bool:
    """Tell whether this system can have met that time."""
    return EARLIEST_US <= at_us < LATEST_US


def _at(at_us: int, taken: Measurement) -> Measurement:
    if at_us == taken.taken_at_us:
        return taken
    return msgspec.structs.replace(taken, taken_at_us=at_us)
