"""What things say that stand about: laptops, printers, cars."""

from typing import Final

from firmware_sim.device.adverts.structures import advert, flags, local_name, manufacturer

_MICROSOFT: Final = 0x0006
_CDP_HEAD: Final = bytes((0x01, 0x09, 0x20, 0x02))
CDP_BYTES: Final = 23


def laptop(random: bytes) -> bytes:
    """Return the advert of Microsoft's connected devices; the 23 bytes are salt and hash."""
    return advert(manufacturer(_MICROSOFT, _CDP_HEAD + random))


def named(name: str) -> bytes:
    """Return the advert of a thing that says no more than its name."""
    return advert(flags(), local_name(name))
