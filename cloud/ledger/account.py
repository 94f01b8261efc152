"""What is known of one node, and the account that is made of it."""

from dataclasses import dataclass, field

from cloud.ledger.numbers import Array, Numbers, runs, union
from contract.presence import NodeStatus


@dataclass(frozen=True, slots=True)
class Heard:
    """What the cloud has of one epoch.

    Attributes:
        epoch: which.
        begins_us: the earliest time that anything of it bears.
        stored: numbers of readings in the store, in any order and with repeats.
        taken_us: when each of them was taken.
        refused: numbers of rows in the dead letters.
        lost: numbers of readings that a loss receipt, of this epoch or a later one, gives up.
        receipts: numbers of this epoch's own loss receipts: rows, but no readings.
        damaged: readings that a damaged outbox could not give back, as an alarm of it says.
        kept: `stored` as ranges.
        numbers: all of these.
    """

    epoch: str
    begins_us: int
    stored: Array
    taken_us: Array
    refused: Numbers = ()
    lost: Numbers = ()
    receipts: Numbers = ()
    damaged: int = 0
    kept: Numbers = field(init=False)
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Make ranges once: sorting a month of numbers is what costs."""
        kept = runs(self.stored)
        object.__setattr__(self, "kept", kept)
        numbers = union(kept, self.refused, self.lost, self.receipts)
        object.__setattr__(self, "numbers", numbers)


@dataclass(frozen=True, slots=True)
class Told:
    """What a node said of itself: its last status, and how many it had produced when, before."""

    status: NodeStatus | None
    produced: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class EpochAccount:
    """An epoch's numbers in the period, first to last; what is missing is pending, or open."""

    epoch: str
    first: int
    last: int
    produced: int
    stored: int
    refused: int
    dropped: int
    missing: int


@dataclass(frozen=True, slots=True)
class Account:
    """A node's readings of a period, each in one column.

    produced = stored + refused + dropped + pending + unknown + open.

    Attributes:
        node: whose.
        status: what it said last; None if it never did, then nothing is known to be pending.
        produced: what it gave a number to, up to its last status.
        stored: what is in the store, counted by number.
        refused: what is in the dead letters and not in the store.
        dropped: what it has given up by a loss receipt, and neither of these.
        pending: what it still holds, loss receipts on their way included.
        unknown: what a damaged or replaced outbox file took with it: nowhere, and never to come.
        open: what nobody can account for; 0 or something is wrong.
        overdue: that part of it that has been so for longer than an hour.
        newer: what came since the last status, and is in no other column.
        epochs: oldest first.
    """

    node: str
    status: NodeStatus | None
    produced: int
    stored: int
    refused: int
    dropped: int
    pending: int
    unknown: int
    open: int
    overdue: int
    newer: int
    epochs: tuple[EpochAccount, ...]

    @property
    def balanced(self) -> bool:
        """Tell whether each reading is where it should be, or known to be gone."""
        return self.open == 0
