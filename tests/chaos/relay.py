"""A bad line before a broker: a TCP relay that is slow, falls silent or is cut.

Is: partitions, delay and half-open connections as a program meets them. Is not: the loss of
single packets, which a kernel would repeat below; that is in `tunnel.py`, where a kernel allows.
"""

import asyncio
import threading
from collections.abc import Callable

from tests.services.daemon import free_port

_PIECE = 65_536


class Relay:
    """A relay from `host` to `port` of loopback, in a thread of its own.

    Attributes:
        own_port: where it listens.
        delay_s: how long every piece takes; it may be changed while bytes flow.
    """

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._host = host
        self.own_port = free_port()
        self.delay_s = 0.0
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._joins: set[asyncio.Task[None]] = set()
        self._stop, self._speaks = asyncio.Event(), asyncio.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready.set,))
        self._thread.start()
        ready.wait()

    def silence(self) -> None:
        """Let bytes stay where they are, and tell nobody: a partition, half-open both ways."""
        self._loop.call_soon_threadsafe(self._speaks.clear)

    def speak(self) -> None:
        """Let bytes flow again."""
        self._loop.call_soon_threadsafe(self._speaks.set)

    def cut(self) -> None:
        """Break every connection at once."""
        self._loop.call_soon_threadsafe(self._abort)

    def close(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()

    def _run(self, ready: Callable[[], None]) -> None:
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: Callable[[], None]) -> None:
        self._speaks.set()
        server = await asyncio.start_server(self._join, self._host, self.own_port)
        ready()
        await self._stop.wait()
        server.close()
        await server.wait_closed()
        self._speaks.set()
        self._abort()
        await asyncio.gather(*self._joins, return_exceptions=True)

    def _abort(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _join(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        this = asyncio.current_task()
        assert this is not None
        self._joins.add(this)
        this.add_done_callback(self._joins.discard)
        try:
            far, there = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            back.transport.abort()
            return
        self._ends |= {back, there}
        await asyncio.gather(self._carry(near, there), self._carry(far, back))

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(_PIECE):
                await asyncio.sleep(self.delay_s)
                await self._speaks.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            self._ends.discard(sink)
            sink.close()
