"""A dead letter as a message again, with the names of now.

A letter holds either a whole message or one row of it; a row becomes an envelope of its own, with
the node and epoch under which it was refused. What is no JSON is handed in as it is: the rules
say again what is wrong with it.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from cloud.ingest.ports import Message
from cloud.registry.values import DeadLetter, Renamed, Renaming
from contract.codec import MAX_BYTES, VERSION
from contract.errors import Malformed
from contract.topics import parse, topic

# No broker waits to hear that it is taken.
_NO_DELIVERY: Final = (0, 0)
# Columns of a reading's row; one of a loss is longer.
_READING: Final = 5
_SENSOR: Final = 1
_TIME: Final = 3


def message_of(letter: DeadLetter, renamings: Sequence[Renaming] = ()) -> Message:
    """Return what `letter` holds as it would be sent today."""
    plain = Message(letter.topic, letter.payload, _NO_DELIVERY)
    try:
        node, channel = parse(letter.topic)
    except Malformed:
        return plain
    body = _body(letter, node)
    if body is None:
        return plain
    before = json.dumps(body)
    for renaming in renamings:
        if renaming.node != node:
            continue
        if renaming.kind is Renamed.SENSOR:
            _rename_sensor(body, renaming, letter.at_us)
        elif body.get("node") == node and _holds(renaming, letter.at_us):
            node = body["node"] = renaming.new
    after = json.dumps(body)
    if after == before and letter.seq is None:
        return plain
    return Message(topic(node, channel), after.encode(), _NO_DELIVERY)


def _body(letter: DeadLetter, node: str) -> dict[str, Any] | None:
    """Read a letter; None if it is no message in any form."""
    if len(letter.payload) > MAX_BYTES:
        return None
    try:
        value = json.loads(letter.payload.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        return value
    if letter.seq is None or letter.epoch is None or not isinstance(value, list):
        return None
    field = "readings" if len(value) == _READING else "losses"
    return {"v": VERSION, "node": node, "epoch": letter.epoch, field: [value]}


def _rename_sensor(body: dict[str, Any], renaming: Renaming, came_at_us: int) -> None:
    rows = body.get("readings")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == _READING and row[_SENSOR] == renaming.sensor:
            taken_at_us = row[_TIME]
            # What has no time of its own came when it came.
            dated = isinstance(taken_at_us, int) and taken_at_us > 0
            if _holds(renaming, taken_at_us if dated else came_at_us):
                row[_SENSOR] = renaming.new


def _holds(renaming: Renaming, at_us: int) -> bool:
    return (renaming.since_us is None or renaming.since_us <= at_us) and (
        renaming.until_us is None or at_us < renaming.until_us
    )
