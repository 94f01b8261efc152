"""What the ingester asks of the world outside."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from cloud.registry.values import DeadLetter
from cloud.store.point import Point
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
        """Return up to `most` messages in the order they came, waiting at most `wait_s`."""

    def receipt(self, receipt: Receipt) -> None:
        """Tell a node what is settled; if that is lost, the node repeats."""

    def show(self, link: Link) -> None:
        """Tell all nodes whether envelopes are taken; while they are not, none is repeated."""

    def ack(self, messages: Sequence[Message]) -> None:
        """Let the broker forget `messages`; those of an older connection are passed over."""


class Directory(Protocol):
    """Who may send, and what of it belongs to which container or zone."""

    def knows_node(self, node: str) -> bool:
        """Tell whether the node is registered."""

    def knows_sensor(self, node: str, sensor: str) -> bool:
        """Tell whether the node is registered with this sensor."""

    def derived(self, node: str, reading: Reading, raw: Point, came_at_us: int) -> Point | None:
        """Return what a reading means for its sensor's container or a zone's beacon, if anything.

        `came_at_us` tells whether it is late.
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
