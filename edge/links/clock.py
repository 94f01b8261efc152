"""The time of the machine, the time of the data, and a time that tests move."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.links.ntp_flag import is_synchronised

# What systemd-timesyncd, chrony and ntpd leave there while they run.
KEEPERS: Final = tuple(
    Path(one)
    for one in ("/run/systemd/timesync", "/run/chrony", "/run/chronyd.pid", "/run/ntpd.pid")
)


class SystemClock:
    """The machine's own clocks.

    Where a time service keeps the clock (one of `keepers` is there), the kernel's `flag` is its
    word. Where none does, in a container or on many a virtual machine, nobody ever sets the flag
    though the time may well be right: the machine cannot know.
    """

    def __init__(
        self, keepers: Sequence[Path] = KEEPERS, flag: Callable[[], bool] = is_synchronised
    ) -> None:
        self._keepers = keepers
        self._flag = flag

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""
        return time.time_ns() // 1000

    def monotonic_s(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    def trusted(self) -> bool | None:
        """Return the kernel's flag, or None where nobody would set it."""
        if self._flag():
            return True
        return False if any(keeper.exists() for keeper in self._keepers) else None


@dataclass(slots=True)
class DataClock:
    """History as time: what is now is what the newest frame says; waiting stays real."""

    at_us: int = 0

    def now_us(self) -> int:
        """Return the time of the newest data."""
        return self.at_us

    def monotonic_s(self) -> float:
        """Return the machine's seconds: disks and brokers know no history."""
        return time.monotonic()

    def trusted(self) -> bool | None:
        """Vouch for it: history was dated when it was recorded."""
        return True


@dataclass(slots=True)
class ManualClock:
    """Stands still until it is moved."""

    at_us: int = 1_764_000_000_000_000
    elapsed_s: float = 0.0
    word: bool | None = True

    def now_us(self) -> int:
        """Return the time it was set to."""
        return self.at_us

    def monotonic_s(self) -> float:
        """Return the seconds it was moved by."""
        return self.elapsed_s

    def trusted(self) -> bool | None:
        """Say what it was told to say."""
        return self.word

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self.elapsed_s += seconds
        self.at_us += round(seconds * 1e6)
