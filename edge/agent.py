"""The node's own decisions: sample, date, keep, send, forget on receipt.

The agent holds no socket, no file, no loop and no thread. A driver feeds it bytes and events and
calls `tick` a few times a second; `vallee-edge run` and `vallee-edge replay` are two such drivers
around this same class.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from contract.presence import IngesterPresence, Link, NodeStatus
from contract.receipt import Range, Receipt
from edge.clocks import Dater
from edge.errors import OutboxFault
from edge.keeper import Keeper
from edge.meter import Meter, Month
from edge.pace import Pace
from edge.poison import Suspects
from edge.ports import Clock, Event, Instrument, LinkLost, LinkUp, Outbox, Uplink
from edge.sender import Sender
from edge.window import Window

log = logging.getLogger(__name__)

# The link is asked this often what it has carried …
METER_EVERY_S: Final = 10.0
# … and the card is told this often: a power cut may cost as much.
MEMO_EVERY_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Rules:
    """How often a node writes to its card and how much it sends at a time."""

    commit_rows: int = 50
    commit_every_s: float = 10.0
    envelope_rows: int = 100
    status_every_s: float = 60.0
    memory_rows: int = 10_000
    poison_after: int = 5


def forget(month: Month, newest_us: int) -> None:
    """Remember nothing over a start."""


@dataclass(slots=True)
class Agent:
    """One node, around the parts that its bootstrap chose.

    `remember` takes what is to be known after a start: the month's bytes, the newest trusted time.
    """

    node: str
    instruments: Mapping[str, Instrument]
    outbox: Outbox
    uplink: Uplink
    clock: Clock
    window: Window
    rules: Rules
    dater: Dater = field(default_factory=Dater)
    meter: Meter = field(default_factory=Meter)
    pace: Pace = field(default_factory=Pace)
    remember: Callable[[Month, int], None] = forget
    _sender: Sender = field(init=False)
    _keeper: Keeper = field(init=False)
    _linked: bool = False
    _present: set[str] = field(default_factory=set)
    _told_s: float = 0.0
    _metered_s: float = 0.0
    _noted_s: float = 0.0

    def __post_init__(self) -> None:
        """Join what keeps and what sends."""
        rules = self.rules
        self._keeper = Keeper(
            self.node,
            self.outbox,
            self.clock,
            self.dater,
            rules.commit_rows,
            rules.commit_every_s,
            rules.memory_rows,
        )
        self._sender = Sender(
            self.node,
            self.outbox,
            self.uplink,
            self.clock,
            self.window,
            Suspects(rules.poison_after, rules.envelope_rows),
            self.pace,
            self.meter,
        )

    def feed(self, sensor: str, data: bytes, at_us: int) -> None:
        """Take bytes that the instrument `sensor` gave and that ended at `at_us`."""
        told = self._keeper.look()
        if self._keeper.take(self.instruments[sensor].feed(data, at_us)) or told:
            self._ship()

    def hear(self, event: Event) -> None:
        """Take what came from the broker, and go on sending."""
        match event:
            case LinkUp():
                self._linked = True
                self._tell()
            case LinkLost():
                log.warning("%s: link lost: %s", self.node, event.reason)
                self._sender.lose(event)
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
        self._keeper.look()
        for instrument in self.instruments.values():
            self._keeper.take(instrument.tick(self.clock.now_us()))
        self._keeper.own_up()
        if self._keeper.due:
            self._keeper.commit()
        now_s = self.clock.monotonic_s()
        if self._present and self._linked:
            repeated = self._sender.take_back()
            if repeated:
                log.info("%s: %d rows unreceipted for too long, sent again", self.node, repeated)
        self._meter(now_s)
        if self._linked and now_s - self._told_s >= self.rules.status_every_s:
            self._tell()
        self._ship()

    def commit(self) -> None:
        """Write what was gathered to the outbox; until then it is not promised to anyone."""
        self._keeper.commit()
        self._ship()

    def end(self) -> None:
        """Close what is open and commit it: nothing more will come."""
        for instrument in self.instruments.values():
            self._keeper.take(instrument.end())
        self.commit()

    def leave(self) -> None:
        """Own up to what cannot be dated any more, and remember what a new start needs."""
        self.dater.give_up()
        self._keeper.own_up()
        self._meter(self.clock.monotonic_s(), leaving=True)

    @property
    def linked(self) -> bool:
        """Whether the broker is there."""
        return self._linked

    @property
    def disk_refuses(self) -> bool:
        """Whether the outbox could not be written when it was tried last."""
        return self._keeper.refused

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
            sent_bytes=self.meter.month.sent_bytes,
        )

    def _forget(self, epoch: str, settled: Sequence[Range]) -> None:
        try:
            self._sender.settle(self.outbox.settle(epoch, settled))
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
        if self._linked:
            self._sender.ship()

    def _meter(self, now_s: float, *, leaving: bool = False) -> None:
        if leaving or now_s - self._metered_s >= METER_EVERY_S:
            self._metered_s = now_s
            now_us = self.clock.now_us() if self.dater.trusted else None
            self.meter.note(self.uplink.carried_bytes(), now_us)
        if leaving or now_s - self._noted_s >= MEMO_EVERY_S:
            self._noted_s = now_s
            self.remember(self.meter.month, self.dater.newest_us)

    def _tell(self) -> None:
        self._told_s = self.clock.monotonic_s()
        self.uplink.tell(self.status(Link.UP))
