"""What nodes send as points of a store: readings, alarms without a time, losses, statuses."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from cloud.store.block import Block
from cloud.store.point import Point, Tags, Value
from contract.loss import LossReceipt
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading

UNDATED: Final = "alarm_undated"

# To make them anew for each reading costs as much as the point itself.
_SERIES_REMEMBERED: Final = 65_536


def raw_block(node: str, epoch: str, readings: Sequence[Reading]) -> Block:
    """Return the immutable points of readings of one sensor, one kind and the same fields.

    Epoch and number are fields, so that a ledger can be audited; as tags they would make a
    series each.
    """
    first = readings[0]
    cells: list[Value] = []
    for one in readings:
        cells += one.values.values()
        cells.append(one.seq)
        cells.append(one.stored_at_ns)
    # Not `value`, which Enum looks up in Python, each time.
    kind, names = first.kind._value_, (*first.values, "seq")
    return Block(kind, _series_of(node, first.sensor), names, cells, (("epoch", epoch),))


def raw_point(node: str, epoch: str, reading: Reading) -> Point:
    """Return the immutable point of one reading."""
    (point,) = raw_block(node, epoch, (reading,)).points()
    return point


def undated_point(node: str, epoch: str, reading: Reading, came_at_us: int) -> Point:
    """Return the point of an alarm of a node without a clock; `came_at_us` is its only time.

    It stands at its epoch, read as a number of ns, plus its own number: a repeat overwrites
    itself, and the first alarms of two starts, both of which have no time, stay two.
    """
    fields: dict[str, Value] = {
        **reading.values,
        "epoch": epoch,
        "seq": float(reading.seq),
        "came_at_us": float(came_at_us),
    }
    series = _series_of(node, reading.sensor)
    return Point(UNDATED, series, int(epoch, 16) + reading.seq, fields)


def row_of(raw: Point) -> bytes:
    """Return the row, as its node sent it, that `raw` was made from."""
    fields = dict(raw.fields)
    seq, came_at_us = fields.pop("seq"), fields.pop("came_at_us", None)
    del fields["epoch"]
    taken_at_us = raw.time_ns // 1000 if came_at_us is None else 0
    kind = Kind.ALARM if raw.measurement == UNDATED else Kind(raw.measurement)
    return msgspec.json.encode([int(seq), dict(raw.tags)["sensor"], kind, taken_at_us, fields])


def loss_point(node: str, epoch: str, loss: LossReceipt) -> Point:
    """Return the point that says which readings of a node will never come."""
    return Point(
        "loss",
        (("node", node),),
        loss.noted_at_us * 1000 + loss.seq % 1000,
        {
            "lost_epoch": loss.epoch,
            "first": float(loss.first),
            "last": float(loss.last),
            "reason": loss.reason.value,
            "epoch": epoch,
            "seq": float(loss.seq),
        },
    )


def status_point(status: NodeStatus, now_us: int) -> Point:
    """Return the point that says how a node was by its own clock, or that it is gone as of now.

    A last will was written when the node connected: its time is not that of the node's death.
    """
    at_us = now_us if status.link is Link.DOWN else status.at_us
    return Point(
        "node",
        (("node", status.node),),
        at_us * 1000,
        {
            "up": float(status.link is Link.UP),
            "pending": float(status.pending),
            "produced": float(status.produced),
            "dropped": float(status.dropped),
        },
    )


@lru_cache(_SERIES_REMEMBERED)
def _series_of(node: str, sensor: str) -> Tags:
    return (("node", node), ("sensor", sensor))
