"""The bounded queue between a radio's callback and whoever reads its reports."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final, NamedTuple

from edge.reports import Report, write_report

# Ten seconds of 2,000 adverts, twice what a busy site has, in about 2 MB. When it is full the
# oldest report goes and is counted: what is counted is the present.
SIZE: Final = 20_000


class Chunk(NamedTuple):
    """What was waiting: reports one after another, and whether one of them carried data."""

    reports: bytes
    alive: bool


class ReportQueue:
    """Reports of one radio; `put` never waits and never fails.

    Attributes:
        heard: how many were put since the beginning.
        dropped: how many of them were pushed out before anybody took them.
    """

    def __init__(self, size: int = SIZE) -> None:
        self.heard = 0
        self.dropped = 0
        self._waiting: deque[bytes] = deque(maxlen=size)
        self._alive = False
        self._filled = asyncio.Event()

    def put(self, report: Report) -> None:
        """Take one report."""
        self.heard += 1
        self.dropped += len(self._waiting) == self._waiting.maxlen
        self._waiting.append(write_report(report))
        self._alive |= bool(report.data)
        self._filled.set()

    async def filled(self, patience_s: float) -> None:
        """Wait for a report, for `patience_s` at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._filled.wait()

    def take(self) -> Chunk:
        """Return all that is waiting, oldest first; it may be nothing."""
        chunk = Chunk(b"".join(self._waiting), self._alive)
        self._waiting.clear()
        self._alive = False
        self._filled.clear()
        return chunk
