"""The clock on the wall, and the signals that end a wait on it."""

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and waits for a later one."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""

    def wait_until(self, at_us: int) -> bool:
        """Wait; return False, at once, if it is time to stop."""


class WallClock:
    """The machine's clock; it is time to stop when `stop`, a descriptor, becomes readable."""

    def __init__(self, stop: int) -> None:
        self._stop = stop

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""
        return time.time_ns() // 1000

    def wait_until(self, at_us: int) -> bool:
        """Wait; return False, at once, if it is time to stop."""
        wait_s = max(0.0, (at_us - self.now_us()) / 1e6)
        return not select.select([self._stop], [], [], wait_s)[0]


@contextmanager
def stop_signals() -> Iterator[int]:
    """Give a descriptor that becomes readable on SIGINT or SIGTERM, for the main thread.

    A descriptor and no exception: an interrupt must not fall into the middle of the tidying up.
    """
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    woken_before = signal.set_wakeup_fd(writable)
    handled_before = {
        number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield readable
    finally:
        for number, handler in handled_before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken_before)
        os.close(readable)
        os.close(writable)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Let the wake-up descriptor do the work; a signal without a handler would not write to it."""
