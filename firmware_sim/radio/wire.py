"""One connection to a D-Bus daemon that is never written to faster than it takes.

dbus-fast has no flow control: a send into a full socket ends the connection. So the socket is
asked before each message whether it takes one, on a handle of our own.
"""

import asyncio
import os
import select
from collections import deque
from collections.abc import Callable

from dbus_fast import DBusFastError, Message
from dbus_fast.aio import MessageBus

# After so many messages in a row whoever else runs in this loop has a turn.
_TURN = 32


class Wire:
    """An open connection; messages leave it in the order in which they were sent."""

    def __init__(self, bus: MessageBus, handle: int) -> None:
        self._bus = bus
        self._handle = handle
        self._poll = select.poll()
        self._poll.register(self._handle, select.POLLOUT)
        self._waiting: deque[Message] = deque()
        self._more = asyncio.Event()
        self._done = asyncio.Event()
        self._done.set()
        self._writer = asyncio.create_task(self._write(), name="D-Bus writer")

    @classmethod
    async def open(cls, address: str, hear: Callable[[Message], bool | None]) -> "Wire":
        """Connect to `address`; `hear` gets each message and returns True if that settles it."""
        bus = await MessageBus(bus_address=address).connect()
        bus.add_message_handler(hear)
        socket = bus._fd  # noqa: SLF001 - see above; there is no public way to it
        if socket is None:
            raise ConnectionError(f"{address}: closed at once")
        return cls(bus, os.dup(socket))

    async def own(self, name: str) -> None:
        """Take `name` on the bus."""
        await self._bus.request_name(name)

    async def watch(self, rule: str) -> None:
        """Ask for signals that match `rule`."""
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )

    def send(self, message: Message) -> None:
        """Send as soon as the socket takes it."""
        self._waiting.append(message)
        self._done.clear()
        self._more.set()

    async def sent(self) -> None:
        """Wait until all is on its way."""
        await self._done.wait()

    async def close(self) -> None:
        """Leave the bus; what was not sent is lost."""
        self._writer.cancel()
        await asyncio.wait({self._writer})
        self._bus.disconnect()
        os.close(self._handle)

    async def _write(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            try:
                await self._write_waiting()
            except (OSError, EOFError, DBusFastError):
                self._waiting.clear()  # the daemon is gone, and nobody hears us
            self._done.set()

    async def _write_waiting(self) -> None:
        turn = 0
        while self._waiting and self._bus.connected:
            await self._room()
            await self._bus.send(self._waiting.popleft())
            turn += 1
            if turn % _TURN == 0:
                await asyncio.sleep(0)
        self._waiting.clear()

    async def _room(self) -> None:
        """Wait until the socket takes a message; raise OSError if it never will again."""
        loop = asyncio.get_running_loop()
        while not (state := self._poll.poll(0)):
            writable = asyncio.Event()
            loop.add_writer(self._handle, writable.set)
            try:
                await writable.wait()
            finally:
                loop.remove_writer(self._handle)
        if state[0][1] & (select.POLLHUP | select.POLLERR):
            raise ConnectionResetError("the D-Bus daemon is gone")
