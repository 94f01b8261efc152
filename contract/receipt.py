"""The ingester's word that rows are settled: stored, or safe in the dead letters."""

from collections.abc import Iterable

import msgspec

from contract.envelope import Epoch
from contract.names import Name
from contract.reading import Seq

Range = tuple[Seq, Seq]
"""First and last number, both included."""


class Receipt(msgspec.Struct, frozen=True):
    """Rows of one node and epoch that the node may forget.

    There is no watermark: lanes, several ingesters and refusals all settle out of order.
    """

    node: Name
    epoch: Epoch
    settled: tuple[Range, ...]

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        for first, last in self.settled:
            if last < first:
                raise ValueError(f"a range runs from first to last, not from {first} to {last}")


def ranges(seqs: Iterable[int]) -> tuple[Range, ...]:
    """Return the fewest ranges that hold exactly `seqs`, in any order and with repeats."""
    distinct = set(seqs)
    # The usual ones, without a look at each.
    if distinct and max(distinct) - min(distinct) + 1 == len(distinct):
        return ((min(distinct), max(distinct)),)
    found: list[tuple[int, int]] = []
    for seq in sorted(distinct):
        if found and seq == found[-1][1] + 1:
            found[-1] = (found[-1][0], seq)
        else:
            found.append((seq, seq))
    return tuple(found)
