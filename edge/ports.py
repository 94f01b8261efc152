"""What the agent asks of the world outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from contract.envelope import Envelope
from contract.loss import LossReceipt
from contract.presence import IngesterPresence, NodeStatus
from contract.reading import Measurement, Reading
from contract.receipt import Range, Receipt


class Clock(Protocol):
    """The two times of a node: one to write down, one to wait by."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC; it may jump."""

    def monotonic_s(self) -> float:
        """Return seconds that only ever grow."""


class Sensor(Protocol):
    """A part that speaks a stream of bytes and means distances."""

    def feed(self, data: bytes) -> list[int | None]:
        """Take the next bytes of the stream; return a distance in mm per ping, None for no echo.

        Bytes that are no word of the part are skipped up to the next one that is.
        """


class Instrument(Protocol):
    """Something on a node that takes the bytes of one stream and tells what they mean."""

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        """Take bytes that ended at `at_us`; return what became known by them."""

    def tick(self, now_us: int) -> list[Measurement]:
        """Return what is known now that it is this late."""

    def end(self) -> list[Measurement]:
        """Return what is known if nothing more comes."""


class Row(NamedTuple):
    """A numbered row of the outbox, on disk until it is receipted."""

    epoch: str
    item: Reading | LossReceipt


@dataclass(frozen=True, slots=True)
class Tally:
    """The node's side of the ledger, in readings since the outbox file began.

    `produced = settled + dropped + pending`, where settled is stored or refused in the cloud.
    """

    produced: int
    settled: int
    dropped: int
    pending: int


class Outbox(Protocol):
    """Readings on disk until the ingester has settled them.

    All methods that write raise OutboxFault, and change nothing, if the disk refuses.
    """

    @property
    def epoch(self) -> str:
        """Epoch of what is kept from now on; new at each opening and on disk already."""

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number and store `measurements` durably, in one commit.

        Over its bound the outbox drops the oldest readings and keeps a loss receipt for them.
        """

    def rows(self, after_seq: int, limit: int) -> list[Row]:
        """Return up to `limit` rows with a number above `after_seq`, in order."""

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget these rows of `epoch`; return the numbers of those that were there."""

    def tally(self) -> Tally:
        """Return the node's side of the ledger."""

    def close(self) -> None:
        """Let go of the file."""


class Uplink(Protocol):
    """The way to the ingester. What comes back reaches the agent as events."""

    def send(self, envelope: Envelope) -> None:
        """Hand an envelope over; only a receipt says that it arrived."""

    def tell(self, status: NodeStatus) -> None:
        """Leave the node's status where everyone finds it."""


class LinkUp(NamedTuple):
    """The broker has accepted this node."""


class LinkLost(NamedTuple):
    """The broker is gone; `reason` is for the log."""

    reason: str


Event = LinkUp | LinkLost | Receipt | IngesterPresence
