"""The parts of an advert that say something, by the number of who defined them."""

from typing import Final, NamedTuple

# Assigned numbers of the AD types that carry data of somebody's own.
SERVICE_DATA: Final = 0x16
MANUFACTURER_DATA: Final = 0xFF
# Type and the two bytes of the number; what follows them is the data.
_HEAD: Final = 3


class Advert(NamedTuple):
    """What an advert carries.

    Attributes:
        manufacturer: data by company id; of two of one company the first counts.
        service: data by 16-bit service UUID; likewise.
        cut: whether a structure lied about its length; what stood before it is here.
    """

    manufacturer: dict[int, bytes]
    service: dict[int, bytes]
    cut: bool


def read_advert(data: bytes) -> Advert:
    """Return what the AD structures of `data` carry, up to the first that is malformed."""
    manufacturer: dict[int, bytes] = {}
    service: dict[int, bytes] = {}
    at, end = 0, len(data)
    # A length of 0 ends the advert early; the rest is padding (Core specification, part C, 11).
    while at < end and (length := data[at]):
        after = at + 1 + length
        if after > end:
            return Advert(manufacturer, service, cut=True)
        kind = data[at + 1]
        table = (
            manufacturer if kind == MANUFACTURER_DATA else service if kind == SERVICE_DATA else None
        )
        if table is not None:
            if length < _HEAD:
                return Advert(manufacturer, service, cut=True)
            table.setdefault(data[at + 2] | data[at + 3] << 8, data[at + 4 : after])
        at = after
    return Advert(manufacturer, service, cut=False)
