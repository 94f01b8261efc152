"""AltBeacon: manufacturer data of any company, `BE AC`, identity 20, power 1, its own 1."""

from typing import Final, NamedTuple

from edge.errors import BadAdvert

HEAD: Final = b"\xbe\xac"
_POWER: Final = 22


class AltBeacon(NamedTuple):
    """One beacon's word: its identity of twenty bytes, and what is heard of it at one metre."""

    identity: bytes
    power_dbm: int


def decode(data: bytes) -> AltBeacon:
    """Read manufacturer data that begins with HEAD; raise BadAdvert if it is too short."""
    if len(data) <= _POWER:
        raise BadAdvert("an AltBeacon that ends within its identity")
    return AltBeacon(data[2:_POWER], (data[_POWER] ^ 0x80) - 0x80)
