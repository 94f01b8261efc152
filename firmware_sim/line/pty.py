"""A pseudo-terminal that stands in for a UART, under a name that stays."""

import os
import select
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from firmware_sim.errors import SinkFault


@dataclass(frozen=True, slots=True)
class Line:
    """The device's end of the line; `port` is the reader's."""

    master: int
    port: Path

    def send(self, data: bytes) -> bool:
        """Put `data` on the line; return False if nobody takes it, as a UART would not care."""
        if not self._has_reader():
            return False
        try:
            return os.write(self.master, data) == len(data)
        except BlockingIOError:
            return False

    def _has_reader(self) -> bool:
        poll = select.poll()
        poll.register(self.master, 0)
        return not any(event & select.POLLHUP for _, event in poll.poll(0))


@contextmanager
def line(link: Path) -> Iterator[Line]:
    """Open a raw line whose reader's end is called `link`; the name goes when the line goes.

    A symbolic link that an earlier run left behind is replaced, anything else is not: SinkFault.
    """
    master, slave = os.openpty()
    try:
        port = Path(os.ttyname(slave))
        tty.setraw(slave)
        # Kept open, it would count as a reader and the line would fill with old frames.
        os.close(slave)
        os.set_blocking(master, False)
        _point(link, port)
        try:
            yield Line(master, port)
        finally:
            _forget(link, port)
    finally:
        os.close(master)


def _point(link: Path, port: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise SinkFault(f"{link}: exists and is no symbolic link; choose another --link")
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    try:
        fresh.symlink_to(port)
        fresh.replace(link)
    except OSError as error:
        raise SinkFault(f"{link}: cannot be made: {error.strerror}") from None


def _forget(link: Path, port: Path) -> None:
    # By now the name may be a later run's.
    if link.is_symlink() and link.readlink() == port:
        link.unlink()
