"""The thread in which an ingester's session with the broker lives: it alone reads and sends.

paho's own loop reads one packet a turn, and is woken by a system call for each packet to send;
this one reads on while messages come, and is woken once for all that it is asked.
"""

import logging
import select
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

log = logging.getLogger(__name__)

# How often it is looked whether a ping is due.
TURN_S: Final = 1.0
FIRST_WAIT_S: Final = 1.0
CEILING_S: Final = 10.0

Job = Callable[[], object]


class Session(Protocol):
    """A client that leaves reading and writing to others; it has a socket while it is connected."""

    def reconnect(self) -> object:
        """Open the socket; raise OSError if that fails."""

    def disconnect(self) -> object:
        """Close it when all is sent."""

    def is_connected(self) -> bool:
        """Tell whether the broker has accepted us on this socket."""

    def socket(self) -> Any:  # noqa: ANN401 - paho's own, plain or TLS
        """Return the socket, if there is one."""

    def want_write(self) -> bool:
        """Tell whether there is something to send."""

    def loop_read(self) -> object:
        """Read a packet if one has come."""

    def loop_write(self) -> object:
        """Send what can be sent now."""

    def loop_misc(self) -> object:
        """Ping when it is time."""


class Loop:
    """One session's thread; `room` tells how many more messages may be read.

    `pause` is how it waits before it connects again; it ends early when the session is closed.
    """

    def __init__(
        self,
        session: Session,
        room: Callable[[], int],
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._session = session
        self._room = room
        self._jobs: deque[Job] = deque()
        self._closing = threading.Event()
        self._pause = pause or self._closing.wait
        self._wait_s = FIRST_WAIT_S
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)

    def start(self) -> None:
        """Connect, and again whenever the connection is lost."""
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Have `job` done in the thread, after all that was asked before."""
        self._jobs.append(job)
        # Whatever is there already, it was woken for.
        if len(self._jobs) == 1:
            self.wake()

    def send(self, packets: bytes) -> None:
        """Send whole packets past the session's own queue; only a job of the thread may do so.

        If the connection is lost meanwhile, they are too.
        """
        with suppress(OSError):
            while packets and (line := self._session.socket()) is not None:
                # A packet of its own may be half out.
                if self._session.want_write():
                    self._session.loop_write()
                if not self._session.want_write():
                    with suppress(BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                        packets = packets[line.send(packets) :]
                took_more = not packets or select.select([], [line], [], TURN_S)[1]
                if not took_more and self._closing.is_set():
                    return

    def wake(self) -> None:
        """Have the thread look what there is to do."""
        # Full: it is woken already. Closed: it has ended.
        with suppress(OSError):
            self._waker.send(b"\0")

    def close(self, wait_s: float) -> None:
        """Send what is asked, disconnect and end, within `wait_s`."""
        self._closing.set()
        self.ask(self._session.disconnect)
        if self._thread.is_alive():
            self._thread.join(wait_s)
        if not self._thread.is_alive():
            self._woken.close()
            self._waker.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._session.reconnect()
                self._talk()
            except OSError as error:
                log.warning("the broker cannot be reached: %s", error)
            except Exception:
                log.exception("the session with the broker failed; it is begun anew")
            self._pause(self._wait_s)
            self._wait_s = min(CEILING_S, self._wait_s * 2)

    def _talk(self) -> None:
        """Read and send until the connection is lost or closed."""
        while (broker := self._session.socket()) is not None:
            reads = [self._woken, broker] if self._room() > 0 else [self._woken]
            writes = [broker] if self._session.want_write() else []
            # TLS may have read ahead, of which select knows nothing.
            ahead = broker in reads and bool(getattr(broker, "pending", int)())
            ready, _, _ = select.select(reads, writes, [], 0.0 if ahead else TURN_S)
            if self._woken in ready:
                self._woken.recv(4096)
            if ahead or broker in ready:
                self._read()
            if self._session.is_connected():
                # An open socket alone is no welcome: a refused login has had one, too.
                self._wait_s = FIRST_WAIT_S
            while self._jobs:
                self._jobs.popleft()()
            if self._session.want_write():
                self._session.loop_write()
            self._session.loop_misc()

    def _read(self) -> None:
        """Read a packet, and on as long as they are messages."""
        before = self._room() + 1
        while 0 < (room := self._room()) < before:
            before = room
            self._session.loop_read()
