"""BTHome v2, unencrypted: a sensor's packet with how far and how warm, a tag with how warm."""

from typing import Final

from firmware_sim.device.adverts.structures import advert, flags, local_name, service_data

SERVICE: Final = 0xFCD2
_VERSION_2: Final = 0x40
# Object ids, which a packet carries in ascending order.
_PACKET, _BATTERY_PERCENT, _CENTIKELVIN, _DISTANCE_MM = 0x00, 0x01, 0x02, 0x40


def bthome(packet: int, battery_percent: int, warm_c: float, distance_mm: int) -> bytes:
    """Return the advert; a receiver that has seen `packet`, 0 to 255, forgets the repeat."""
    objects = bytes((_PACKET, packet, _BATTERY_PERCENT, battery_percent, _CENTIKELVIN))
    distance = bytes((_DISTANCE_MM,)) + distance_mm.to_bytes(2, "little")
    payload = bytes((_VERSION_2,)) + objects + _centikelvin(warm_c) + distance
    return advert(flags(), service_data(SERVICE, payload))


def tag(name: str, battery_percent: int, warm_c: float) -> bytes:
    """Return the advert of a thing that says its name, its battery and how warm it is."""
    objects = bytes((_BATTERY_PERCENT, battery_percent, _CENTIKELVIN))
    payload = bytes((_VERSION_2,)) + objects + _centikelvin(warm_c)
    return advert(flags(), service_data(SERVICE, payload), local_name(name))


def _centikelvin(warm_c: float) -> bytes:
    return round(warm_c * 100).to_bytes(2, "little", signed=True)
