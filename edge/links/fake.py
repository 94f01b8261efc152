"""Stand-ins for the outside that behave like the part and can be told to fail."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, field

from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import NodeStatus
from contract.reading import Measurement, Reading
from contract.receipt import Range, Receipt, ranges
from edge.errors import OutboxFault
from edge.lanes import lane_of
from edge.ports import Row, Tally


@dataclass(slots=True)
class MemoryOutbox:
    """An outbox that forgets everything with its process; `full` makes its disk refuse."""

    epoch: str = "0123456789ab"
    full: bool = False
    found_damaged: int | None = None
    at_us: int = 0
    _rows: dict[int, Row] = field(default_factory=dict)
    _seq: int = 0
    _produced: int = 0
    _settled: int = 0
    _dropped: int = 0

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number `measurements`."""
        self._write()
        for taken in measurements:
            self._seq += 1
            item = Reading(self._seq, taken.sensor, taken.kind, taken.taken_at_us, taken.values)
            self._rows[self._seq] = Row(self.epoch, item)
        self._produced += len(measurements)

    def pick(self, limit: int, on_way: Container[int]) -> list[Row]:
        """Return up to `limit` rows that are not on their way, lane by lane, oldest first."""
        free = [row for seq, row in self._rows.items() if seq not in on_way]
        return sorted(free, key=lambda row: (lane_of(row.item), row.item.seq))[:limit]

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget rows; return the numbers of those that were there."""
        self._write()
        gone = [
            seq
            for seq, row in self._rows.items()
            if row.epoch == epoch and any(first <= seq <= last for first, last in settled)
        ]
        for seq in gone:
            if not isinstance(self._rows.pop(seq).item, LossReceipt):
                self._settled += 1
        return gone

    def give_up(self, seqs: Collection[int], reason: LossReason) -> None:
        """Drop rows; leave a loss receipt for the readings among them."""
        self._write()
        gone = [self._rows.pop(seq).item for seq in seqs if seq in self._rows]
        lost = [item.seq for item in gone if isinstance(item, Reading)]
        self._dropped += len(lost)
        for first, last in ranges(lost):
            self._seq += 1
            loss = LossReceipt(self._seq, self.epoch, first, last, reason, self.at_us)
            self._rows[self._seq] = Row(self.epoch, loss)

    def tally(self) -> Tally:
        """Return the ledger."""
        pending = self._produced - self._settled - self._dropped
        return Tally(self._produced, self._settled, self._dropped, pending)

    def close(self) -> None:
        """Do nothing: there is no file."""

    def _write(self) -> None:
        if self.full:
            raise OutboxFault("the outbox cannot be written: disk full")


@dataclass(slots=True)
class FakeUplink:
    """A broker and an ingester in one: remembers what was sent and settles it when asked."""

    sent: list[Envelope] = field(default_factory=list)
    statuses: list[NodeStatus] = field(default_factory=list)
    carried: int = 0

    def send(self, envelope: Envelope) -> None:
        """Remember `envelope`."""
        self.sent.append(envelope)

    def unacknowledged(self) -> int:
        """Return how many envelopes nobody has looked at."""
        return len(self.sent)

    def tell(self, status: NodeStatus) -> None:
        """Remember `status`."""
        self.statuses.append(status)

    def carried_bytes(self) -> int:
        """Return what it was told to have carried."""
        return self.carried

    def receipt(self) -> list[Receipt]:
        """Return receipts for all that was sent, and forget that it was."""
        taken, self.sent = self.sent, []
        return [Receipt(one.node, one.epoch, ranges(one.seqs)) for one in taken]
