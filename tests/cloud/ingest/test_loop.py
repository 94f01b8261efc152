"""The thread of an ingester's session, with a session that is a pair of sockets."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from cloud.ingest.loop import CEILING_S, FIRST_WAIT_S, Loop

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

    def is_connected(self) -> bool:
        return self._ours is not None

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


@dataclass
class Doorman:
    """A session with a broker that answers each login: let in and then cut off, or refused.

    `answers` are what it says, one a login; then `over` is set, and it refuses.
    """

    answers: list[bool]
    over: threading.Event = field(default_factory=threading.Event)
    _ours: socket.socket | None = None
    _broker: socket.socket | None = None
    _let_in: bool = False

    def reconnect(self) -> None:
        self._let_in = False
        self._ours, self._broker = socket.socketpair()
        if not self.answers:
            self.over.set()
        elif self.answers.pop(0):
            self._broker.send(b"welcome")
        self._broker.shutdown(socket.SHUT_WR)

    def disconnect(self) -> None:
        for end in (self._ours, self._broker):
            if end:
                end.close()
        self._ours, self._let_in = None, False

    def is_connected(self) -> bool:
        return self._let_in

    def socket(self) -> socket.socket | None:
        return self._ours

    def want_write(self) -> bool:
        return False

    def loop_read(self) -> None:
        assert self._ours
        if self._ours.recv(100):
            self._let_in = True
        else:
            self.disconnect()

    def loop_write(self) -> None:
        pass

    def loop_misc(self) -> None:
        pass


def waits(answers: list[bool], count: int) -> list[float]:
    """Return how long a loop waits after each of the first `count` logins."""
    door = Doorman(answers)
    waited: list[float] = []
    loop = Loop(door, lambda: 100, waited.append)
    loop.start()
    assert door.over.wait(PATIENCE_S)
    loop.close(PATIENCE_S)
    return waited[:count]


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


def test_a_login_that_is_refused_is_tried_less_and_less_often() -> None:
    waited = waits([False] * 7, 7)

    assert waited == [1.0, 2.0, 4.0, 8.0, CEILING_S, CEILING_S, CEILING_S]


def test_once_it_was_let_in_the_first_wait_is_short_again() -> None:
    waited = waits([False, False, False, True, False], 5)

    assert waited == [1.0, 2.0, 4.0, FIRST_WAIT_S, 2.0]


def heard(line: Line, count: int) -> bytes:
    assert line.broker
    found = b""
    while len(found) < count and (more := line.broker.recv(1 << 16)):
        found += more
    return found


def test_packets_of_our_own_follow_what_the_session_has_to_send(line: Line, loop: Loop) -> None:
    loop.ask(partial(line.send, b"session, "))
    loop.ask(partial(loop.send, b"ours"))

    assert heard(line, 13) == b"session, ours"


def test_packets_that_do_not_fit_into_the_line_at_once_are_sent_whole(
    line: Line, loop: Loop
) -> None:
    packets = bytes(range(256)) * 20_000

    loop.ask(partial(loop.send, packets))
    loop.ask(partial(line.send, b"next"))

    assert heard(line, len(packets) + 4) == packets + b"next"


def test_packets_for_a_broker_that_is_gone_are_lost_and_no_error(line: Line, loop: Loop) -> None:
    assert line.broker
    line.broker.close()

    loop.ask(partial(loop.send, b"ours" * 1_000_000))

    line.connected.clear()
    assert line.connected.wait(PATIENCE_S)


def test_a_broker_that_takes_nothing_does_not_hold_up_the_end(line: Line, loop: Loop) -> None:
    assert line.broker

    loop.ask(partial(loop.send, b"ours" * 1_000_000))
    loop.close(PATIENCE_S)

    assert len(heard(line, 4_000_000)) < 4_000_000
