"""How people write what one of their own beacons says on the air, and the bytes of that."""

import re
from typing import Final

_ADDRESS: Final = re.compile(r"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")
_IBEACON: Final = re.compile(
    r"ibeacon:([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}):(\d{1,5}):(\d{1,5})"
)
_EDDYSTONE: Final = re.compile(r"eddystone:([0-9A-Fa-f]{20}):([0-9A-Fa-f]{12})")
_LARGEST: Final = 0xFFFF


def read_identity(text: str) -> bytes:
    """Return the 20 bytes of an iBeacon, the 16 of an Eddystone UID or the 6 of an address.

    No two of these are of one length, so that the bytes alone tell who it is. Raises ValueError
    with one sentence.
    """
    if match := _IBEACON.fullmatch(text):
        numbers = [int(match[2]), int(match[3])]
        if max(numbers) <= _LARGEST:
            return bytes.fromhex(match[1].replace("-", "")) + b"".join(
                number.to_bytes(2, "big") for number in numbers
            )
    if match := _EDDYSTONE.fullmatch(text):
        return bytes.fromhex(match[1] + match[2])
    if text.startswith("address:"):
        return read_address(text.removeprefix("address:"))
    raise ValueError(
        f"{text!r} is no identity; write ibeacon:UUID:MAJOR:MINOR (two numbers up to 65535),"
        " eddystone:NAMESPACE:INSTANCE (20 and 12 hexadecimal digits) or address:AA:BB:CC:DD:EE:FF"
    )


def read_address(text: str) -> bytes:
    """Return the six bytes of a Bluetooth address; raise ValueError with one sentence."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{text!r} is no Bluetooth address; write AA:BB:CC:DD:EE:FF")
    return bytes.fromhex(text.replace(":", ""))
