"""Eddystone, service data FEAA: who it is (UID) and how it is (TLM); the rest is recognised."""

import struct
from typing import Final, NamedTuple

from edge.beacons.sort import Sort
from edge.errors import BadAdvert

UUID: Final = 0xFEAA

_UID: Final = 0x00
_TLM: Final = 0x20
_EID: Final = 0x30
# Battery mV, temperature in 1/256 °C, adverts since power-on, tenths of seconds since then.
_PLAIN: Final = struct.Struct(">HhII")
_UID_LENGTH: Final = 18
_TLM_LENGTH: Final = 14
_NO_TEMPERATURE: Final = -0x8000


class Uid(NamedTuple):
    """Who a beacon is.

    Attributes:
        identity: its namespace and instance, sixteen bytes as they are sent.
        power_dbm: what is heard of it at no distance.
    """

    identity: bytes
    power_dbm: int


class Tlm(NamedTuple):
    """How a beacon is; None where it does not measure. It does not say which beacon that is."""

    battery_mv: int | None
    temperature_c: float | None
    adverts: int
    up_s: float


def decode(data: bytes) -> Uid | Tlm | Sort:
    """Read one frame; raise BadAdvert if it is shorter than its type."""
    if not data:
        raise BadAdvert("an Eddystone without a frame type")
    frame = data[0]
    if frame == _UID:
        if len(data) < _UID_LENGTH:
            raise BadAdvert("an Eddystone UID that ends within its identity")
        return Uid(data[2:18], (data[1] ^ 0x80) - 0x80)
    if frame == _TLM:
        return _tlm(data)
    # URLs, and what others send under this number: locators of lost phones, for one.
    return Sort.SEALED if frame == _EID else Sort.THING


def _tlm(data: bytes) -> Tlm | Sort:
    if len(data) < _TLM_LENGTH:
        raise BadAdvert("an Eddystone TLM that ends within its figures")
    if data[1]:
        return Sort.SEALED
    battery_mv, temperature, adverts, up = _PLAIN.unpack_from(data, 2)
    return Tlm(
        battery_mv or None,
        None if temperature == _NO_TEMPERATURE else temperature / 256,
        adverts,
        up / 10,
    )
