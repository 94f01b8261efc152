"""Apple's iBeacon: who I am, and how strong I am at one metre."""

from typing import Final

from firmware_sim.device.adverts.apple import COMPANY
from firmware_sim.device.adverts.structures import advert, flags, manufacturer
from firmware_sim.territory import IBeacon

HEAD: Final = bytes((0x02, 0x15))
AT_1_M_DBM: Final = -59


def ibeacon(identity: IBeacon) -> bytes:
    """Return the advert; numbers are big-endian in this format."""
    uuid, major, minor = identity
    numbers = major.to_bytes(2) + minor.to_bytes(2) + AT_1_M_DBM.to_bytes(1, signed=True)
    return advert(flags(), manufacturer(COMPANY, HEAD + uuid + numbers))
