"""Google's Eddystone: UID says who I am, TLM how I am; both from one address, in turn."""

import struct
from typing import Final

from firmware_sim.device.adverts.structures import advert, flags, service_data, services
from firmware_sim.territory import Eddystone

SERVICE: Final = 0xFEAA
AT_0_M_DBM: Final = -18
_UID: Final = 0x00
_TLM: Final = struct.Struct(">BBHhII")


def uid(identity: Eddystone) -> bytes:
    """Return the advert that names the beacon."""
    frame = struct.pack(">Bb", _UID, AT_0_M_DBM) + identity.namespace + identity.instance
    return advert(flags(), services(SERVICE), service_data(SERVICE, frame + bytes(2)))


def tlm(battery_mv: int, temperature_c: float, adverts: int, up_s: float) -> bytes:
    """Return the advert that tells how the beacon is; temperature is 8.8 fixed point."""
    frame = _TLM.pack(0x20, 0, battery_mv, round(temperature_c * 256), adverts, round(up_s * 10))
    return advert(flags(), services(SERVICE), service_data(SERVICE, frame))
