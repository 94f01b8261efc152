"""What a node sends: rows of one epoch, each with its number."""

from typing import Annotated

import msgspec

from contract.loss import LossReceipt
from contract.names import Name
from contract.reading import Reading

Epoch = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{12}\Z")]
"""Twelve hexadecimal digits, new at each start of a node, on its disk before the first send."""


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Readings and losses of one node and one epoch, in the order of their numbers."""

    node: Name
    epoch: Epoch
    readings: tuple[Reading, ...] = ()
    losses: tuple[LossReceipt, ...] = ()

    @property
    def seqs(self) -> list[int]:
        """Every number in it, readings' and losses'."""
        return [reading.seq for reading in self.readings] + [loss.seq for loss in self.losses]
