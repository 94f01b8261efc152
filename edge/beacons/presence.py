"""Whether an advert comes from a device that a person carries, never which one.

Apple's messages as furiousMAC/continuity describes them; service numbers as the Bluetooth SIG
assigned them.
"""

from collections.abc import Mapping
from typing import Final

from edge.beacons.sort import Sort
from edge.reports import RANDOM

# Type, length and value, again and again. Phones, tablets, watches and computers say that they
# are near (also when locked) or hand over their work; a lost or watched thing looks for help.
_NEARBY_INFO: Final = 0x10
_HANDOFF: Final = 0x0C
_FIND_MY: Final = 0x12

SERVICES: Final[Mapping[int, Sort]] = {
    0xFD6F: Sort.PERSON,  # exposure notification
    0xFEF3: Sort.PERSON,  # Android, nearby sharing
    0xFE9F: Sort.PERSON,  # Android, likewise
    0xFD5A: Sort.THING,  # Samsung SmartTag
    0xFE2C: Sort.THING,  # Fast Pair: earbuds and the like
}

# The two upper bits of a random address: 00 not resolvable, 01 resolvable, 10 none, 11 static.
_PRIVATE_BELOW: Final = 0x80


def is_private(kind: int, address: bytes) -> bool:
    """Tell whether the address is one that its device changes every few minutes."""
    return kind == RANDOM and address[0] < _PRIVATE_BELOW


def continuity(data: bytes) -> Sort | None:
    """Tell from Apple's messages what sends them; None if they do not say.

    Some types pack more into their length byte, so that a length beyond the end is no fault.
    """
    sort = None
    at, last = 0, len(data) - 1
    while at < last:
        kind = data[at]
        if kind == _FIND_MY:
            return Sort.THING
        if kind in (_NEARBY_INFO, _HANDOFF):
            sort = Sort.PERSON
        at += 2 + data[at + 1]
    return sort
