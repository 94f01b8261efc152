"""Who is there: the retained status of a node, and the retained presence of an ingester."""

from enum import StrEnum
from typing import Annotated

import msgspec

from contract.envelope import Epoch
from contract.names import Name
from contract.reading import TimeUs

Tally = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
"""Readings of a ledger; below 2^53 so that a float holds it exactly."""


class Link(StrEnum):
    """Whether its owner is on the broker; the last will says `down`."""

    UP = "up"
    DOWN = "down"


class NodeStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a node is, and its side of the ledger since its outbox file began.

    `produced = stored + refused + dropped + pending`, of which the node knows three; a last
    will was written at connect, so its counts are those of that moment. `sent_bytes` is what
    went through its link in this calendar month (UTC), both ways; 0 if it does not count.
    """

    node: Name
    epoch: Epoch
    link: Link
    at_us: TimeUs
    produced: Tally = 0
    pending: Tally = 0
    dropped: Tally = 0
    sent_bytes: Tally = 0


class IngesterPresence(msgspec.Struct, frozen=True):
    """Whether an ingester takes envelopes; while none does, nodes repeat nothing."""

    ingester: Name
    link: Link
    at_us: TimeUs
