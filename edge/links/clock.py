"""The time of the machine, the time of the data, and a time that tests move."""

import time
from dataclasses import dataclass


class SystemClock:
    """The machine's own clocks."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""
        return time.time_ns() // 1000

    def monotonic_s(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()


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


@dataclass(slots=True)
class ManualClock:
    """Stands still until it is moved."""

    at_us: int = 1_764_000_000_000_000
    elapsed_s: float = 0.0

    def now_us(self) -> int:
        """Return the time it was set to."""
        return self.at_us

    def monotonic_s(self) -> float:
        """Return the seconds it was moved by."""
        return self.elapsed_s

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self.elapsed_s += seconds
        self.at_us += round(seconds * 1e6)
