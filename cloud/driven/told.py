"""Kept rows as deeds again, each with who told it, without what its teller took back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from cloud.registry.values import KeptDeed
from cloud.registry.values.driven import LOSS, REFUSED
from contract.deeds import Collected, Deed, Problem, Skipped, Unloaded, Withdrawn

_DEED: Final = msgspec.json.Decoder(Deed)
_MAY_BE_WITHDRAWN: Final = (Collected, Skipped, Problem, Unloaded)


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
    """Return the deeds that stand in one order, whatever order the rows are in."""
    every = list(_read(rows))
    gone = {
        (row.device, deed.of_epoch, deed.of_seq, row.truck, row.person)
        for row, deed in every
        if isinstance(deed, Withdrawn)
    }
    stand = (
        Told(row.device, row.epoch, row.truck, row.at_us, deed)
        for row, deed in every
        if not isinstance(deed, Withdrawn)
        and not (isinstance(deed, _MAY_BE_WITHDRAWN) and (*row.key, row.truck, row.person) in gone)
    )
    return tuple(sorted(stand, key=lambda one: (*one.order, one.device)))


def _read(rows: Iterable[KeptDeed]) -> Iterator[tuple[KeptDeed, Deed]]:
    for row in rows:
        if row.kind not in (LOSS, REFUSED) and row.body is not None:
            yield row, _DEED.decode(row.body)
