"""What bluetoothd says of a device, turned back into the advert that made it say so.

bluetoothd keeps properties, not adverts. Asked with DuplicateData it signals a device's
ManufacturerData with each advert that carries some, and its ServiceData likewise; without it, and
for a second client, it only adds to what it has. So of both we take what came with this signal,
and of that what differs from before. Name, UUIDs and power are facts of the device and stay.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from edge.reports import PUBLIC, RANDOM, Report

# The Bluetooth base UUID: what is short in an advert is this much longer on D-Bus.
_BASE: Final = "-0000-1000-8000-00805f9b34fb"
# The most that one structure can hold beside its type.
_LONGEST: Final = 254

# AD types, from the Bluetooth assigned numbers.
_FLAGS, _NAME, _POWER, _MANUFACTURER = 0x01, 0x09, 0x0A, 0xFF
_UUIDS: Final = {2: 0x03, 4: 0x05, 16: 0x07}
_SERVICE_DATA: Final = {2: 0x16, 4: 0x20, 16: 0x21}

# Addresses change every quarter of an hour, and none shall stay here for long.
_FORGET_S: Final = 60.0
_MOST: Final = 4096

Properties = Mapping[str, Any]  # as vendors pass them: their values are of many types


class _Part(NamedTuple):
    """One property as it last came, and the keys that were new then."""

    whole: Mapping[Any, bytes]
    keys: frozenset[Any]


_NOTHING: Final = _Part({}, frozenset())


class Adverts:
    """What each device last said, for a minute or two."""

    def __init__(self) -> None:
        self._recent: dict[str, tuple[_Part, _Part]] = {}
        self._older: dict[str, tuple[_Part, _Part]] = {}
        self._turned_at_s = 0.0

    def report(self, path: str, properties: Properties, now_s: float) -> Report | None:
        """Return the advert, or None if what changed was none.

        `path` names the device. `properties` must hold one and the same object for a property
        until that property is signalled again.
        """
        if "RSSI" not in properties:
            return None  # bluetoothd takes it away when a scan ends
        self._turn(now_s)
        made, served = self._recent.get(path) or self._older.get(path) or (_NOTHING, _NOTHING)
        now_made = _fresh(made, properties.get("ManufacturerData", {}))
        now_served = _fresh(served, properties.get("ServiceData", {}))
        self._recent[path] = now_made or made, now_served or served
        return Report(
            bytes.fromhex(properties["Address"].replace(":", "")),
            PUBLIC if properties.get("AddressType") == "public" else RANDOM,
            properties["RSSI"],
            b"".join(_structures(properties, now_made, now_served)),
        )

    def _turn(self, now_s: float) -> None:
        if now_s - self._turned_at_s >= _FORGET_S or len(self._recent) >= _MOST:
            self._older, self._recent, self._turned_at_s = self._recent, {}, now_s


def _fresh(before: _Part, whole: Mapping[Any, bytes]) -> _Part | None:
    """Return what came with this signal, or None if it was not signalled."""
    if whole is before.whole or not whole:
        return None
    was = before.whole
    changed = frozenset(key for key, value in whole.items() if was.get(key) != value)
    # Nothing differs: the same advert once more.
    return _Part(whole, changed or before.keys & whole.keys() or frozenset(whole))


def _structures(
    properties: Properties, made: _Part | None, served: _Part | None
) -> Iterable[bytes]:
    if flags := properties.get("AdvertisingFlags"):
        yield _structure(_FLAGS, flags)
    for uuid in properties.get("UUIDs", ()):
        yield _uuid(uuid)
    if (power := properties.get("TxPower")) is not None:
        yield _structure(_POWER, (power & 0xFF).to_bytes(1))
    if name := properties.get("Name"):
        yield _structure(_NAME, name.encode())
    if served is not None:
        for uuid in served.keys:
            short = _shortest(uuid)
            yield _structure(_SERVICE_DATA[len(short)], short + bytes(served.whole[uuid]))
    if made is not None:
        for company in made.keys:
            value = company.to_bytes(2, "little") + bytes(made.whole[company])
            yield _structure(_MANUFACTURER, value)


def _structure(kind: int, value: bytes) -> bytes:
    value = value[:_LONGEST]
    return bytes((len(value) + 1, kind)) + value


@lru_cache(maxsize=1024)
def _uuid(text: str) -> bytes:
    short = _shortest(text)
    return _structure(_UUIDS[len(short)], short)


@lru_cache(maxsize=1024)
def _shortest(text: str) -> bytes:
    """Return a UUID as an advert carries it, last byte first: 2, 4 or 16 bytes."""
    whole = bytes.fromhex(text.replace("-", ""))
    if not text.endswith(_BASE):
        return whole[::-1]
    return whole[3:1:-1] if whole[:2] == b"\0\0" else whole[3::-1]
