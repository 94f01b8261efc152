"""A report as the Linux management API lays it down (event 0x0012, Device Found), in hex.

address 6 (last byte first) · type 1 · RSSI 1 (signed dBm) · flags 4 · length 2 · AD structures
"""

from typing import Final

from firmware_sim.device.air import Voice

_FLAGS: Final = bytes(4)


def report_hex(voice: Voice) -> tuple[str, str]:
    """Return what comes before the byte of the RSSI and what comes behind it."""
    behind = _FLAGS + len(voice.data).to_bytes(2, "little") + voice.data
    return (voice.address[::-1] + bytes((voice.kind,))).hex(), behind.hex()


def rssi_hex(rssi_dbm: int) -> str:
    """Return the byte of the RSSI."""
    return f"{rssi_dbm & 0xFF:02x}"
