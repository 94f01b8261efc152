"""bluetoothd as its clients on the bus see it, with the faults it is known for as methods."""

import time
from collections.abc import Callable
from typing import Final, Self

from dbus_fast import Message, MessageType

from firmware_sim.radio.adapter import INTERFACE as ADAPTER
from firmware_sim.radio.adapter import KEEP_S, Adapter
from firmware_sim.radio.discovery import RssiRule
from firmware_sim.radio.messages import OBJECT_MANAGER, PROPERTIES, Refused, added, removed
from firmware_sim.radio.wire import Wire

NAME: Final = "org.bluez"
_LEAVERS: Final = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"


class Bluez:
    """org.bluez on the bus at `address`, while the context lasts.

    Attributes:
        told: how many adverts a client was told of.
    """

    def __init__(
        self,
        address: str,
        adapter: str = "hci0",
        rule: RssiRule = RssiRule.ANY_FILTER,
        keep_s: float = KEEP_S,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.told = 0
        self._address = address
        self._path = f"/org/bluez/{adapter}"
        self._rule = rule
        self._keep_s = keep_s
        self._now_s = now_s
        self._adapter: Adapter | None = None
        self._wire: Wire | None = None
        self._refusals: dict[str, list[Refused | None]] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Take the name, with the adapter plugged in and on."""
        wire = await Wire.open(self._address, self._on_message)
        await wire.watch(_LEAVERS)
        await wire.own(NAME)
        self._wire = wire
        self.plug()

    async def stop(self) -> None:
        """Lose the name, and forget all that was known; nobody is told of it."""
        self._adapter = None
        if self._wire is not None:
            wire, self._wire = self._wire, None
            await wire.close()

    async def sent(self) -> None:
        """Wait until the bus has all that was said."""
        if self._wire is not None:
            await self._wire.sent()

    def hear(self, address: bytes, kind: int, data: bytes, rssi_dbm: int) -> None:
        """Let an advert reach the adapter. `address` is as people write it, `kind` 1 or 2."""
        if self._adapter is not None:
            now_s = self._now_s()
            self.told += self._adapter.hear(address, kind, data, rssi_dbm, now_s)

    def hang(self) -> None:
        """Let the controller hang: all calls succeed, nothing is heard, until it is off and on."""
        if self._adapter is not None:
            self._adapter.hung = True

    def power_off(self) -> None:
        """Switch the adapter off behind everybody's back."""
        if self._adapter is not None:
            self._adapter.power(on=False)

    def unplug(self) -> None:
        """Pull the adapter out."""
        if self._adapter is not None:
            self._adapter.forget_devices()
            self._say(removed(self._path, [ADAPTER]))
            self._adapter = None

    def plug(self) -> None:
        """Plug the adapter in."""
        self._adapter = Adapter(self._path, self._say, self._rule, self._keep_s)
        self._say(added(self._path, {ADAPTER: self._adapter.properties()}))

    def refuse(self, member: str, error: str, times: int = 1) -> None:
        """Answer the next calls of `member` with the D-Bus error `error`."""
        self._refusals.setdefault(member, []).extend([Refused(error, "injected")] * times)

    def ignore(self, member: str, times: int = 1) -> None:
        """Never answer the next calls of `member`."""
        self._refusals.setdefault(member, []).extend([None] * times)

    def _say(self, message: Message) -> None:
        if self._wire is not None:
            self._wire.send(message)

    def _on_message(self, message: Message) -> bool | None:
        if message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged":
            name, _, owner = message.body
            if not owner and self._adapter is not None:
                self._adapter.left(name)
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if refusals := self._refusals.get(str(message.member)):
            refused = refusals.pop(0)
            if refused is not None:
                self._say(Message.new_error(message, refused.name, str(refused)))
            return True
        try:
            answer = self._answer(message)
        except Refused as refused:
            answer = Message.new_error(message, refused.name, str(refused))
        if answer is not None:
            self._say(answer)
        return answer is not None

    def _answer(self, call: Message) -> Message | None:
        """Return the answer, or None if the call is none of ours."""
        if (call.path, call.interface) == ("/", OBJECT_MANAGER):
            known = {} if self._adapter is None else self._adapter.objects()
            objects = {"/org/bluez": {}, **known}
            return Message.new_method_return(call, "a{oa{sa{sv}}}", [objects])
        if call.interface not in {ADAPTER, PROPERTIES}:
            return None
        adapter = self._adapter
        if adapter is None or call.path != adapter.path:
            raise Refused("org.freedesktop.DBus.Error.UnknownObject", f"no {call.path} here")
        if call.interface == ADAPTER:
            adapter.call(str(call.sender), str(call.member), call.body)
        elif call.member == "GetAll":
            return Message.new_method_return(call, "a{sv}", [adapter.properties()])
        elif call.member == "Get":
            return Message.new_method_return(call, "v", [adapter.properties()[call.body[1]]])
        elif call.body[1] == "Powered":
            adapter.power(on=call.body[2].value)
        return Message.new_method_return(call)
