"""Sends what the outbox holds: bounded, paced, parted from what is poison."""

import logging
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from contract.loss import LossReason
from contract.reading import Reading
from edge.envelopes import wrap
from edge.errors import OutboxFault
from edge.lanes import Lane, lane_of
from edge.meter import Meter
from edge.pace import Pace
from edge.poison import Suspects
from edge.ports import Clock, LinkLost, Outbox, Row, Uplink
from edge.window import Window

log = logging.getLogger(__name__)

# A reading this old was not read now, it waited for the link.
LIVE_US = 600_000_000
# How many rows are looked at while most of them may not go anyway.
SPARING_ROWS = 16
# Seconds after which an outbox that had nothing to send is asked again, whatever happened.
LOOK_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class _Both:
    """What is in the one or in the other."""

    one: Container[int]
    other: Container[int]

    def __contains__(self, seq: object) -> bool:
        return seq in self.one or seq in self.other


@dataclass(frozen=True, slots=True)
class _AllBut:
    """All numbers but some."""

    some: Container[int]

    def __contains__(self, seq: object) -> bool:
        return seq not in self.some


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
    # Whether rows on which the broker hung up are on their way, and whether others went before.
    _trying: bool = False
    _proven: bool = False
    _dry_at: tuple[int, ...] | None = None

    def ship(self) -> None:
        """Send what may go now."""
        if self._trying and self.uplink.unacknowledged():
            return
        self._trying = False
        now_s = self.clock.monotonic_s()
        self.pace.fill(now_s)
        self._mind_the_month()
        self.window.release()
        stamp = self._stamp(now_s)
        if self._proven and not self.uplink.unacknowledged() and self._try(now_s):
            return
        # To ask the disk at every tick what it said a moment ago is most of a node's work.
        while self.window.room and self._dry_at != stamp:
            limit = min(self.window.room, self.suspects.rows_max)
            if self._lowest is not Lane.HEALTH:
                limit = min(limit, SPARING_ROWS)
            late = self.suspects.late
            rows = self.outbox.pick(limit, _Both(self.window, late))
            if len(rows) < limit:
                there = {row.item.seq for row in rows} | late
                self.suspects.acquit(self.window.forget_missing(there))
            self._dry_at = None if rows else stamp
            if not self._send(rows, now_s):
                break
        if not self.uplink.unacknowledged():
            self._try(now_s)

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

    def lose(self, lost: LinkLost) -> None:
        """Take back what the broker had not taken, and suspect the first of it."""
        self._proven = False
        untaken = [rows for seqs in lost.untaken if (rows := self.window.take_back_untaken(seqs))]
        # A broker takes in order, and hangs up on the first that it does not take.
        if untaken and not lost.silent:
            given_up = self.suspects.hang_up(untaken[0], sure=lost.sure)
            self._give_up(given_up, "the broker hangs up on it")

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
        self._proven = self._proven or sent
        return sent and not held

    def _try(self, now_s: float) -> bool:
        """Send some rows on which the broker hung up; tell whether they are on their way.

        They go alone: with a connection the acknowledgements of what went before are lost, too,
        and nobody could say who it was.
        """
        wanted = self.suspects.trial(self.window) if self.window.room else frozenset()
        if not wanted:
            return False
        rows = self.outbox.pick(len(wanted), _AllBut(wanted))
        self.suspects.acquit(wanted - {row.item.seq for row in rows})
        self._send(rows, now_s)
        self._proven = False
        self._trying = self.uplink.unacknowledged() > 0
        return self._trying

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
