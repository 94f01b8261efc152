"""Rows into envelopes: one epoch each, and no larger than a broker takes."""

from collections.abc import Sequence
from typing import NamedTuple

from contract import codec
from contract.envelope import Envelope
from contract.loss import LossReceipt
from contract.reading import Reading
from edge.ports import Row


class Parcel(NamedTuple):
    """An envelope and its size on the wire."""

    envelope: Envelope
    size_bytes: int


def wrap(
    node: str, rows: Sequence[Row], max_bytes: int = codec.MAX_BYTES
) -> tuple[list[Parcel], list[int]]:
    """Wrap rows, in their order; return the envelopes and the rows that are too large for any."""
    parcels: list[Parcel] = []
    too_large: list[int] = []
    by_epoch: dict[str, list[Row]] = {}
    for row in rows:
        by_epoch.setdefault(row.epoch, []).append(row)
    waiting = list(by_epoch.values())[::-1]
    while waiting:
        group = waiting.pop()
        envelope = _envelope(node, group)
        size_bytes = len(codec.encode(envelope))
        if size_bytes <= max_bytes:
            parcels.append(Parcel(envelope, size_bytes))
        elif len(group) == 1:
            too_large.append(group[0].item.seq)
        else:
            middle = len(group) // 2
            waiting += [group[middle:], group[:middle]]
    return parcels, too_large


def _envelope(node: str, group: Sequence[Row]) -> Envelope:
    return Envelope(
        node,
        group[0].epoch,
        tuple(row.item for row in group if isinstance(row.item, Reading)),
        tuple(row.item for row in group if isinstance(row.item, LossReceipt)),
    )
