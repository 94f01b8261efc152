"""iBeacon: Apple manufacturer data `02 15`, UUID 16, major 2, minor 2, power 1."""

from typing import Final, NamedTuple

from edge.errors import BadAdvert

HEAD: Final = b"\x02\x15"
_IDENTITY: Final = slice(2, 22)


class IBeacon(NamedTuple):
    """One beacon's word.

    Attributes:
        identity: its UUID, major and minor, twenty bytes as they are sent.
        power_dbm: what is heard of it at one metre; None from those that leave it out.
    """

    identity: bytes
    power_dbm: int | None


def decode(data: bytes) -> IBeacon:
    """Read manufacturer data that begins with HEAD; raise BadAdvert if it is too short."""
    if len(data) < _IDENTITY.stop:
        raise BadAdvert("an iBeacon that ends within its identity")
    power = data[22] if len(data) > _IDENTITY.stop else None
    return IBeacon(data[_IDENTITY], power if power is None else (power ^ 0x80) - 0x80)
