"""What the ingester asks of the world outside."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from cloud.registry.values import DeadLetter
from cloud.store.block import Block
from contract.presence import Link, NodeStatus
from contract.reading import Reading
from contract.receipt import Receipt


class Message(NamedTuple):
    """What came from the broker.

    `delivery` is the bus's own handle for acknowledging it; `retained`, that the broker kept
    it from before.
    """

    topic: str
    payload: bytes
    delivery: tuple[int, int]
    retained: bool = False


class Bus(Protocol):
    """A broker session that keeps what is not acknowledged."""

    def take(self, most: int, wait_s: float) -> list[Message]:
        """Return up to `most` messages in the order they came, waiting at most `wait_s`.

        Fewer, if these are large: a batch is held in memory as a whole.
        """

    def receipt(self, receipt: Receipt) -> None:
        """Tell a node what is settled; if that is lost, the node repeats."""

    def show(self, link: Link) -> None:
        """Tell all nodes whether envelopes are taken; while they are not, none is repeated."""

    def ack(self, messages: Sequence[Message]) -> None:
        """Let the broker forget `messages`; those of an older connection are passed over."""


class Directory(Protocol):
    """Who may send, and what of it belongs to which container or zone."""

    def sensors_of(self, node: str) -> Container[str] | None:
        """Return the names of a node's sensors, or None if it is not registered."""

    def derived(
        self, node: str, readings: Sequence[Reading], raw: Block, came_at_us: int
    ) -> Iterable[tuple[Block, Sequence[int]]]:
        """Give what readings of one sensor and kind mean for its container or a zone's beacon.

        `raw` are their own points, `came_at_us` tells which of them are late. With each block
        come the numbers of its readings.
        """

    def late(self) -> set[tuple[str, date]]:
        """Return, and forget, the (container, local day) pairs to which late readings belong."""


class Statuses(Protocol):
    """Where what nodes say of themselves is kept, durably."""

    def note_status(self, status: NodeStatus) -> None:
        """Keep the newest status of a node; raise RegistryFault if it cannot be kept."""


class Records(Statuses, Protocol):
    """Where that and what was refused is kept, durably."""

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Keep `letters`; raise RegistryFault if they cannot be kept."""

    def mark_dirty(self, days: Iterable[tuple[str, date]]) -> None:
        """Have what is derived of these (container, local day) pairs made anew.

        Raises RegistryFault if that cannot be kept.
        """
