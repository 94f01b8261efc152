"""Sends what the outbox holds: bounded, paced, parted from what is poison."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contract.loss import LossReason
from contract.reading import Reading
from edge.envelopes import wrap
from edge.errors import OutboxFault
from edge.lanes import Lane, lane_of
from edge.meter import Meter
from edge.pace import Pace
from edge.poison import Suspects
from edge.ports import Clock, Outbox, Row, Uplink
from edge.window import Window

log = logging.getLogger(__name__)

# A reading this old was not read now, it waited for the link.
LIVE_US = 600_000_000
# How many rows are looked at while most of them may not go anyway.
SPARING_ROWS = 16
# Seconds after which an outbox that had nothing to send is asked again, whatever happened.
LOOK_AGAIN_S = 5.0


@dataclass(slots=True)
class Sender:
    """One node's way out, as long as there is a link."""

    node: str
    outbox: Outbox
    uplink: Uplink
    clock: Clock
    window: Window
    suspects: Suspects
    pace: Pace
    meter: Meter
    _lowest: Lane = field(default=Lane.HEALTH)
    _dry_at: tuple[int, ...] | None = None

    def ship(self) -> None:
        """Send what may go now."""
        now_s = self.clock.monotonic_s()
        self.pace.fill(now_s)
        self._mind_the_month()
        self.window.release()
        stamp = self._stamp(now_s)
        # To ask the disk at every tick what it said a moment ago is most of a node's work.
        while self.window.room and self._dry_at != stamp:
            limit = min(self.window.room, self.suspects.rows_max)
            if self._lowest is not Lane.HEALTH:
                limit = min(limit, SPARING_ROWS)
            rows = self.outbox.pick(limit, self.window)
            if len(rows) < limit:
                there = {row.item.seq for row in rows}
                self.suspects.acquit(self.window.forget_missing(there))
            self._dry_at = None if rows else stamp
            if not self._send(rows, now_s):
                return

    def settle(self, seqs: Iterable[int]) -> None:
        """Note that rows were settled."""
        gone = list(seqs)
        if gone:
            self.window.settle(gone)
            self.suspects.acquit(gone)
            self.suspects.take_heart()

    def take_back(self) -> int:
        """Take back what stayed unanswered for too long; return how many rows."""
        overdue = self.window.take_back(self.clock.monotonic_s())
        overtaken = [flight.seqs for flight in overdue if flight.overtaken]
        if overdue and not overtaken:
            self.suspects.lose_heart()
        for seqs in overtaken:
            self._give_up(self.suspects.strike(seqs), "no ingester answers it")
        return sum(len(flight.seqs) for flight in overdue)

    def _stamp(self, now_s: float) -> tuple[int, ...]:
        """Return what changes when there may be rows to send again; at the latest in a while."""
        tally = self.outbox.tally()
        return tally.produced, tally.dropped, self.window.released, int(now_s // LOOK_AGAIN_S)

    def _send(self, rows: Sequence[Row], now_s: float) -> bool:
        """Send those of `rows` that may go; tell whether it is worth to look for more."""
        by_seq = {row.item.seq: row for row in rows if self._may_go(row)}
        alarms = [seq for seq, row in by_seq.items() if lane_of(row.item) is Lane.ALARM]
        others = [seq for seq in by_seq if seq not in set(alarms)]
        held, sent = len(by_seq) < len(rows), False
        for part in [*self.suspects.apart(alarms), *self.suspects.apart(others)]:
            # What was sent a moment ago may have emptied the bucket.
            going = [by_seq[seq] for seq in part if self._may_go(by_seq[seq])]
            held = held or len(going) < len(part)
            parcels, too_large = wrap(self.node, going)
            self._give_up(too_large, "it is too large for any message")
            for parcel in parcels:
                self.uplink.send(parcel.envelope)
                self.window.sent(parcel.envelope.seqs, now_s)
                self.pace.spend(parcel.size_bytes)
                sent = True
        return sent and not held

    def _may_go(self, row: Row) -> bool:
        lane = lane_of(row.item)
        dated = row.item.taken_at_us if isinstance(row.item, Reading) else row.item.noted_at_us
        live = self.clock.now_us() - dated <= LIVE_US
        return lane <= self._lowest and self.pace.allows(lane, live=live)

    def _give_up(self, seqs: Sequence[int], why: str) -> None:
        if not seqs:
            return
        log.error("%s: rows %s given up as poison: %s", self.node, list(seqs), why)
        try:
            self.outbox.give_up(seqs, LossReason.POISON)
        except OutboxFault as fault:
            # Still there, so it is sent again, suspected again and given up again.
            log.warning("%s: %s", self.node, fault)
        else:
            self.window.settle(seqs)

    def _mind_the_month(self) -> None:
        lowest = self.pace.lowest(self.meter.month.sent_bytes)
        if lowest is not self._lowest:
            self._lowest = lowest
            log.warning(
                "%s: %.1f MB carried this month: %s",
                self.node,
                self.meter.month.sent_bytes / 1e6,
                "all is sent" if lowest is Lane.HEALTH else f"no more than {lowest.name} is sent",
            )
