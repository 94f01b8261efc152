"""A bad network before a program: real IP packets between two TUN devices, lost, late or held.

One device stays here, the other is moved into a network namespace, in which the program runs. What
is lost here the kernels at both ends repeat, as they would in the field. Wants root and
/dev/net/tun; addresses are of the range for benchmarks (RFC 2544), which nobody routes.
"""

import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from tests.chaos.outcome import NotHere

# From <linux/if_tun.h>: TUNSETIFF, and IFF_TUN | IFF_NO_PI.
_SET_NAME: Final = 0x400454CA
_PLAIN_TUN: Final = 0x1001
_PACKET: Final = 65_536
_LOOK_S: Final = 0.05


class Tunnel:
    """Two TUN devices and a thread that carries packets from each to the other.

    Attributes:
        loss: share of the packets that are dropped.
        delay_s: how long each is held.
        silent: whether all are dropped: a partition.
        near: the address at this end, where something may listen.
        inside: words before a program's own that let it run at the far end.
    """

    def __init__(self, ip: str, seed: int) -> None:
        self.loss, self.delay_s, self.silent = 0.0, 0.0, False
        self.dropped, self.carried = 0, 0
        number = os.getpid()
        self.near, self._far = (
            f"198.18.{number >> 7 & 255}.{(number & 127) * 2 + at}" for at in (0, 1)
        )
        self._name = f"vallee{number % 100_000}"
        self.inside = (ip, "netns", "exec", self._name)
        self._draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
        self._ends: list[int] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry)

    def open(self) -> None:
        """Make devices and namespace, and begin to carry; raise NotHere if that is not allowed."""
        near, far = f"{self._name}a", f"{self._name}b"
        self._run("netns", "add", self._name)
        self._ends = [_device(near), _device(far)]
        # A device that is moved stays with whoever opened it.
        self._run("link", "set", far, "netns", self._name)
        for where, name, own, peer in (
            ((), near, self.near, self._far),
            (("-n", self._name), far, self._far, self.near),
        ):
            self._run(*where, "addr", "add", own, "peer", peer, "dev", name)
            self._run(*where, "link", "set", name, "mtu", "1400", "up")
        # Programs talk to themselves, too.
        self._run("-n", self._name, "link", "set", "lo", "up")
        self._thread.start()

    def close(self) -> None:
        """Let go of all of it."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        for end in self._ends:
            os.close(end)
        with suppress(NotHere):
            self._run("netns", "del", self._name)

    def _run(self, *words: str) -> None:
        argv = [self.inside[0], *words]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHere(f"ip {' '.join(words)}: {done.stderr.strip()}")

    def _carry(self) -> None:
        held: list[tuple[float, int, int, bytes]] = []
        near, far = self._ends
        while not self._stop.is_set():
            now_s = time.monotonic()
            wait_s = min(_LOOK_S, max(0.0, held[0][0] - now_s)) if held else _LOOK_S
            for end in select.select([near, far], [], [], wait_s)[0]:
                with suppress(BlockingIOError):
                    self._take(held, os.read(end, _PACKET), far if end == near else near)
            while held and held[0][0] <= time.monotonic():
                *_, end, packet = heapq.heappop(held)
                with suppress(OSError):
                    os.write(end, packet)

    def _take(self, held: list[tuple[float, int, int, bytes]], packet: bytes, end: int) -> None:
        if self.silent or self._draw.random() < self.loss:
            self.dropped += 1
            return
        self.carried += 1
        heapq.heappush(held, (time.monotonic() + self.delay_s, self.carried, end, packet))


@contextmanager
def tunnel(seed: int) -> Iterator[Tunnel]:
    """Give a tunnel, or raise NotHere."""
    ip = shutil.which("ip", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if ip is None:
        raise NotHere("there is no ip here")
    made = Tunnel(ip, seed)
    try:
        made.open()
        yield made
    finally:
        made.close()


def _device(name: str) -> int:
    try:
        end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(end, _SET_NAME, struct.pack("16sH", name.encode(), _PLAIN_TUN))
    except OSError as error:
        raise NotHere(f"/dev/net/tun: {error}") from None
    return end
