"""Adverts through a real dbus-daemon and bleak; the peer is a bare bleak scanner that only counts.

bluetoothd's part is played by another process, so that the CPU time is the listener's alone.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final, NamedTuple

from bleak import BleakScanner
from bleak.args.bluez import BlueZScannerArgs

from edge.links.ble import reports
from edge.links.report_queue import ReportQueue
from edge.reports import RANDOM, read_reports
from firmware_sim.radio.bluez import Bluez
from firmware_sim.radio.bus import PrivateBus
from tests.bench.rate import Rate, say, show

DEVICES = 500
# What is said until somebody listens, and what is said again and again at the end.
HELLO, GOODBYE = b"\xc0\0\0\0\0\1", b"\xc0\0\0\0\0\2"
AD: Final = bytes.fromhex("02011A1AFF4C000215") + bytes(range(16)) + bytes.fromhex("00010002C5")

Heard = Callable[[bytes], None]
Listener = Callable[[Heard], Awaitable[None]]


class Pace(NamedTuple):
    """How many adverts are said, and how many a second; 0 is as fast as it goes."""

    adverts: int
    a_second: int


def run(program: Path, folder: Path) -> None:
    """Print how many adverts a second go through, as fast as it goes and at 2,000 a second."""
    with PrivateBus(folder, str(program)) as bus:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus.address
        for pace in (Pace(60_000, 0), Pace(20_000, 2_000)):
            dropped: list[int] = []
            ours = partial(_ours, dropped)
            rates = [_measure("edge.links.ble", bus, pace, ours)]
            rates.append(_measure("peer: bleak, counting", bus, pace, _bare))
            speed = f"{pace.a_second:,} a second" if pace.a_second else "as fast as it goes"
            show(f"{pace.adverts:,} adverts, {speed}", rates)
            say(f"dropped by a full queue: {sum(dropped):,}")


async def _ours(dropped: list[int], heard: Heard) -> None:
    queue = ReportQueue()
    try:
        async with aclosing(reports("hci0", queue=queue)) as stream:
            async for chunk in stream:
                for report in read_reports(chunk):
                    heard(report.address)
    finally:
        dropped.append(queue.dropped)


async def _bare(heard: Heard) -> None:
    args = BlueZScannerArgs(adapter="hci0", filters={"DuplicateData": True, "RSSI": -127})
    scanner = BleakScanner(
        lambda device, _: heard(bytes.fromhex(device.address.replace(":", ""))), bluez=args
    )
    async with scanner:
        await asyncio.Event().wait()


def _measure(name: str, bus: PrivateBus, pace: Pace, listen: Listener) -> Rate:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    speaker = context.Process(target=_speak_forever, args=(bus.address, pace, ready))
    speaker.start()
    ready.wait()
    try:
        return asyncio.run(_listen(name, pace.adverts, listen))
    finally:
        speaker.kill()
        speaker.join()


async def _listen(name: str, count: int, listen: Listener) -> Rate:
    begun, ended, arrived = asyncio.Event(), asyncio.Event(), 0

    def heard(address: bytes) -> None:
        nonlocal arrived
        if address == GOODBYE:
            ended.set()
        elif address != HELLO:
            begun.set()
            arrived += 1

    async def whole() -> None:
        await listen(heard)

    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(whole())
        await begun.wait()
        wall, cpu = time.perf_counter(), time.process_time()
        await ended.wait()
        spent_s, busy_s = time.perf_counter() - wall, time.process_time() - cpu
        listening.cancel()
    lost = 1 - arrived / count
    return Rate(f"{name}, {lost:.2%} lost", arrived / spent_s, busy_s / arrived * 1e6)


def _speak_forever(address: str, pace: Pace, ready: Event) -> None:
    asyncio.run(_speak(address, pace, ready))


async def _speak(address: str, pace: Pace, ready: Event) -> None:
    async with Bluez(address) as bluez:
        ready.set()
        while bluez.told == 0:
            bluez.hear(HELLO, RANDOM, AD, -60)
            await asyncio.sleep(0.01)
        begin_s = time.perf_counter()
        for number in range(pace.adverts):
            device = b"\xc1\0\0\0" + (number % DEVICES).to_bytes(2)
            bluez.hear(device, RANDOM, AD, -50 - number % 40)
            if number % 20 == 0:
                await bluez.sent()
                if pace.a_second:
                    due_s = begin_s + number / pace.a_second
                    await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
        await bluez.sent()
        while True:
            bluez.hear(GOODBYE, RANDOM, AD, -60)
            await asyncio.sleep(0.01)
