"""What the agent asks of the world outside."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from contract.envelope import Envelope
from contract.loss import LossReason, LossReceipt
from contract.presence import IngesterPresence, NodeStatus
from contract.reading import Measurement, Reading
from contract.receipt import Range, Receipt


class Clock(Protocol):
    """The two times of a node: one to write down, one to wait by."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC; it may jump."""

    def monotonic_s(self) -> float:
        """Return seconds that only ever grow."""

    def trusted(self) -> bool | None:
        """Tell whether the machine vouches for `now_us`; None: it cannot know."""


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

    @property
    def found_damaged(self) -> int | None:
        """How many readings a damaged file could not give back; None while all was sound."""

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Number and store `measurements` durably, in one commit.

        Over its bound the outbox thins its backlog, then drops the oldest of the lowest lanes, and
        owns up to what is gone in loss receipts. On a full disk only a batch with an alarm is
        taken, so give alarms in batches of their own.
        """

    def pick(self, limit: int, on_way: Container[int]) -> list[Row]:
        """Return up to `limit` rows to send next, none of them `on_way`.

        By lane (edge/lanes.py); within a lane what was kept of late before the backlog, and the
        oldest first within each. Never raises: what cannot be read now is sent later.
        """

    def settle(self, epoch: str, settled: Sequence[Range]) -> list[int]:
        """Forget these rows of `epoch`; return the numbers of those that were there."""

    def give_up(self, seqs: Collection[int], reason: LossReason) -> None:
        """Set these rows aside, never to be sent, and own up to the loss of their readings.

        A loss receipt that is given up is set aside only: it stands for no reading of its own.
        """

    def tally(self) -> Tally:
        """Return the node's side of the ledger."""

    def close(self) -> None:
        """Let go of the file."""


class Uplink(Protocol):
    """The way to the ingester. What comes back reaches the agent as events."""

    def send(self, envelope: Envelope) -> None:
        """Hand an envelope over; only a receipt says that it arrived."""

    def unacknowledged(self) -> int:
        """Return how many envelopes the broker has not acknowledged."""

    def tell(self, status: NodeStatus) -> None:
        """Leave the node's status where everyone finds it."""

    def carried_bytes(self) -> int:
        """Return the bytes of the link since the program began, both ways; 0: not counted."""


class LinkUp(NamedTuple):
    """The broker has accepted this node."""


class LinkLost(NamedTuple):
    """The broker is gone, and what it had not acknowledged is not on its way any more.

    `reason` is for the log; `untaken` are the rows of those envelopes, in the order they left;
    `sure`: others had been acknowledged on this connection, all of them, when the first of these
    left; `silent`: the broker just was not heard of.
    """

    reason: str
    untaken: tuple[tuple[int, ...], ...] = ()
    sure: bool = False
    silent: bool = False


Event = LinkUp | LinkLost | Receipt | IngesterPresence
