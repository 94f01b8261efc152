"""What tonnage is asked of: unloadings, and what was lifted between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cloud.registry.values import Unloading


@dataclass(frozen=True, slots=True)
class Lift:
    """A container that a truck emptied, with the weight that was expected in it.

    Attributes:
        insee: the commune where it stands.
        at_us: when, µs since 1970 UTC.
        told: whether its crew says so; else a plan had it.
    """

    truck: str
    container: str
    insee: str
    stream: str
    at_us: int
    load_kg: int
    told: bool = False


class Unloadings(Protocol):
    """Who knows when trucks emptied themselves."""

    def unloadings(self, since_us: int, until_us: int) -> Sequence[Unloading]:
        """Return those with since <= time < until."""


class Lifts(Protocol):
    """Who knows what trucks lifted."""

    def lifts(self, since_us: int, until_us: int) -> Sequence[Lift]:
        """Return those with since <= time < until."""
