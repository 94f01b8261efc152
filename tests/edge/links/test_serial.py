"""The serial link on a real pty: bytes come through, and a lost line is found again."""

import asyncio
import os
import pty
import tty
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from edge.links.serial import chunks


@dataclass
class Line:
    """A line behind a name, which can be cut and laid anew."""

    name: Path
    _open: list[int] = field(default_factory=list)

    def lay(self) -> None:
        master, slave = pty.openpty()
        tty.setraw(slave)
        self._open = [master, slave]
        self.name.symlink_to(os.ttyname(slave))

    def say(self, data: bytes) -> None:
        os.write(self._open[0], data)

    def cut(self) -> None:
        self.name.unlink()
        for handle in self._open:
            os.close(handle)
        self._open = []


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "tty")
    made.lay()
    yield made
    made.cut()


async def heard(stream: AsyncIterator[bytes], line: Line, data: bytes) -> bytes:
    """Say `data` again and again, since opening a port clears it, until as much came through."""

    async def listen() -> bytes:
        got = b""
        while len(got) < len(data):
            got += await anext(stream)
        return got[: len(data)]

    listening = asyncio.create_task(listen())
    async with asyncio.timeout(20):
        while not listening.done():
            line.say(data)
            await asyncio.wait({listening}, timeout=0.1)
    return listening.result()


def opened(line: Line) -> AsyncGenerator[bytes, None]:
    return chunks(str(line.name), jitter=lambda: 0.99)


def test_bytes_come_through_as_they_are(line: Line) -> None:
    every = bytes(range(256))

    async def listen() -> bytes:
        async with aclosing(opened(line)) as stream:
            return await heard(stream, line, every)

    assert asyncio.run(listen()) == every


def test_a_line_that_was_cut_is_opened_again(line: Line) -> None:
    async def listen() -> tuple[bytes, bytes]:
        async with aclosing(opened(line)) as stream:
            before = await heard(stream, line, b"before")
            line.cut()
            line.lay()
            return before, await heard(stream, line, b"after")

    assert asyncio.run(listen()) == (b"before", b"after")


def test_a_port_that_comes_later_is_waited_for(line: Line) -> None:
    line.cut()

    async def listen() -> bytes:
        async with aclosing(opened(line)) as stream:
            waiting = asyncio.ensure_future(anext(stream))
            await asyncio.wait({waiting}, timeout=0.1)
            line.lay()
            async with asyncio.timeout(20):
                while not waiting.done():
                    line.say(b"hello")
                    await asyncio.wait({waiting}, timeout=0.1)
            return waiting.result()

    assert asyncio.run(listen()).startswith(b"hello")
