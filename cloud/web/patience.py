"""How long the pages wait for somebody: a head that never ends holds no place for ever."""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP, with an end to each head and to each request as a whole."""

    # Over the worst link that still shows a page: a handshake's rest and 16 KiB at most.
    head_s: ClassVar[float] = 15.0
    # A photo of some MiB from a phone at the edge of the net, or a download to it.
    whole_s: ClassVar[float] = 300.0

    _end: asyncio.TimerHandle | None = None
    _timed: object = None

    # uvicorn narrows asyncio's own type.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._within(self.head_s)

    def data_received(self, data: bytes) -> None:
        """Take what came; the first bytes after an answer begin another head."""
        if self._end is None:
            self._within(self.head_s)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Leave the rest to uvicorn's own wait between two requests, unless one is there."""
        self._forget()
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the clock."""
        self._forget()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Give a request whose head has come its time."""
        cycle: Any = self.cycle
        if cycle is not None and cycle is not self._timed and not cycle.response_complete:
            self._timed = cycle
            self._within(self.whole_s)

    def _within(self, seconds: float) -> None:
        self._forget()
        self._end = self.loop.call_later(seconds, self.transport.abort)

    def _forget(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
