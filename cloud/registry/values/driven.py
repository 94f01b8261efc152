"""What crews told of their rounds, and what the desk did about them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

REFUSED: Final = "refused-row"
"""Kind of a number whose row is in the dead letters."""

LOSS: Final = "loss"
"""Kind of a number under which a device says that others will never come."""

POSITION: Final = "position"
"""Kind of a number whose body is a position, which is kept apart and for less long."""


@dataclass(frozen=True, slots=True)
class KeptDeed:
    """A row of a device as it is kept: (device, epoch, seq) names it for ever.

    Attributes:
        kind: as on the wire; REFUSED, LOSS and POSITION have no deed in `body`.
        at_us: when, by the best clock that the device had, µs since 1970 UTC.
        came_us: when it came first.
        body: the row as JSON; None of a position that is purged.
        person: whose session sent it; None once he is erased. No account is made of it.
    """

    device: str
    epoch: str
    seq: int
    truck: str
    day: date
    kind: str
    at_us: int
    came_us: int
    body: str | None
    person: str | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What names it."""
        return self.device, self.epoch, self.seq


@dataclass(frozen=True, slots=True)
class Passage:
    """Proof of service that outlives positions: a truck was at a stop of its round, from, until."""

    truck: str
    day: date
    ref: str
    first_us: int
    last_us: int


@dataclass(frozen=True, slots=True)
class Incident:
    """Why a truck's position may be looked at; `opened_by` is None once he is erased."""

    id: int
    truck: str
    why: str
    opened_us: int
    opened_by: str | None
    closed_us: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked where a truck is; its crew is shown that, for whatever reason it was."""

    at_us: int
    truck: str
    incident: int
    why: str


@dataclass(frozen=True, slots=True)
class Sending:
    """A truck's round of a plan was left on the broker."""

    truck: str
    day: date
    plan_us: int
    sent_us: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A version of a plan that is being worked on; none is ever rewritten.

    Attributes:
        version: 1 for the first of a day; whoever saves says which one he has read.
        base_us: `issued_at_us` of the plan that it began with.
        locks: containers that stay with their truck.
        what: one sentence: what this version changed.
        body: the plan as JSON.
        published: whether it was issued; the next version begins anew from what was.
    """

    day: date
    version: int
    base_us: int
    at_us: int
    who: str | None
    what: str
    locks: tuple[str, ...]
    body: bytes
    published: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A container that a dispatcher moved to another day, on which it must be lifted."""

    container: str
    day: date
    from_day: date
    at_us: int
    who: str | None
