"""Apple's Continuity: what phones, watches and Find My tags say."""

from typing import Final

from firmware_sim.device.adverts.structures import advert, flags, manufacturer

COMPANY: Final = 0x004C
_NEARBY_INFO: Final = bytes((0x10, 0x05))
_NEAR_OWNER: Final = bytes((0x12, 0x02, 0x00))
_SEPARATED: Final = bytes((0x12, 0x19, 0x10))
NEARBY_INFO_BYTES: Final = 5
SEPARATED_BYTES: Final = 24


def nearby_info(random: bytes) -> bytes:
    """Return a phone's or a watch's advert; the five bytes are activity, flags and a token."""
    return advert(flags(0x1A), manufacturer(COMPANY, _NEARBY_INFO + random))


def tag_near_owner(hint: int) -> bytes:
    """Return the advert of a tag whose owner's phone is about."""
    return advert(manufacturer(COMPANY, _NEAR_OWNER + bytes((hint,))))


def tag_separated(random: bytes) -> bytes:
    """Return the advert of a lost tag; the 24 bytes are most of its public key of the day."""
    return advert(manufacturer(COMPANY, _SEPARATED + random))
