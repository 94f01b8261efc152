"""The data of an advert as bluetoothd reads it: AD structures up to the first that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_BASE: Final = "-0000-1000-8000-00805f9b34fb"
# bluetoothd keeps no value that would not fit into a legacy advert.
_LEGACY: Final = 31

# Bytes of a UUID by AD type.
_UUIDS: Final = {0x02: 2, 0x03: 2, 0x04: 4, 0x05: 4, 0x06: 16, 0x07: 16}
_SERVICE_DATA: Final = {0x16: 2, 0x20: 4, 0x21: 16}
_FLAGS, _POWER, _MANUFACTURER = 0x01, 0x0A, 0xFF
_SHORT_NAME, _NAME = 0x08, 0x09


@dataclass(slots=True)
class Said:
    """What one advert says; UUIDs are written out as D-Bus has them."""

    flags: int = 0
    name: str | None = None
    power_dbm: int | None = None
    services: list[str] = field(default_factory=list)
    manufacturer: dict[int, bytes] = field(default_factory=dict)
    service_data: dict[str, bytes] = field(default_factory=dict)


def read(data: bytes) -> Said:
    """Read any bytes at all; what makes no sense is left out."""
    said = Said()
    for kind, value in _structures(data):
        if kind in _UUIDS:
            size = _UUIDS[kind]
            said.services += [_uuid(word) for word in _words(value, size)]
        elif kind in _SERVICE_DATA:
            size = _SERVICE_DATA[kind]
            if size <= len(value) <= _LEGACY - 2:
                said.service_data[_uuid(value[:size])] = value[size:]
        elif kind == _MANUFACTURER:
            if 2 <= len(value) <= _LEGACY - 2:  # noqa: PLR2004 - a company has two bytes
                said.manufacturer[int.from_bytes(value[:2], "little")] = value[2:]
        elif kind in {_SHORT_NAME, _NAME}:
            said.name = value.rstrip(b"\0").decode(errors="replace").replace("\0", "") or None
        elif kind == _FLAGS and value:
            said.flags = value[0]
        elif kind == _POWER and value:
            said.power_dbm = int.from_bytes(value[:1], signed=True)
    return said


def _structures(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 1 < len(data):
        length = data[at]
        if length == 0 or at + 1 + length > len(data):
            return
        yield data[at + 1], data[at + 2 : at + 1 + length]
        at += 1 + length


def _words(value: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(value) - size + 1, size):
        yield value[at : at + size]


def _uuid(word: bytes) -> str:
    digits = word[::-1].hex()
    if len(word) < 16:  # noqa: PLR2004 - a whole UUID
        return f"{digits:0>8}{_BASE}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
