"""A node's own word that readings are gone, and why."""

from enum import StrEnum

import msgspec

from contract.reading import Seq, TimeUs


class LossReason(StrEnum):
    """Why a node gave readings up."""

    FULL = "full"  # the outbox reached its bound; the oldest went
    DAMAGED = "damaged"  # a row no longer matched its checksum
    THINNED = "thinned"  # every other one went, so that the rest of a long outage fits
    POISON = "poison"  # no ingester settles it, though all others are settled
    MEMORY = "memory"  # never written: the disk refused for too long


class LossReceipt(msgspec.Struct, frozen=True, array_like=True):
    """Readings `first` to `last` of `epoch` will never come.

    It travels in an envelope and is numbered and settled like a reading, so that a loss is
    itself never lost. `epoch` is that of the lost readings, which may be an older one.
    """

    seq: Seq
    epoch: str
    first: Seq
    last: Seq
    reason: LossReason
    noted_at_us: TimeUs

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        if self.last < self.first:
            raise ValueError(
                f"a loss runs from first to last, not from {self.first} to {self.last}"
            )

    @property
    def count(self) -> int:
        """How many readings are gone."""
        return self.last - self.first + 1
