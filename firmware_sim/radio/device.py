"""One device as bluetoothd knows it: properties that its adverts change."""

from typing import Final, TypeVar

from dbus_fast import Variant

from firmware_sim.radio.structures import Said

INTERFACE: Final = "org.bluez.Device1"
# AddressType on D-Bus, by the kernel's figure.
PUBLIC: Final = 1

Properties = dict[str, Variant]
Key = TypeVar("Key", int, str)

_UNTRUE: Final = ("Paired", "Bonded", "Trusted", "Blocked", "Connected", "ServicesResolved")


class Device:
    """A device that was heard and is not forgotten yet."""

    __slots__ = (
        "_address",
        "_flags",
        "_name",
        "_power_dbm",
        "_public",
        "heard_at_s",
        "manufacturer",
        "rssi_dbm",
        "service_data",
        "services",
    )

    def __init__(self, address: bytes, kind: int) -> None:
        self._address = address.hex(":").upper()
        self._public = kind == PUBLIC
        self._flags = 0
        self._name: str | None = None
        self._power_dbm: int | None = None
        self.heard_at_s = 0.0
        self.rssi_dbm = 0
        self.services: list[str] = []
        self.manufacturer: dict[int, bytes] = {}
        self.service_data: dict[str, bytes] = {}

    def hear(self, said: Said, rssi_dbm: int, delta_db: int, *, repeats: bool) -> Properties:
        """Take in an advert; return the properties that are to be signalled.

        Without `repeats` (DuplicateData) data that has not changed is not signalled, and what
        one advert does not repeat of another's stays.
        """
        changed: Properties = {}
        if self.rssi_dbm == 0 or abs(self.rssi_dbm - rssi_dbm) >= max(delta_db, 1):
            self.rssi_dbm = rssi_dbm
            changed["RSSI"] = Variant("n", rssi_dbm)
        if said.power_dbm not in {None, self._power_dbm}:
            self._power_dbm = said.power_dbm
            changed["TxPower"] = Variant("n", said.power_dbm)
        if said.name not in {None, self._name}:
            self._name = said.name
            changed["Name"] = changed["Alias"] = Variant("s", said.name)
        if new := set(said.services).union(said.service_data).difference(self.services):
            self.services = sorted({*self.services, *new})
            changed["UUIDs"] = Variant("as", self.services)
        if _merge(self.manufacturer, said.manufacturer, repeats=repeats):
            changed["ManufacturerData"] = _manufacturer(self.manufacturer)
        if _merge(self.service_data, said.service_data, repeats=repeats):
            changed["ServiceData"] = _service_data(self.service_data)
        if said.flags != self._flags:
            self._flags = said.flags
            changed["AdvertisingFlags"] = Variant("ay", bytes([said.flags]))
        return changed

    def properties(self) -> Properties:
        """Return all of them."""
        found: Properties = {
            "Address": Variant("s", self._address),
            "AddressType": Variant("s", "public" if self._public else "random"),
            "Alias": Variant("s", self._name or self._address.replace(":", "-")),
            "UUIDs": Variant("as", self.services),
            **{name: Variant("b", False) for name in _UNTRUE},
        }
        if self._name:
            found["Name"] = Variant("s", self._name)
        if self.rssi_dbm:
            found["RSSI"] = Variant("n", self.rssi_dbm)
        if self._power_dbm is not None:
            found["TxPower"] = Variant("n", self._power_dbm)
        if self.manufacturer:
            found["ManufacturerData"] = _manufacturer(self.manufacturer)
        if self.service_data:
            found["ServiceData"] = _service_data(self.service_data)
        if self._flags:
            found["AdvertisingFlags"] = Variant("ay", bytes([self._flags]))
        return found


def _merge(known: dict[Key, bytes], said: dict[Key, bytes], *, repeats: bool) -> bool:
    """Take `said` into `known`; return whether it is to be signalled."""
    if repeats and said:
        known.clear()
    elif all(known.get(key) == value for key, value in said.items()):
        return False
    known.update(said)
    return True


def _manufacturer(data: dict[int, bytes]) -> Variant:
    return Variant("a{qv}", {key: Variant("ay", value) for key, value in data.items()})


def _service_data(data: dict[str, bytes]) -> Variant:
    return Variant("a{sv}", {key: Variant("ay", value) for key, value in data.items()})
