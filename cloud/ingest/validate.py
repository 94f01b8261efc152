"""Whether what came may be stored: every refusal has a rule's name, a reason and the bytes.

An envelope is judged first (does it decode, is it its sender's own, is the sender known), then
each of its rows; a bad row costs no good one. Every row that can be named is settled either way:
stored, or in the dead letters, from where it can be mended and replayed. The rules' names and
sentences are in `rules.py`.
"""

from collections.abc import Container
from typing import Final

import msgspec

from cloud.ingest.points import loss_point, raw_block, raw_point, status_point, undated_point
from cloud.ingest.ports import Directory, Message, Statuses
from cloud.ingest.verdict import Verdict
from contract import codec
from contract.envelope import Envelope
from contract.errors import Malformed
from contract.loss import LossReceipt
from contract.presence import NodeStatus
from contract.reading import Kind, Reading
from contract.topics import Channel, parse

# Clocks of nodes and servers differ by less; beyond it a clock is wrong, not late.
FUTURE_US: Final = 5 * 60 * 1_000_000
# 2020-01-01: before the first node of this system; what is older was read without a clock.
BIRTH_US: Final = 1_577_836_800_000_000
# The node itself, which may raise an alarm without a sensor of that name in the registry.
ITSELF: Final = "node"

_STATUS_END: Final = f"/{Channel.STATUS}"


def judge(message: Message, directory: Directory, statuses: Statuses, now_us: int) -> Verdict:
    """Return what to store, what to bury and what is settled by that; note a status."""
    if message.topic.endswith(_STATUS_END):
        return _judge_status(message, directory, statuses, now_us)
    return _judge_envelope(message, directory, now_us)


def _judge_envelope(message: Message, directory: Directory, now_us: int) -> Verdict:
    verdict = Verdict(message.topic, message.payload, now_us)
    try:
        verdict.node = parse(message.topic).name
        envelope, refused = _open(message.payload)
    except Malformed as error:
        verdict.refuse("malformed", why=error)
        return verdict
    verdict.epoch = envelope.epoch
    verdict.seqs = envelope.seqs + [bad.seq for bad in refused if bad.seq is not None]
    # Whole and once: what of it decodes can be replayed when the sender has become known.
    known = _sender(verdict, envelope.node, verdict.node, directory)
    if known is None:
        return verdict
    for bad in refused:
        verdict.refuse_row("malformed-row", bad.seq, bad.raw, why=bad.reason)
    envelope = _of_firsts(verdict, envelope)
    _judge_readings(verdict, envelope, directory, known)
    for loss in envelope.losses:
        verdict.add_point(loss_point(envelope.node, envelope.epoch, loss), loss.seq)
    return verdict


def _of_firsts(verdict: Verdict, envelope: Envelope) -> Envelope:
    """Return an envelope with, of rows under one number, the first alone; bury the others."""
    rows: tuple[Reading | LossReceipt, ...] = (*envelope.readings, *envelope.losses)
    if len(set(verdict.seqs)) == len(verdict.seqs):
        return envelope
    firsts: dict[int, Reading | LossReceipt] = {row.seq: row for row in reversed(rows)}
    for row in rows:
        if firsts[row.seq] != row:
            raw = msgspec.json.encode(row)
            verdict.refuse_row("other-body", row.seq, raw, seq=row.seq, epoch=envelope.epoch)
    left = firsts.values()
    return Envelope(
        envelope.node,
        envelope.epoch,
        tuple(row for row in left if isinstance(row, Reading)),
        tuple(row for row in left if isinstance(row, LossReceipt)),
    )


def _judge_status(
    message: Message, directory: Directory, statuses: Statuses, now_us: int
) -> Verdict:
    """Note what a node says of itself, or refuse it; there is nothing to receipt in it.

    It is noted whatever its clock says, and stored only if the clock can be right.
    """
    verdict = Verdict(message.topic, message.payload, now_us)
    try:
        verdict.node = parse(message.topic).name
        status = codec.decode(message.payload, NodeStatus)
    except Malformed as error:
        verdict.refuse("malformed", why=error)
        return verdict
    if _sender(verdict, status.node, verdict.node, directory) is not None:
        statuses.note_status(status)
        if BIRTH_US <= status.at_us <= now_us + FUTURE_US:
            verdict.add_point(status_point(status, now_us), None)
    return verdict


def _open(payload: bytes) -> codec.Salvaged:
    """Read an envelope, row by row if it is unsound; raise Malformed if that finds no row."""
    try:
        return codec.Salvaged(codec.decode(payload, Envelope), ())
    except Malformed:
        saved = codec.salvage(payload)
        if not (saved.refused or saved.envelope.seqs):
            raise
        return saved


def _sender(
    verdict: Verdict, claimed: str, node: str, directory: Directory
) -> Container[str] | None:
    """Return the sensors of who sent it; None, with the message refused, if that is nobody."""
    if claimed != node:
        verdict.refuse("wrong-node", claimed=claimed, node=node)
        return None
    known = directory.sensors_of(node)
    if known is None:
        verdict.refuse("unknown-node", node=node)
    return known


def _judge_readings(
    verdict: Verdict, envelope: Envelope, directory: Directory, known: Container[str]
) -> None:
    node, epoch, came_at_us = envelope.node, envelope.epoch, verdict.came_at_us
    latest_us = came_at_us + FUTURE_US
    alike: dict[tuple[str, str, tuple[str, ...]], list[Reading]] = {}
    for one in envelope.readings:
        if one.sensor in known and BIRTH_US <= one.taken_at_us <= latest_us:
            key = (one.sensor, one.kind._value_, tuple(one.values))
            if key in alike:
                alike[key].append(one)
            else:
                alike[key] = [one]
        else:
            _judge_odd(verdict, envelope, one, known)
    for readings in alike.values():
        raw = raw_block(node, epoch, readings)
        verdict.add(raw, [one.seq for one in readings])
        for block, seqs in directory.derived(node, readings, raw, came_at_us):
            verdict.add(block, seqs)


def _judge_odd(
    verdict: Verdict, envelope: Envelope, reading: Reading, known: Container[str]
) -> None:
    """Judge a reading whose sensor is none of the registered, or whose time none of ours."""
    node, at_us = envelope.node, reading.taken_at_us
    if reading.sensor not in known and not _its_own_alarm(reading):
        _refuse(verdict, reading, "unknown-sensor", node=node, sensor=reading.sensor)
    elif at_us > verdict.came_at_us + FUTURE_US:
        ahead_s = (at_us - verdict.came_at_us) / 1e6
        _refuse(verdict, reading, "future", ahead_s=ahead_s, allowed_s=FUTURE_US / 1e6)
    elif at_us >= BIRTH_US:
        verdict.add_point(raw_point(node, envelope.epoch, reading), reading.seq)
    elif at_us == 0 and reading.kind is Kind.ALARM:
        point = undated_point(node, envelope.epoch, reading, verdict.came_at_us)
        verdict.add_point(point, reading.seq)
    else:
        _refuse(verdict, reading, "ancient")


def _its_own_alarm(reading: Reading) -> bool:
    return reading.kind is Kind.ALARM and reading.sensor == ITSELF


def _refuse(verdict: Verdict, reading: Reading, rule: str, **found: object) -> None:
    verdict.refuse_row(rule, reading.seq, msgspec.json.encode(reading), **found)
