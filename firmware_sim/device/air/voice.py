"""One address that says one thing for a while."""

from typing import NamedTuple

from firmware_sim.device.adverts.address import Kind


class Voice(NamedTuple):
    """A device between two changes of its address or of its words.

    Attributes:
        address: six bytes, most significant first.
        kind: PUBLIC or RANDOM.
        data: its AD structures, 31 bytes at most.
        every_s: seconds from one advert to the next.
        rssi_dbm: mean strength at the radio; each advert is a little stronger or weaker.
        from_us: when it begins.
        until_us: when it ends.
    """

    address: bytes
    kind: Kind
    data: bytes
    every_s: float
    rssi_dbm: float
    from_us: int
    until_us: int
