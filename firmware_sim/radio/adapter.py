"""One adapter: scans for its clients, and keeps the devices that it heard."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from dbus_fast import Message, Variant

from firmware_sim.radio.device import INTERFACE as DEVICE
from firmware_sim.radio.device import Device, Properties
from firmware_sim.radio.discovery import Discovery, RssiRule
from firmware_sim.radio.messages import Refused, added, changed, removed
from firmware_sim.radio.structures import read

INTERFACE: Final = "org.bluez.Adapter1"

# bluetoothd's TemporaryTimeout: how long a device that nobody paired with outlives its last advert.
KEEP_S: Final = 30.0


class Adapter:
    """The adapter at `path`; what it signals goes to `say`."""

    def __init__(
        self, path: str, say: Callable[[Message], None], rule: RssiRule, keep_s: float = KEEP_S
    ) -> None:
        self.path = path
        self.powered = True
        self.hung = False
        self._say = say
        self._keep_s = keep_s
        self._discovery = Discovery(rule)
        # Longest silent first.
        self._devices: OrderedDict[str, Device] = OrderedDict()

    def objects(self) -> dict[str, dict[str, Properties]]:
        """Return the adapter and its devices, as an object manager lists them."""
        return {
            self.path: {INTERFACE: self.properties()},
            **{path: {DEVICE: self._known(path)} for path in self._devices},
        }

    def properties(self) -> Properties:
        """Return the adapter's own."""
        return {
            "Address": Variant("s", "02:00:00:00:00:01"),
            "AddressType": Variant("s", "public"),
            "Alias": Variant("s", "vallee-sim"),
            "Powered": Variant("b", self.powered),
            "Discovering": Variant("b", bool(self._discovery.clients)),
            "UUIDs": Variant("as", []),
            "Roles": Variant("as", ["central", "peripheral"]),
        }

    def hear(self, address: bytes, kind: int, data: bytes, rssi_dbm: int, now_s: float) -> bool:
        """Take in an advert; return False if nobody is told of it."""
        if self.hung or not self._discovery.clients:
            return False
        said = read(data)
        if not self._discovery.wants(rssi_dbm, said.services):
            return False
        path = f"{self.path}/dev_{address.hex('_').upper()}"
        device = self._devices.get(path)
        known = device is not None
        device = device or Device(address, kind)
        device.heard_at_s = now_s
        fresh = device.hear(
            said, rssi_dbm, self._discovery.delta_db, repeats=self._discovery.repeats
        )
        self._devices[path] = device
        self._devices.move_to_end(path)
        if not known:
            self._say(added(path, {DEVICE: self._known(path)}))
        elif fresh:
            self._say(changed(path, DEVICE, fresh))
        self._forget_silent(now_s)
        return not known or bool(fresh)

    def call(self, client: str, member: str, body: list[Any]) -> None:
        """Do what a client asks; raise Refused."""
        if not self.powered:
            raise Refused("org.bluez.Error.NotReady", "Resource Not Ready")
        if member == "SetDiscoveryFilter":
            self._discovery.filters[client] = {key: one.value for key, one in body[0].items()}
        elif member == "StartDiscovery":
            if not self._discovery.begin(client):
                raise Refused("org.bluez.Error.InProgress", "Operation already in progress")
            self._tell_discovering()
        elif member == "StopDiscovery":
            if not self._discovery.end(client):
                raise Refused("org.bluez.Error.Failed", "No discovery started")
            self._scan_ended()
        else:
            raise Refused("org.freedesktop.DBus.Error.UnknownMethod", f"no {member} here")

    def left(self, client: str) -> None:
        """Forget a client that left the bus."""
        if self._discovery.forget(client):
            self._scan_ended()

    def power(self, *, on: bool) -> None:
        """Switch on or off. Off ends each scan, and on again a controller that hung works."""
        if on == self.powered:
            return
        self.powered = on
        self.hung = False
        self._discovery.clients.clear()
        self.forget_devices()
        self._say(changed(self.path, INTERFACE, {"Powered": Variant("b", on)}))
        self._tell_discovering()

    def forget_devices(self) -> None:
        """Remove all devices."""
        while self._devices:
            self._say(removed(self._devices.popitem()[0], [DEVICE]))

    def _scan_ended(self) -> None:
        if self._discovery.clients:
            return
        self._tell_discovering()
        for path, device in self._devices.items():
            if device.rssi_dbm:
                device.rssi_dbm = 0
                self._say(changed(path, DEVICE, {}, ("RSSI",)))

    def _tell_discovering(self) -> None:
        scans = Variant("b", bool(self._discovery.clients))
        self._say(changed(self.path, INTERFACE, {"Discovering": scans}))

    def _known(self, path: str) -> Properties:
        return {**self._devices[path].properties(), "Adapter": Variant("o", self.path)}

    def _forget_silent(self, now_s: float) -> None:
        while self._devices:
            path, device = next(iter(self._devices.items()))
            if now_s - device.heard_at_s <= self._keep_s:
                return
            del self._devices[path]
            self._say(removed(path, [DEVICE]))
