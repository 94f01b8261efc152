"""`vallee-sim radio`: adverts reach the adapter when it is time for them."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from firmware_sim.radio.air import Advert
from firmware_sim.radio.bluez import Bluez


class Clock(Protocol):
    """Tells the time, and waits for a later one."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""

    async def wait_until(self, at_us: int) -> None:
        """Wait; return at once if that is over."""


class WallClock:
    """The machine's clock."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""
        return time.time_ns() // 1000

    async def wait_until(self, at_us: int) -> None:
        """Wait; return at once if that is over."""
        await asyncio.sleep(max(0.0, (at_us - self.now_us()) / 1e6))


async def play(adverts: Iterable[Advert], bluez: Bluez, clock: Clock) -> None:
    """Let `bluez` hear each advert at its time, until the last."""
    for at_us, address, kind, data, rssi_dbm in adverts:
        await clock.wait_until(at_us)
        bluez.hear(address, kind, data, rssi_dbm)
        await bluez.sent()


async def serve(address: str, adverts: Iterable[Advert], ready: Callable[[], None]) -> None:
    """Be org.bluez on the bus at `address` until the last advert, SIGINT or SIGTERM.

    `ready` is called when a client can scan.
    """
    loop = asyncio.get_running_loop()
    async with Bluez(address) as bluez, asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(play(adverts, bluez, WallClock()), name="adverts")
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, playing.cancel)
        ready()
