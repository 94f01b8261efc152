"""The node's own decisions: sample, keep, send, forget on receipt.

The agent holds no socket, no file, no loop and no thread. A driver feeds it bytes and events and
calls `tick` a few times a second; `vallee-edge run` and `vallee-edge replay` are two such drivers
around this same class.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contract.envelope import Envelope
from contract.loss import LossReceipt
from contract.presence import IngesterPresence, Link, NodeStatus
from contract.reading import Measurement, Reading
from contract.receipt import Range, Receipt
from edge.errors import OutboxFault
from edge.ports import Clock, Event, Instrument, LinkLost, LinkUp, Outbox, Row, Uplink
from edge.window import Window

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How often a node writes to its card and how much it sends at a time."""

    commit_rows: int = 50
    commit_every_s: float = 10.0
    envelope_rows: int = 100
    status_every_s: float = 60.0
    memory_rows: int = 10_000


@dataclass(slots=True)
class Agent:
    """One node, around the parts that its bootstrap chose."""

    node: str
    instruments: Mapping[str, Instrument]
    outbox: Outbox
    uplink: Uplink
    clock: Clock
    window: Window
    rules: Rules
    _batch: list[Measurement] = field(default_factory=list)
    _batch_since_s: float = 0.0
    _linked: bool = False
    _present: set[str] = field(default_factory=set)
    _told_s: float = 0.0

    def feed(self, sensor: str, data: bytes, at_us: int) -> None:
        """Take bytes that the instrument `sensor` gave and that ended at `at_us`."""
        self._gather(self.instruments[sensor].feed(data, at_us))

    def hear(self, event: Event) -> None:
        """Take what came from the broker, and go on sending."""
        match event:
            case LinkUp():
                self._linked = True
                self._tell()
            case LinkLost(reason):
                log.warning("%s: link lost: %s", self.node, reason)
                self._linked = False
                self._present.clear()
            case Receipt(node=self.node, epoch=epoch, settled=settled):
                self._forget(epoch, settled)
            case Receipt():
                log.warning("%s: a receipt for %s came here: ignored", self.node, event.node)
            case IngesterPresence():
                self._note_presence(event)
        self._ship()

    def tick(self) -> None:
        """Do what is due by now: end bursts and windows, commit, send again, tell the status."""
        for instrument in self.instruments.values():
            self._gather(instrument.tick(self.clock.now_us()))
        now_s = self.clock.monotonic_s()
        if self._batch and now_s - self._batch_since_s >= self.rules.commit_every_s:
            self.commit()
        if self._present and self._linked:
            repeated = self.window.rewind_overdue(now_s)
            if repeated:
                log.info("%s: %d rows unreceipted for too long, sent again", self.node, repeated)
        if self._linked and now_s - self._told_s >= self.rules.status_every_s:
            self._tell()
        self._ship()

    def commit(self) -> None:
        """Write what was gathered to the outbox; until then it is not promised to anyone."""
        if self._batch:
            try:
                self.outbox.keep(self._batch)
                self._batch.clear()
            except OutboxFault as fault:
                waiting = len(self._batch)
                log.warning("%s: %s; %d measurements wait in memory", self.node, fault, waiting)
                self._batch_since_s = self.clock.monotonic_s()
                # Better to forget the oldest than to fall for lack of memory.
                del self._batch[: -self.rules.memory_rows]
        self._ship()

    def end(self) -> None:
        """Close what is open and commit it: nothing more will come."""
        for instrument in self.instruments.values():
            self._gather(instrument.end())
        self.commit()

    def status(self, link: Link) -> NodeStatus:
        """Return what the node says of itself."""
        tally = self.outbox.tally()
        return NodeStatus(
            self.node,
            self.outbox.epoch,
            link,
            self.clock.now_us(),
            produced=tally.produced,
            pending=tally.pending,
            dropped=tally.dropped,
        )

    def _gather(self, measurements: list[Measurement]) -> None:
        if measurements and not self._batch:
            self._batch_since_s = self.clock.monotonic_s()
        self._batch += measurements
        if len(self._batch) >= self.rules.commit_rows:
            self.commit()

    def _forget(self, epoch: str, settled: Sequence[Range]) -> None:
        try:
            self.window.settle(self.outbox.settle(epoch, settled))
        except OutboxFault as fault:
            # Not forgotten, so it is sent again, and receipted again when the disk is back.
            log.warning("%s: %s", self.node, fault)

    def _note_presence(self, presence: IngesterPresence) -> None:
        if presence.link is Link.DOWN:
            self._present.discard(presence.ingester)
            return
        if not self._present:
            self.window.restart(self.clock.monotonic_s())
        self._present.add(presence.ingester)

    def _ship(self) -> None:
        while self._linked and self.window.room:
            limit = min(self.window.room, self.rules.envelope_rows)
            rows = self.outbox.rows(self.window.cursor, limit)
            if not rows:
                return
            unsent = [row for row in rows if row.item.seq not in self.window]
            for envelope in _envelopes(self.node, unsent):
                self.uplink.send(envelope)
            self.window.sent((row.item.seq for row in unsent), self.clock.monotonic_s())
            self.window.cursor = max(self.window.cursor, rows[-1].item.seq)

    def _tell(self) -> None:
        self._told_s = self.clock.monotonic_s()
        self.uplink.tell(self.status(Link.UP))


def _envelopes(node: str, rows: list[Row]) -> list[Envelope]:
    """Wrap rows, in their order; an envelope holds one epoch."""
    by_epoch: dict[str, list[Row]] = {}
    for row in rows:
        by_epoch.setdefault(row.epoch, []).append(row)
    return [
        Envelope(
            node,
            epoch,
            tuple(row.item for row in group if isinstance(row.item, Reading)),
            tuple(row.item for row in group if isinstance(row.item, LossReceipt)),
        )
        for epoch, group in by_epoch.items()
    ]
