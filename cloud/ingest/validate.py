"""Whether what came may be stored: every refusal has a rule's name, a reason and the bytes.

An envelope is judged first (does it decode, is it its sender's own, is the sender known), then
each of its rows; a bad row costs no good one. Every row that can be named is settled either way:
stored, or in the dead letters, from where it can be mended and replayed.
"""

from dataclasses import dataclass, field
from typing import Final

import msgspec

from cloud.ingest.points import loss_point, raw_point, status_point
from cloud.ingest.ports import Directory, Message, Records
from cloud.registry.values import DeadLetter
from cloud.store.point import Point
from contract import codec
from contract.envelope import Envelope
from contract.errors import Malformed
from contract.presence import NodeStatus
from contract.reading import Reading
from contract.topics import parse

# Clocks of nodes and servers differ by less; beyond it a clock is wrong, not late.
FUTURE_US: Final = 5 * 60 * 1_000_000
# 2020-01-01: before the first node of this system; what is older was read without a clock.
BIRTH_US: Final = 1_577_836_800_000_000


@dataclass(slots=True)
class Verdict:
    """What one envelope came to.

    Attributes:
        topic: where it came from.
        node: whose topic it was; None if the topic itself is none of ours.
        epoch: of its rows; None if it could not be read.
        seqs: numbers that are settled once points and letters are kept.
        points: what is to be stored, with the number of the row that it came from, if any.
        letters: what is to be buried.
    """

    topic: str
    node: str | None = None
    epoch: str | None = None
    seqs: list[int] = field(default_factory=list)
    points: list[tuple[Point, int | None]] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)

    def refuse(
        self, rule: str, reason: str, payload: bytes, now_us: int, seq: int | None = None
    ) -> None:
        """Add a dead letter."""
        self.letters.append(
            DeadLetter(now_us, self.topic, self.node, self.epoch, seq, rule, reason, payload)
        )


def judge(message: Message, directory: Directory, now_us: int) -> Verdict:
    """Return what to store, what to bury and what is settled by that."""
    verdict = Verdict(message.topic)
    try:
        verdict.node = parse(message.topic).name
        envelope, refused = _open(message.payload)
    except Malformed as error:
        verdict.refuse("malformed", str(error), message.payload, now_us)
        return verdict
    verdict.epoch = envelope.epoch
    numbered = [bad.seq for bad in refused if bad.seq is not None]
    verdict.seqs = envelope.seqs + numbered
    for bad in refused:
        verdict.refuse("malformed-row", bad.reason, bad.raw, now_us, bad.seq)
    objection = _sender(envelope.node, verdict.node, directory)
    if objection is not None:
        # Whole and once: what of it decodes can be replayed when the sender has become known.
        verdict.letters.clear()
        verdict.refuse(*objection, message.payload, now_us)
        return verdict
    for reading in envelope.readings:
        _judge_reading(verdict, envelope, reading, directory, now_us)
    for loss in envelope.losses:
        verdict.points.append((loss_point(envelope.node, envelope.epoch, loss), loss.seq))
    return verdict


def judge_status(message: Message, directory: Directory, records: Records, now_us: int) -> Verdict:
    """Note what a node says of itself, or refuse it; there is nothing to receipt in it.

    It is noted whatever its clock says, and stored only if the clock can be right.
    """
    verdict = Verdict(message.topic)
    try:
        verdict.node = parse(message.topic).name
        status = codec.decode(message.payload, NodeStatus)
    except Malformed as error:
        verdict.refuse("malformed", str(error), message.payload, now_us)
        return verdict
    objection = _sender(status.node, verdict.node, directory)
    if objection is not None:
        verdict.refuse(*objection, message.payload, now_us)
        return verdict
    records.note_status(status)
    if _untimely(status.at_us, now_us) is None:
        verdict.points.append((status_point(status, now_us), None))
    return verdict


def _open(payload: bytes) -> codec.Salvaged:
    try:
        return codec.Salvaged(codec.decode(payload, Envelope), ())
    except Malformed:
        return codec.salvage(payload)


def _sender(claimed: str, node: str, directory: Directory) -> tuple[str, str] | None:
    if claimed != node:
        return "wrong-node", f"says it is from {claimed}, but came on {node}'s topic"
    if not directory.knows_node(node):
        return "unknown-node", f"{node} is not registered"
    return None


def _judge_reading(
    verdict: Verdict, envelope: Envelope, reading: Reading, directory: Directory, now_us: int
) -> None:
    objection = _objection(envelope.node, reading, directory, now_us)
    if objection is not None:
        verdict.refuse(*objection, msgspec.json.encode(reading), now_us, reading.seq)
        return
    point = raw_point(envelope.node, envelope.epoch, reading)
    derived = directory.derived(envelope.node, reading, point)
    verdict.points += [(one, reading.seq) for one in (point, *derived)]


def _objection(
    node: str, reading: Reading, directory: Directory, now_us: int
) -> tuple[str, str] | None:
    if not directory.knows_sensor(node, reading.sensor):
        return "unknown-sensor", f"{node} is not registered with a sensor {reading.sensor}"
    return _untimely(reading.taken_at_us, now_us)


def _untimely(at_us: int, now_us: int) -> tuple[str, str] | None:
    if at_us > now_us + FUTURE_US:
        ahead_s = (at_us - now_us) / 1e6
        return "future", f"taken {ahead_s:.0f} s after it came; allowed: {FUTURE_US / 1e6:.0f} s"
    if at_us < BIRTH_US:
        return "ancient", "taken before 2020-01-01: the node had no clock"
    return None
