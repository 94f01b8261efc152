"""BTHome version 2, service data FCD2: device information 1, then objects, each id 1 and value.

An object does not say how long it is, so that one of an unknown id ends the walk; the sizes are
those of the whole table at bthome.io/format (November 2026). Values are little-endian.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from edge.beacons.sort import Sort
from edge.errors import BadAdvert

UUID: Final = 0xFCD2

Figure = Literal[
    "packet_id",
    "battery_ratio",
    "temperature_c",
    "humidity_ratio",
    "voltage_v",
    "distance_mm",
    "volume_l",
]


class BtHome(NamedTuple):
    """What a sensor says.

    Attributes:
        figures: by name; of two objects of one name the first counts.
        cut: whether the last object ended before its size.
    """

    figures: dict[Figure, float]
    cut: bool


class _Meaning(NamedTuple):
    figure: Figure
    parts: float  # of one unit, to divide by: exact where a factor of 0.01 is not
    signed: bool = False


_ENCRYPTED: Final = 0x01
_WITH_ADDRESS: Final = 0x02
_VERSION: Final = 2

_SIZES: Final[Mapping[int, int]] = {
    kind: size
    for size, kinds in {
        1: "00 01 09 0f 10 11 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b"
        " 2c 2d 2e 2f 3a 46 57 58 59 60 64 65",
        2: "02 03 06 07 08 0c 0d 0e 12 13 14 3c 3d 3f 40 41 43 44 45 47 48 49 4a 51 52 56 5a 5d 5e"
        " 5f 61 f0",
        3: "04 05 0a 0b 42 4b f2",
        4: "3e 4c 4d 4e 4f 50 55 5b 5c 62 63 f1",
    }.items()
    for kind in bytes.fromhex(kinds)
}
# A command, a text, raw bytes: these say their length in the byte after the id.
_COMMAND: Final = 0x3B
_SAY_THEIR_LENGTH: Final = frozenset((_COMMAND, 0x53, 0x54))

_MEANINGS: Final[Mapping[int, _Meaning]] = {
    0x00: _Meaning("packet_id", 1),
    0x01: _Meaning("battery_ratio", 100),
    0x02: _Meaning("temperature_c", 100, signed=True),
    0x03: _Meaning("humidity_ratio", 10_000),
    0x0C: _Meaning("voltage_v", 1000),
    0x2E: _Meaning("humidity_ratio", 100),
    0x40: _Meaning("distance_mm", 1),
    0x41: _Meaning("distance_mm", 0.01),
    0x45: _Meaning("temperature_c", 10, signed=True),
    0x47: _Meaning("volume_l", 10),
    0x48: _Meaning("volume_l", 1000),
    0x4A: _Meaning("voltage_v", 10),
    0x4E: _Meaning("volume_l", 1000),
    0x55: _Meaning("volume_l", 1000),
    0x57: _Meaning("temperature_c", 1, signed=True),
    0x58: _Meaning("temperature_c", 1 / 0.35, signed=True),
}


def decode(data: bytes) -> BtHome | Sort:
    """Read service data; raise BadAdvert if there is none.

    What is encrypted, or of another version, is recognised and not read.
    """
    if not data:
        raise BadAdvert("a BTHome advert without device information")
    information = data[0]
    if information >> 5 != _VERSION:
        return Sort.THING
    if information & _ENCRYPTED:
        return Sort.SEALED
    figures: dict[Figure, float] = {}
    at, end = 7 if information & _WITH_ADDRESS else 1, len(data)
    while at < end:
        kind = data[at]
        at += 1
        size = _SIZES.get(kind) or _said_length(kind, data, at)
        after = at + size
        if not size or after > end:
            return BtHome(figures, cut=size > 0)
        meaning = _MEANINGS.get(kind)
        if meaning is not None and meaning.figure not in figures:
            value = int.from_bytes(data[at:after], "little", signed=meaning.signed)
            figures[meaning.figure] = value / meaning.parts
        at = after
    return BtHome(figures, cut=False)


def _said_length(kind: int, data: bytes, at: int) -> int:
    """Return the length of an object with its length byte; 0 for an unknown one."""
    if kind not in _SAY_THEIR_LENGTH:
        return 0
    length = data[at] if at < len(data) else 0
    # A command's upper bits are reserved, and its own byte comes on top of its arguments.
    return 2 + (length & 0x1F) if kind == _COMMAND else 1 + length
