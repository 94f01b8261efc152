"""The thread of an ingester's session, with a session that is a pair of sockets."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from cloud.ingest.loop import Loop

PATIENCE_S = 10.0


@dataclass
class Line:
    """A session whose packets are single bytes; the test holds the broker's end."""

    room: int = 100
    came: list[bytes] = field(default_factory=list)
    broker: socket.socket | None = None
    connected: threading.Event = field(default_factory=threading.Event)
    heard: threading.Event = field(default_factory=threading.Event)
    _ours: socket.socket | None = None
    _out: bytearray = field(default_factory=bytearray)

    def reconnect(self) -> None:
        self._ours, self.broker = socket.socketpair()
        self._ours.setblocking(False)
        self.broker.settimeout(PATIENCE_S)
        self.connected.set()

    def disconnect(self) -> None:
        if self._ours:
            self._ours.close()
        self._ours = None

    def socket(self) -> socket.socket | None:
        return self._ours

    def want_write(self) -> bool:
        return bool(self._out)

    def send(self, packet: bytes) -> None:
        self._out += packet

    def loop_read(self) -> None:
        assert self._ours
        try:
            packet = self._ours.recv(1)
        except BlockingIOError:
            return
        if not packet:
            self.disconnect()
            return
        self.came.append(packet)
        self.room -= 1
        if packet == b".":
            self.heard.set()

    def loop_write(self) -> None:
        assert self._ours
        self._ours.sendall(self._out)
        self._out.clear()

    def loop_misc(self) -> None:
        pass


@pytest.fixture(name="line")
def _line() -> Line:
    return Line()


@pytest.fixture(name="loop")
def _loop(line: Line) -> Iterator[Loop]:
    loop = Loop(line, lambda: line.room)
    loop.start()
    assert line.connected.wait(PATIENCE_S)
    yield loop
    loop.close(PATIENCE_S)
    if line.broker:
        line.broker.close()


def test_all_that_came_is_read_in_order(line: Line, loop: Loop) -> None:  # noqa: ARG001 - runs
    assert line.broker

    line.broker.sendall(b"abc.")

    assert line.heard.wait(PATIENCE_S)
    assert line.came == [b"a", b"b", b"c", b"."]


def test_what_is_asked_is_sent_in_order(line: Line, loop: Loop) -> None:
    assert line.broker

    for number in range(100):
        loop.ask(partial(line.send, bytes([number])))

    sent = b""
    while len(sent) < 100:
        sent += line.broker.recv(100)
    assert sent == bytes(range(100))


def test_what_finds_no_room_is_read_when_there_is_some(line: Line, loop: Loop) -> None:
    assert line.broker
    line.room = 2
    line.broker.sendall(b"ab.")
    # An answer shows that the thread has had a turn in which it could have read.
    for _ in range(3):
        loop.ask(lambda: line.send(b"!"))
        line.broker.recv(1)
    full = list(line.came)

    line.room = 1
    loop.wake()

    assert line.heard.wait(PATIENCE_S)
    assert full == [b"a", b"b"]


def test_what_is_asked_before_closing_is_still_sent(line: Line, loop: Loop) -> None:
    assert line.broker

    loop.ask(partial(line.send, b"goodbye"))
    loop.ask(line.loop_write)
    loop.close(PATIENCE_S)

    assert line.broker.recv(100) == b"goodbye"
    assert line.broker.recv(100) == b""
