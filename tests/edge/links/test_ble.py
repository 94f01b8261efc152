"""Unmodified bleak on a real dbus-daemon, against a bluetoothd that can be told to fail."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from edge.errors import RadioSilent
from edge.links.ble import reports
from edge.links.report_queue import ReportQueue
from edge.links.watch import LADDER, Ladder, Rung, Step
from edge.reports import PUBLIC, RANDOM, Report, read_reports
from firmware_sim.radio.bluez import Bluez
from firmware_sim.radio.bus import PrivateBus
from firmware_sim.radio.discovery import RssiRule
from tests.services.dbus import private_bus

# A fiftieth of the real times, without the last step: what recovers does so by the others.
QUICK: Ladder = tuple(Rung(rung.after_s / 50, rung.step) for rung in LADDER[:-1])

PHONE = bytes.fromhex("C00000000001")
BEACON = bytes.fromhex("02011A1AFF4C000215") + bytes(range(16)) + bytes.fromhex("00010002C5")
BTHOME = bytes.fromhex("0201060916D2FC400164026400")

Fault = Callable[[PrivateBus, Bluez], Awaitable[None]]


@pytest.fixture
def dbus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """Give a started bus that stands for the system's; the test may kill() and start() it."""
    with private_bus(tmp_path / "dbus") as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        yield bus


@dataclass
class Ear:
    """What was heard since the beginning, and how the listening ended."""

    heard: list[Report] = field(default_factory=list)
    ended: BaseException | None = None

    def holds(self, count: int) -> bool:
        return len(self.heard) == count

    def addresses(self) -> set[bytes]:
        return {report.address for report in self.heard}


@asynccontextmanager
async def ear(
    ladder: Ladder = QUICK, patience_s: float = 2.0, queue: ReportQueue | None = None
) -> AsyncIterator[Ear]:
    made = Ear()

    async def listen() -> None:
        stream = reports(
            "hci0", ladder=ladder, retry_s=0.1, patience_s=patience_s, gather_s=0.01, queue=queue
        )
        try:
            async with aclosing(stream):
                async for chunk in stream:
                    made.heard += read_reports(chunk)
        except RadioSilent as silent:
            made.ended = silent

    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(listen())
        yield made
        listening.cancel()


@asynccontextmanager
async def on_air(bluez: Bluez, address: bytes = PHONE, data: bytes = BEACON) -> AsyncIterator[None]:
    """Advertise every few milliseconds."""

    async def advertise() -> None:
        while True:
            bluez.hear(address, RANDOM, data, -60)
            await asyncio.sleep(0.005)

    async with asyncio.TaskGroup() as tasks:
        advertising = tasks.create_task(advertise())
        yield
        advertising.cancel()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.01)


def heard_one_by_one(adverts: list[bytes], bus: PrivateBus) -> list[Report]:
    """Say `adverts` after each other; return what came of each."""

    async def say() -> list[Report]:
        async with Bluez(bus.address) as bluez, ear() as heard:
            async with on_air(bluez):
                await until(lambda: heard.heard)
            await until(lambda: bluez.told == len(heard.heard))
            heard.heard.clear()
            for number, data in enumerate(adverts, start=1):
                bluez.hear(b"\xc0\0\0\0\0\2", PUBLIC, data, -60 - number)
                await until(partial(heard.holds, number))
            return heard.heard

    return asyncio.run(say())


def test_an_advert_arrives_as_it_was_on_the_air(dbus: PrivateBus) -> None:
    heard = heard_one_by_one([BEACON], dbus)

    assert heard == [Report(b"\xc0\0\0\0\0\2", PUBLIC, -61, BEACON)]


def test_what_an_advert_does_not_say_is_not_taken_from_an_earlier_one(dbus: PrivateBus) -> None:
    heard = heard_one_by_one([BEACON, BTHOME, BEACON, BTHOME], dbus)

    assert [b"\xff\x4c\x00" in report.data for report in heard] == [True, False, True, False]
    assert [b"\x16\xd2\xfc" in report.data for report in heard] == [False, True, False, True]


def test_a_repeat_arrives_with_its_data(dbus: PrivateBus) -> None:
    first, second = heard_one_by_one([BEACON, BEACON], dbus)

    assert first.data == second.data == BEACON
    assert first.rssi_dbm != second.rssi_dbm


@pytest.mark.parametrize("rule", RssiRule)
def test_under_either_rule_of_bluez_every_rssi_arrives(dbus: PrivateBus, rule: RssiRule) -> None:
    async def listen() -> list[int]:
        async with Bluez(dbus.address, rule=rule) as bluez, ear() as heard:
            async with on_air(bluez):
                await until(lambda: heard.heard)
            await until(lambda: bluez.told == len(heard.heard))
            heard.heard.clear()
            for rssi_dbm in range(-60, -70, -1):
                bluez.hear(b"\xc0\0\0\0\0\2", RANDOM, BEACON, rssi_dbm)
            await until(lambda: len(heard.heard) == 10)
            return [report.rssi_dbm for report in heard.heard]

    assert asyncio.run(listen()) == list(range(-60, -70, -1))


async def hangs(_: PrivateBus, bluez: Bluez) -> None:
    bluez.hang()


async def hangs_and_answers_no_stop(_: PrivateBus, bluez: Bluez) -> None:
    bluez.ignore("StopDiscovery", times=2)
    bluez.hang()


async def is_switched_off(_: PrivateBus, bluez: Bluez) -> None:
    bluez.power_off()


async def is_unplugged_for_a_while(_: PrivateBus, bluez: Bluez) -> None:
    bluez.unplug()
    await asyncio.sleep(QUICK[1].after_s * 1.5)
    bluez.plug()


async def restarts(_: PrivateBus, bluez: Bluez) -> None:
    await bluez.stop()
    await bluez.start()


async def is_away_for_a_while(_: PrivateBus, bluez: Bluez) -> None:
    await bluez.stop()
    await asyncio.sleep(QUICK[1].after_s * 1.5)
    await bluez.start()


async def loses_its_bus(bus: PrivateBus, bluez: Bluez) -> None:
    bus.kill()
    await bluez.stop()
    await asyncio.sleep(QUICK[1].after_s * 1.5)
    bus.start()
    await bluez.start()


async def is_busy_for_ever(_: PrivateBus, bluez: Bluez) -> None:
    # A scan that we lost sight of: only a cycle of the power ends it.
    bluez.hang()
    bluez.refuse("StartDiscovery", "org.bluez.Error.InProgress", times=3)


@pytest.mark.parametrize(
    "fault",
    [
        hangs,
        hangs_and_answers_no_stop,
        is_switched_off,
        is_unplugged_for_a_while,
        restarts,
        is_away_for_a_while,
        loses_its_bus,
        is_busy_for_ever,
    ],
)
def test_adverts_come_again_after_bluetooth(dbus: PrivateBus, fault: Fault) -> None:
    async def listen() -> None:
        async with Bluez(dbus.address) as bluez, ear(patience_s=0.5) as heard:
            async with on_air(bluez):
                await until(lambda: heard.heard)
            await fault(dbus, bluez)
            async with on_air(bluez, address=b"\xc0\0\0\0\0\2"):
                await until(lambda: b"\xc0\0\0\0\0\2" in heard.addresses())

    asyncio.run(listen())


def test_a_bluetooth_that_comes_after_us_is_waited_for(dbus: PrivateBus) -> None:
    async def listen() -> set[bytes]:
        async with ear() as heard:
            await asyncio.sleep(QUICK[1].after_s)
            async with Bluez(dbus.address) as bluez, on_air(bluez):
                await until(lambda: heard.heard)
            return heard.addresses()

    assert asyncio.run(listen()) == {PHONE}


def test_refusals_at_the_start_are_outlasted(dbus: PrivateBus) -> None:
    async def listen() -> set[bytes]:
        async with Bluez(dbus.address) as bluez:
            bluez.refuse("StartDiscovery", "org.bluez.Error.NotReady", times=2)
            bluez.refuse("SetDiscoveryFilter", "org.bluez.Error.Failed", times=1)
            async with ear() as heard, on_air(bluez):
                await until(lambda: heard.heard)
            return heard.addresses()

    assert asyncio.run(listen()) == {PHONE}


@pytest.mark.parametrize("data", [b"", bytes.fromhex("00")])
def test_adverts_with_nothing_in_them_do_not_hide_that_a_radio_is_silent(
    dbus: PrivateBus, data: bytes
) -> None:
    ladder = (*QUICK[:2], Rung(QUICK[1].after_s * 2, Step.GIVE_UP))

    async def listen() -> Ear:
        async with Bluez(dbus.address) as bluez, ear(ladder) as heard, on_air(bluez, data=data):
            await until(lambda: heard.ended)
            return heard

    heard = asyncio.run(listen())

    assert isinstance(heard.ended, RadioSilent)
    assert "hci0: nothing heard for " in str(heard.ended)
    assert heard.addresses() == {PHONE}


def test_a_radio_that_nothing_mends_ends_in_one_sentence_without_any_bus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    ladder = (
        Rung(0.0, Step.RESCAN),
        Rung(0.05, Step.RESCAN),
        Rung(0.1, Step.POWER_CYCLE),
        Rung(0.2, Step.GIVE_UP),
    )

    async def listen() -> Ear:
        async with ear(ladder) as heard:
            await until(lambda: heard.ended)
            return heard

    assert "hci0: nothing heard" in str(asyncio.run(listen()).ended)


def test_malformed_adverts_of_every_length_and_a_flood_stop_nothing(dbus: PrivateBus) -> None:
    malformed = [
        bytes(pattern[at % len(pattern)] for at in range(length))
        for length in range(32)
        for pattern in (b"\0", b"\xff", b"\x1f\xff", b"\x02\x01", b"\x03\x16\xd2", b"\1\x09\xc3")
    ]

    async def listen() -> None:
        async with Bluez(dbus.address) as bluez, ear() as heard:
            async with on_air(bluez):
                await until(lambda: heard.heard)
            for number, data in enumerate(itertools.chain(malformed * 3, [BEACON] * 20_000)):
                bluez.hear(number.to_bytes(6), RANDOM, data, -60)
                if number % 500 == 0:
                    await bluez.sent()
            last = number.to_bytes(6)
            await until(lambda: last in heard.addresses())

    asyncio.run(listen())


def test_two_thousand_adverts_a_second_arrive(
    dbus: PrivateBus, capsys: pytest.CaptureFixture[str]
) -> None:
    a_second, seconds, devices, step = 2000, 10, 500, 20
    queue = ReportQueue()

    async def listen() -> int:
        async with Bluez(dbus.address) as bluez, ear(LADDER, queue=queue) as heard:
            async with on_air(bluez):
                await until(lambda: heard.heard)
            await until(lambda: bluez.told == len(heard.heard))
            heard.heard.clear()
            loop = asyncio.get_running_loop()
            begin_s = loop.time()
            for number in range(a_second * seconds):
                address = b"\xc1\0\0\0" + (number % devices).to_bytes(2)
                bluez.hear(address, RANDOM, BEACON, -50 - number % 40)
                if number % step == 0:
                    await bluez.sent()
                    await asyncio.sleep(max(0.0, begin_s + number / a_second - loop.time()))
            await bluez.sent()
            await until(lambda: len(heard.heard) + queue.dropped >= a_second * seconds)
            return len(heard.heard)

    arrived = asyncio.run(listen())

    lost = 1 - arrived / (a_second * seconds)
    with capsys.disabled():
        print(f"\n{a_second * seconds} adverts in {seconds} s, {lost:.3%} lost")  # noqa: T201
    assert lost < 0.01


def test_when_the_queue_is_full_the_oldest_go_and_are_counted() -> None:
    async def fill() -> ReportQueue:
        queue = ReportQueue(size=3)
        for rssi_dbm in range(-60, -65, -1):
            queue.put(Report(PHONE, RANDOM, rssi_dbm, BEACON))
        return queue

    queue = asyncio.run(fill())

    assert [report.rssi_dbm for report in read_reports(queue.take().reports)] == [-62, -63, -64]
    assert (queue.heard, queue.dropped) == (5, 2)
    assert queue.take().reports == b""
