"""What a zone's beacon says on the air, as a territory's file writes it down.

ibeacon:UUID:MAJOR:MINOR    eddystone:NAMESPACE:INSTANCE    address:AA:BB:CC:DD:EE:FF
"""

import re
from typing import Final, NamedTuple
from uuid import UUID

_IBEACON: Final = re.compile(
    r"ibeacon:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,5}):([0-9]{1,5})",
    re.IGNORECASE,
)
_EDDYSTONE: Final = re.compile(r"eddystone:([0-9a-f]{20}):([0-9a-f]{12})", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", re.IGNORECASE)
_FIXED: Final = "address:"
_UINT16: Final = 0xFFFF


class IBeacon(NamedTuple):
    """Apple's format: 16 bytes, and two numbers below 65536."""

    uuid: bytes
    major: int
    minor: int


class Eddystone(NamedTuple):
    """Google's format: 10 bytes of namespace, 6 of instance."""

    namespace: bytes
    instance: bytes


class Fixed(NamedTuple):
    """No format that names it; its address never changes."""

    address: bytes


Identity = IBeacon | Eddystone | Fixed


def read_identity(text: str) -> Identity:
    """Return what `text` says; raise ValueError with the three forms otherwise."""
    if found := _IBEACON.fullmatch(text):
        uuid, major, minor = found.groups()
        if max(int(major), int(minor)) <= _UINT16:
            return IBeacon(UUID(uuid).bytes, int(major), int(minor))
    if found := _EDDYSTONE.fullmatch(text):
        return Eddystone(*map(bytes.fromhex, found.groups()))
    if text.startswith(_FIXED):
        return Fixed(read_address(text.removeprefix(_FIXED)))
    raise ValueError(
        f"{text!r} is not ibeacon:UUID:MAJOR:MINOR, eddystone:NAMESPACE:INSTANCE or "
        "address:AA:BB:CC:DD:EE:FF"
    )


def read_address(text: str) -> bytes:
    """Return the six bytes of an address, most significant first, or raise ValueError."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{text!r} is no address such as A4:C1:38:34:11:04")
    return bytes.fromhex(text.replace(":", ""))
