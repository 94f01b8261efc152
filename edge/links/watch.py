"""What to do about a radio that has gone silent: a ladder, climbed by the clock.

Theory of operation
    A hung controller, a switched-off adapter, a pulled dongle and a restarted bluetoothd have one
    thing in common: nothing raises, adverts just stop. So silence is what is watched, and no
    return code is believed. An advert is heard if it carries data: a controller may go on to
    repeat addresses with nothing behind them.

    Silence means trouble, because a node has beacons of its own beside it that advertise always;
    a quiet zone is never a silent one. A radio without any beacon must not be watched like this.

        silent for   step          mends
        0 s          RESCAN        nothing yet: this is the first scan
        45 s         RESCAN        a lost session: bluetoothd restarted, dongle plugged in again
        90 s         POWER_CYCLE   a hung controller, an adapter switched off, a session that sticks
        135 s        RESCAN        what came back while the power was cycled
        180 s        GIVE_UP       nothing: systemd starts the program anew

    A step is taken once; one that left no scan running is taken again every few seconds until the
    next is due. The first advert brings the watch back to the foot of the ladder.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Step(Enum):
    """What is to be done."""

    WAIT = "wait"
    RESCAN = "the scan is started anew"
    POWER_CYCLE = "the adapter is switched off and on"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step and the silence after which it is due."""

    after_s: float
    step: Step


Ladder = tuple[Rung, ...]

LADDER: Final[Ladder] = (
    Rung(0.0, Step.RESCAN),
    Rung(45.0, Step.RESCAN),
    Rung(90.0, Step.POWER_CYCLE),
    Rung(135.0, Step.RESCAN),
    Rung(180.0, Step.GIVE_UP),
)
# A dongle may come back at any moment, and asking costs two D-Bus calls.
RETRY_S: Final = 5.0


class Watch:
    """Where on the ladder a radio is; `now_s` is a clock that only ever grows."""

    def __init__(self, now_s: float, ladder: Ladder = LADDER, retry_s: float = RETRY_S) -> None:
        self._ladder = ladder
        self._retry_s = retry_s
        self._silent_since_s = now_s
        self._taken = 0
        self._retry_at_s: float | None = None

    def heard(self, now_s: float) -> None:
        """Take note of an advert with data."""
        self._silent_since_s = now_s
        self._taken = 1
        self._retry_at_s = None

    def failed(self, now_s: float) -> None:
        """Take note that the last step left no scan running."""
        self._retry_at_s = now_s + self._retry_s

    def step(self, now_s: float) -> Step:
        """Return what is due now, as taken."""
        if self._due_s() <= now_s:
            return self._climb(now_s)
        if self._retry_at_s is not None and self._retry_at_s <= now_s:
            self._retry_at_s = None
            return self._ladder[self._taken - 1].step
        return Step.WAIT

    def silence_s(self, now_s: float) -> float:
        """Return for how long nothing was heard."""
        return now_s - self._silent_since_s

    def wait_s(self, now_s: float) -> float:
        """Return in how many seconds something will be due, if nothing is heard."""
        due_s = self._due_s()
        if self._retry_at_s is not None:
            due_s = min(due_s, self._retry_at_s)
        return max(0.0, due_s - now_s)

    def _due_s(self) -> float:
        rung = self._ladder[min(self._taken, len(self._ladder) - 1)]
        return self._silent_since_s + rung.after_s

    def _climb(self, now_s: float) -> Step:
        rung = self._ladder[min(self._taken, len(self._ladder) - 1)]
        # A program that was held up comes late; the steps keep their distance all the same, or
        # it would run up the ladder without listening in between.
        self._silent_since_s = now_s - rung.after_s
        self._taken = min(self._taken + 1, len(self._ladder))
        self._retry_at_s = None
        return rung.step
