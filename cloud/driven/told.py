"""Kept rows as deeds again, each with who told it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from cloud.registry.values import KeptDeed
from cloud.registry.values.driven import LOSS, REFUSED
from contract.deeds import Deed

_DEED: Final = msgspec.json.Decoder(Deed)


@dataclass(frozen=True, slots=True)
class Told:
    """A deed as it counts: by which device of which truck, and when by the best clock.

    `order` decides between two that one device told: the clock, then the start, then the number.
    """

    device: str
    epoch: str
    truck: str
    at_us: int
    deed: Deed

    @property
    def order(self) -> tuple[int, str, int]:
        """What comes later counts."""
        return self.at_us, self.epoch, self.deed.seq


def told(rows: Iterable[KeptDeed]) -> tuple[Told, ...]:
    """Return the deeds among rows in one order, whatever order they are in."""
    return tuple(sorted(_told(rows), key=lambda one: (*one.order, one.device)))


def _told(rows: Iterable[KeptDeed]) -> Iterator[Told]:
    for row in rows:
        if row.kind not in (LOSS, REFUSED) and row.body is not None:
            deed: Deed = _DEED.decode(row.body)
            yield Told(row.device, row.epoch, row.truck, row.at_us, deed)
