"""org.bluez on a real bus, asked by a client that knows D-Bus and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from firmware_sim.radio.bluez import Bluez
from firmware_sim.radio.bus import PrivateBus
from tests.services.dbus import private_bus

ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
APPLE = bytes.fromhex("05FF4C001005")
PHONE = bytes.fromhex("C00000000001")
PATH = "/org/bluez/hci0/dev_C0_00_00_00_00_01"


@pytest.fixture
def dbus(tmp_path: Path) -> Iterator[PrivateBus]:
    with private_bus(tmp_path / "dbus") as bus:
        yield bus


class Client:
    """A connection, and the signals that it got."""

    def __init__(self, bus: MessageBus) -> None:
        self.signals: list[tuple[str, Any]] = []
        self._bus = bus
        bus.add_message_handler(self._hear)

    async def call(self, path: str, interface: str, member: str, *body: Any) -> Message:  # noqa: ANN401 - D-Bus
        signature = {"Set": "ssv", "SetDiscoveryFilter": "a{sv}", "Get": "ss", "AddMatch": "s"}
        name = "org.freedesktop.DBus" if member == "AddMatch" else "org.bluez"
        message = Message(name, path, interface, member, signature=signature.get(member, ""))
        message.body = list(body)
        return await self._bus.call(message)

    async def adapter(self, member: str, *body: Any) -> str | None:  # noqa: ANN401 - D-Bus
        """Return the error's name, or None."""
        return (await self.call("/org/bluez/hci0", ADAPTER, member, *body)).error_name

    async def power(self, *, on: bool) -> str | None:
        body = (ADAPTER, "Powered", Variant("b", on))
        where = "/org/bluez/hci0", "org.freedesktop.DBus.Properties"
        return (await self.call(*where, "Set", *body)).error_name

    async def objects(self) -> dict[str, Any]:
        manager = "org.freedesktop.DBus.ObjectManager"
        reply = await self.call("/", manager, "GetManagedObjects")
        found: dict[str, Any] = reply.body[0]
        return found

    async def said(self, member: str) -> list[Any]:
        """Return the bodies of the signals of one name since the last time."""
        await self.objects()  # what was sent before its answer is here
        bodies = [body for name, body in self.signals if name == member]
        self.signals.clear()
        return bodies

    def _hear(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL:
            self.signals.append((str(message.member), message.body))


@asynccontextmanager
async def client(dbus: PrivateBus) -> AsyncIterator[Client]:
    bus = await MessageBus(bus_address=dbus.address).connect()
    made = Client(bus)
    await made.call("/", "org.freedesktop.DBus", "AddMatch", "type='signal',sender='org.bluez'")
    yield made
    bus.disconnect()


@asynccontextmanager
async def scanning(dbus: PrivateBus, **options: Any) -> AsyncIterator[tuple[Bluez, Client]]:  # noqa: ANN401
    async with Bluez(dbus.address, **options) as bluez, client(dbus) as asks:
        wish = {"DuplicateData": Variant("b", True)}
        assert await asks.adapter("SetDiscoveryFilter", wish) is None
        assert await asks.adapter("StartDiscovery") is None
        asks.signals.clear()
        yield bluez, asks


def test_a_first_advert_adds_a_device_and_a_second_changes_it(dbus: PrivateBus) -> None:
    async def run() -> tuple[list[Any], list[Any]]:
        async with scanning(dbus) as (bluez, asks):
            bluez.hear(PHONE, 2, APPLE, -60)
            bluez.hear(PHONE, 2, APPLE, -61)
            await asks.objects()
            added = [body for name, body in asks.signals if name == "InterfacesAdded"]
            return added, await asks.said("PropertiesChanged")

    [[path, interfaces]], [[interface, changed, gone]] = asyncio.run(run())

    assert (path, interface, gone) == (PATH, DEVICE, [])
    assert interfaces[DEVICE]["Address"].value == "C0:00:00:00:00:01"
    assert interfaces[DEVICE]["AddressType"].value == "random"
    assert {name: one.value for name, one in changed.items() if name == "RSSI"} == {"RSSI": -61}
    assert changed["ManufacturerData"].value[0x4C].value == b"\x10\x05"


def test_without_a_scan_nobody_is_told(dbus: PrivateBus) -> None:
    async def run() -> tuple[list[Any], int]:
        async with Bluez(dbus.address) as bluez, client(dbus) as asks:
            bluez.hear(PHONE, 2, APPLE, -60)
            return await asks.said("InterfacesAdded"), bluez.told

    assert asyncio.run(run()) == ([], 0)


def test_a_device_goes_half_a_minute_after_its_last_advert(dbus: PrivateBus) -> None:
    now_s = [0.0]

    async def run() -> tuple[list[Any], set[str]]:
        async with scanning(dbus, now_s=lambda: now_s[0]) as (bluez, asks):
            bluez.hear(PHONE, 2, APPLE, -60)
            now_s[0] = 20.0
            bluez.hear(b"\xc0\0\0\0\0\2", 2, APPLE, -60)
            now_s[0] = 30.1
            bluez.hear(b"\xc0\0\0\0\0\2", 2, APPLE, -60)
            return await asks.said("InterfacesRemoved"), set(await asks.objects())

    removed, objects = asyncio.run(run())

    assert removed == [[PATH, [DEVICE]]]
    assert objects == {"/org/bluez", "/org/bluez/hci0", PATH[:-1] + "2"}


def test_the_end_of_the_last_scan_takes_the_rssi_away(dbus: PrivateBus) -> None:
    async def run() -> list[Any]:
        async with scanning(dbus) as (bluez, asks):
            bluez.hear(PHONE, 2, APPLE, -60)
            await asks.said("InterfacesAdded")
            await asks.adapter("StopDiscovery")
            return await asks.said("PropertiesChanged")

    changes = asyncio.run(run())

    assert changes[-1] == [DEVICE, {}, ["RSSI"]]


def test_a_client_that_leaves_ends_its_scan(dbus: PrivateBus) -> None:
    async def run() -> tuple[bool, bool]:
        async with Bluez(dbus.address), client(dbus) as asks:

            async def discovering() -> bool:
                adapter = (await asks.objects())["/org/bluez/hci0"][ADAPTER]
                return bool(adapter["Discovering"].value)

            async with client(dbus) as leaver:
                await leaver.adapter("StartDiscovery")
                before = await discovering()
            async with asyncio.timeout(10):
                while await discovering():  # noqa: ASYNC110 - the daemon tells it in its own time
                    await asyncio.sleep(0.01)
            return before, await discovering()

    assert asyncio.run(run()) == (True, False)


def test_calls_out_of_turn_are_refused_as_bluetoothd_refuses_them(dbus: PrivateBus) -> None:
    async def run() -> list[str | None]:
        async with scanning(dbus) as (bluez, asks):
            said = [await asks.adapter("StartDiscovery")]
            said += [await asks.adapter("StopDiscovery"), await asks.adapter("StopDiscovery")]
            bluez.power_off()
            said.append(await asks.adapter("StartDiscovery"))
            bluez.unplug()
            return [*said, await asks.adapter("StartDiscovery")]

    assert asyncio.run(run()) == [
        "org.bluez.Error.InProgress",
        None,
        "org.bluez.Error.Failed",
        "org.bluez.Error.NotReady",
        "org.freedesktop.DBus.Error.UnknownObject",
    ]


def test_a_hung_controller_says_nothing_until_its_power_was_off_and_on(dbus: PrivateBus) -> None:
    async def run() -> list[int]:
        async with scanning(dbus) as (bluez, asks):
            told = []
            bluez.hang()
            bluez.hear(PHONE, 2, APPLE, -60)
            told.append(bluez.told)
            await asks.adapter("StopDiscovery")
            await asks.adapter("StartDiscovery")
            bluez.hear(PHONE, 2, APPLE, -60)
            told.append(bluez.told)
            await asks.power(on=False)
            await asks.power(on=True)
            await asks.adapter("StartDiscovery")
            bluez.hear(PHONE, 2, APPLE, -60)
            return [*told, bluez.told]

    assert asyncio.run(run()) == [0, 0, 1]


def test_an_adapter_comes_and_goes_with_a_signal(dbus: PrivateBus) -> None:
    async def run() -> tuple[list[Any], list[Any]]:
        async with scanning(dbus) as (bluez, asks):
            bluez.unplug()
            removed = await asks.said("InterfacesRemoved")
            bluez.plug()
            return removed, await asks.said("InterfacesAdded")

    removed, [[path, interfaces]] = asyncio.run(run())

    assert removed == [["/org/bluez/hci0", [ADAPTER]]]
    assert path == "/org/bluez/hci0"
    assert "central" in interfaces[ADAPTER]["Roles"].value


def test_a_restart_forgets_scans_and_devices(dbus: PrivateBus) -> None:
    async def run() -> tuple[set[str], str | None]:
        async with scanning(dbus) as (bluez, asks):
            bluez.hear(PHONE, 2, APPLE, -60)
            await bluez.stop()
            await bluez.start()
            return set(await asks.objects()), await asks.adapter("StopDiscovery")

    assert asyncio.run(run()) == ({"/org/bluez", "/org/bluez/hci0"}, "org.bluez.Error.Failed")


def test_injected_answers_come_as_often_as_they_were_ordered(dbus: PrivateBus) -> None:
    async def run() -> list[str | None]:
        async with Bluez(dbus.address) as bluez, client(dbus) as asks:
            bluez.refuse("StartDiscovery", "org.bluez.Error.Failed", times=2)
            said = [await asks.adapter("StartDiscovery") for _ in range(3)]
            bluez.ignore("StopDiscovery")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await asks.adapter("StopDiscovery")
            return [*said, await asks.adapter("StopDiscovery")]

    assert asyncio.run(run()) == ["org.bluez.Error.Failed"] * 2 + [None, None]


def test_thousands_of_signals_at_once_reach_a_slow_client(dbus: PrivateBus) -> None:
    async def run() -> int:
        async with scanning(dbus) as (bluez, asks):
            for number in range(5_000):
                bluez.hear(number.to_bytes(6), 2, APPLE, -60)
            return len(await asks.said("InterfacesAdded"))

    assert asyncio.run(run()) == 5_000


def test_a_long_answer_and_the_signals_behind_it_arrive_whole(dbus: PrivateBus) -> None:
    async def run() -> tuple[int, int]:
        async with scanning(dbus) as (bluez, asks):
            for number in range(3_000):
                bluez.hear(number.to_bytes(6), 2, APPLE, -60)
            asking = asyncio.ensure_future(asks.objects())
            await bluez.sent()
            asks.signals.clear()
            for number in range(3_000):
                bluez.hear(number.to_bytes(6), 2, APPLE, -61)
            return len(await asking), len(await asks.said("PropertiesChanged"))

    assert asyncio.run(run()) == (3_000 + 2, 3_000)


def test_a_bus_that_dies_harms_nobody(dbus: PrivateBus) -> None:
    async def run() -> None:
        async with Bluez(dbus.address) as bluez:
            dbus.kill()
            for _ in range(100):
                bluez.hear(PHONE, 2, APPLE, -60)
                bluez.unplug()
                bluez.plug()
            await bluez.sent()

    asyncio.run(run())
