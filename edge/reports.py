"""What a Bluetooth radio heard, as bytes: the kernel's own `Device Found`, one after another.

    address 6 (last byte first) · type 1 · RSSI 1 (signed dBm) · flags 4 · length 2 · AD structures

Little-endian throughout, as the Linux management API (event 0x0012) lays it down. A report says
how long it is, so reports can follow one another in one frame.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

_HEAD: Final = struct.Struct("<6sBbIH")
HEAD: Final = _HEAD.size

# The management API's address types of low energy.
PUBLIC: Final = 1
RANDOM: Final = 2

# What stands for a strength that the radio did not tell.
NO_RSSI_DBM: Final = -127


class Report(NamedTuple):
    """One advert as it was received.

    Attributes:
        address: six bytes, most significant first, as people write it.
        kind: PUBLIC or RANDOM; any other figure is as the radio gave it.
        rssi_dbm: signal strength, NO_RSSI_DBM if the radio did not say.
        data: the AD structures, not yet looked at.
    """

    address: bytes
    kind: int
    rssi_dbm: int
    data: bytes


def write_report(report: Report) -> bytes:
    """Return the bytes of one report."""
    address, kind, rssi_dbm, data = report
    return _HEAD.pack(address[::-1], kind, rssi_dbm, 0, len(data)) + data


def read_reports(stream: bytes) -> Iterator[Report]:
    """Yield the reports of `stream`; one that is longer than what is there is cut, and the last."""
    at = 0
    while at + HEAD <= len(stream):
        address, kind, rssi_dbm, _, length = _HEAD.unpack_from(stream, at)
        at += HEAD
        yield Report(address[::-1], kind, rssi_dbm, stream[at : at + length])
        at += length
