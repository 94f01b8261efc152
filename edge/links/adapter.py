"""An adapter's power, over D-Bus: the edge's one door to dbus-fast."""

import asyncio

from dbus_fast import BusType, DBusFastError, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from edge.errors import RadioFault


async def power_cycle(adapter: str, patience_s: float) -> None:
    """Switch `adapter` ("hci0") off and on; each call may take `patience_s`.

    The bus is the system's, or the one that DBUS_SYSTEM_BUS_ADDRESS names. Raise RadioFault if
    one of the two did not work; the second is tried in any case.
    """
    try:
        async with asyncio.timeout(patience_s):
            bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    except (OSError, EOFError, DBusFastError) as error:
        raise RadioFault(f"{adapter}: no D-Bus: {error}") from error
    try:
        faults = [
            fault
            for on in (False, True)
            if (fault := await _switch(bus, adapter, on=on, patience_s=patience_s))
        ]
    finally:
        bus.disconnect()
    if faults:
        raise RadioFault(f"{adapter}: {'; '.join(faults)}")


async def _switch(bus: MessageBus, adapter: str, *, on: bool, patience_s: float) -> str | None:
    """Return what went wrong, or None."""
    word = "on" if on else "off"
    try:
        async with asyncio.timeout(patience_s):
            reply = await bus.call(
                Message(
                    destination="org.bluez",
                    path=f"/org/bluez/{adapter}",
                    interface="org.freedesktop.DBus.Properties",
                    member="Set",
                    signature="ssv",
                    body=["org.bluez.Adapter1", "Powered", Variant("b", on)],
                )
            )
    except TimeoutError:
        return f"no answer to Powered {word} in {patience_s:g} s"
    except (OSError, EOFError, DBusFastError) as error:
        return f"D-Bus was lost: {error}"
    if reply.message_type is MessageType.ERROR:
        return f"Powered {word}: {reply.error_name}"
    return None
