"""Stand-ins for the outside that behave like the part and can be told to fail."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from contract.envelope import Envelope
from contract.loss import LossReceipt
from contract.presence import NodeStatus
from contract.reading import Measurement, Reading
from contract.receipt import Range, Receipt, ranges
from edge.errors import OutboxFault
from edge.ports import Row, Tally


@dataclass(slots=True)
class MemoryOutbox:
    """An outbox that forgets everything with its process; `full` makes its disk refuse."""

    epoch: str = "0123456789ab"
    full: bool = False
    _rows: dict[int, Row] = field(default_factory=dict)
    _seq: int = 0
    _produced: int = 0
    _settled: int = 0

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number `measurements`."""
        if self.full:
            raise OutboxFault("the outbox cannot be written: disk full")
        for taken in measurements:
            self._seq += 1
            item = Reading(self._seq, taken.sensor, taken.kind, taken.taken_at_us, taken.values)
            self._rows[self._seq] = Row(self.epoch, item)
        self._produced += len(measurements)

    def rows(self, after_seq: int, limit: int) -> list[Row]:
        """Return up to `limit` rows above `after_seq`."""
        return [self._rows[seq] for seq in sorted(self._rows) if seq > after_seq][:limit]

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget rows; return the numbers of those that were there."""
        if self.full:
            raise OutboxFault("the outbox cannot be written: disk full")
        gone = [
            seq
            for seq, row in self._rows.items()
            if row.epoch == epoch and any(first <= seq <= last for first, last in settled)
        ]
        for seq in gone:
            if not isinstance(self._rows.pop(seq).item, LossReceipt):
                self._settled += 1
        return gone

    def tally(self) -> Tally:
        """Return the ledger."""
        return Tally(self._produced, self._settled, 0, self._produced - self._settled)

    def close(self) -> None:
        """Do nothing: there is no file."""


@dataclass(slots=True)
class FakeUplink:
    """A broker and an ingester in one: remembers what was sent and settles it when asked."""

    sent: list[Envelope] = field(default_factory=list)
    statuses: list[NodeStatus] = field(default_factory=list)

    def send(self, envelope: Envelope) -> None:
        """Remember `envelope`."""
        self.sent.append(envelope)

    def tell(self, status: NodeStatus) -> None:
        """Remember `status`."""
        self.statuses.append(status)

    def receipt(self) -> list[Receipt]:
        """Return receipts for all that was sent, and forget that it was."""
        taken, self.sent = self.sent, []
        return [Receipt(one.node, one.epoch, ranges(one.seqs)) for one in taken]
