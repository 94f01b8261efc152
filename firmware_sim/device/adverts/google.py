"""What phones with Google's software say: Nearby on some, Fast Share on others."""

from typing import Final

from firmware_sim.device.adverts.structures import advert, flags, service_data, services

NEARBY: Final = 0xFEF3
FAST_SHARE: Final = 0xFE9F
_NEARBY_HEAD: Final = bytes((0x4A, 0x17, 0x23))
NEARBY_BYTES: Final = 15
FAST_SHARE_BYTES: Final = 20


def nearby(random: bytes) -> bytes:
    """Return the advert of Nearby; the 15 bytes are a token that goes with the address."""
    return advert(service_data(NEARBY, _NEARBY_HEAD + random))


def fast_share(random: bytes) -> bytes:
    """Return the advert of Fast Share; the 20 bytes go with the address."""
    return advert(flags(0x02), services(FAST_SHARE), service_data(FAST_SHARE, random))
