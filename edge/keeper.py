"""Gathers what was measured, dates it and writes it to the outbox, whatever disk and clock do."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from contract.reading import Kind, Measurement
from edge.clocks import Dater
from edge.errors import OutboxFault
from edge.ports import Clock, Outbox

log = logging.getLogger(__name__)

# The sensor under whose name a node speaks of itself.
ITSELF: Final = "node"


@dataclass(slots=True)
class Keeper:
    """What is not yet committed of one node; alarms are committed at once, and by themselves."""

    node: str
    outbox: Outbox
    clock: Clock
    dater: Dater
    commit_rows: int
    commit_every_s: float
    memory_rows: int
    refused: bool = False
    _alarms: list[Measurement] = field(default_factory=list)
    _batch: list[Measurement] = field(default_factory=list)
    _since_s: float = 0.0
    _damaged: int | None = None
    _lost: int = 0

    @property
    def due(self) -> bool:
        """Whether something is to be written now."""
        waited_s = self.clock.monotonic_s() - self._since_s
        in_time = waited_s >= self.commit_every_s
        # A disk that refuses is asked now and then, not at each reading.
        enough = len(self._batch) >= self.commit_rows and not self.refused
        return enough or (in_time and bool(self._alarms or self._batch))

    def look(self) -> bool:
        """Look at the clocks; tell whether a jump was told of."""
        now_us, monotonic_s = self.clock.now_us(), self.clock.monotonic_s()
        jump_s = self.dater.look(now_us, monotonic_s, word=self.clock.trusted())
        if jump_s is None:
            return False
        kept = "trusted" if self.dater.trusted else "not trusted until it is set"
        log.warning("%s: the clock jumped by %+.1f s; it is %s", self.node, jump_s, kept)
        return self.alarm("clock_jump_s", round(jump_s, 3))

    def take(self, measurements: Sequence[Measurement]) -> bool:
        """Take what was measured; tell whether anything was written."""
        for one in self.dater.date(measurements):
            if not self._batch and not self._alarms:
                self._since_s = self.clock.monotonic_s()
            (self._alarms if one.kind is Kind.ALARM else self._batch).append(one)
        urgent = any(one.kind is Kind.ALARM for one in measurements)
        return self.commit() if urgent or self.due else False

    def alarm(self, field_name: str, value: float) -> bool:
        """Take what the node has to say of itself; tell whether anything was written."""
        said = {field_name: float(value)}
        return self.take([Measurement(ITSELF, Kind.ALARM, self.clock.now_us(), said)])

    def commit(self) -> bool:
        """Write what was gathered; until then it is not promised to anyone."""
        recovered = self.refused and bool(self._batch)
        written = False
        try:
            # By themselves: for a few alarms there may be room where there is none for all.
            for gathered in (self._alarms, self._batch):
                if gathered:
                    self.outbox.keep(gathered)
                    gathered.clear()
                    written = True
        except OutboxFault as fault:
            self._note_refusal(fault)
        else:
            if recovered:
                self.refused = False
                self.alarm("disk_full", 0)
        return written

    def own_up(self) -> bool:
        """Tell what a damaged disk lost at once, and what memory lost once there is an end to it.

        What memory lost was never committed, so it is in no ledger: the alarm is all that tells.
        """
        written = False
        if self.outbox.found_damaged != self._damaged:
            self._damaged = self.outbox.found_damaged
            written = self.alarm("outbox_damaged", self._damaged or 0)
        if self.refused or self.dater.waiting:
            return written
        lost = self._lost + self.dater.own_up()
        self._lost = 0
        if not lost:
            return written
        log.error("%s: %d measurements were lost in memory", self.node, lost)
        return self.alarm("memory_lost", lost)

    def _note_refusal(self, fault: OutboxFault) -> None:
        self._since_s = self.clock.monotonic_s()
        for gathered in (self._alarms, self._batch):
            # Better to forget the oldest than to fall for lack of memory.
            over = max(0, len(gathered) - self.memory_rows)
            self._lost += over
            del gathered[:over]
        waiting = len(self._alarms) + len(self._batch)
        log.warning("%s: %s; %d measurements wait in memory", self.node, fault, waiting)
        if not self.refused:
            self.refused = True
            self.alarm("disk_full", 1)
