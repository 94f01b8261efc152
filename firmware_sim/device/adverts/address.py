"""Addresses: PUBLIC ones are bought, the top two bits of a RANDOM one say how long it lives."""

from enum import IntEnum
from typing import Final

import numpy as np

BYTES: Final = 6


class Kind(IntEnum):
    """Address types as the Linux management API numbers them."""

    PUBLIC = 1
    RANDOM = 2


class Life(IntEnum):
    """Top two bits of a random address."""

    NON_RESOLVABLE = 0b00
    RESOLVABLE = 0b01
    STATIC = 0b11


def random_address(life: Life, draw: np.random.Generator) -> bytes:
    """Return six bytes, most significant first."""
    drawn = draw.bytes(BYTES)
    return bytes((drawn[0] & 0x3F | life << 6,)) + drawn[1:]


def public_address(maker: bytes, draw: np.random.Generator) -> bytes:
    """Return an address of a maker, by its three bytes."""
    return maker + draw.bytes(BYTES - len(maker))
