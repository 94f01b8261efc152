"""What nodes send as points of a store: readings, losses, statuses."""

from cloud.store.point import Point, Value
from contract.loss import LossReceipt
from contract.presence import Link, NodeStatus
from contract.reading import Reading


def raw_point(node: str, epoch: str, reading: Reading) -> Point:
    """Return the immutable point of a reading, by node and sensor.

    Epoch and number are fields, so that a ledger can be audited; as tags they would make a
    series each.
    """
    fields: dict[str, Value] = {**reading.values, "epoch": epoch, "seq": float(reading.seq)}
    tags = (("node", node), ("sensor", reading.sensor))
    return Point(reading.kind.value, tags, reading.stored_at_ns, fields)


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
