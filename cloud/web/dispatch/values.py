"""What the desk's addresses take and answer."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from cloud.dispatch.french import Broken
from cloud.dispatch.there import There
from cloud.driven.actual import RoundActual
from cloud.driven.delivery import Delivery
from cloud.driven.rounds import CalendarDay
from cloud.driven.streets import Street
from cloud.plan.changes import Change
from cloud.plan.route import Plan
from cloud.registry.values import Incident
from contract.names import Name
from contract.truck_plan import Day

Version = Annotated[int, Meta(ge=0, lt=2**53)]
Why = Annotated[str, Meta(min_length=1, max_length=300)]
Shared = Literal["known", "not-shared"]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60)]


class MoveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Move a container to a truck or to another day; neither: leave it.

    Attributes:
        read: the version that the page shows.
        dry: only answer, change nothing.
    """

    read: Version
    container: Name
    truck: Name | None = None
    to_day: Day | None = None
    dry: bool = False

    def __post_init__(self) -> None:
        """Refuse two wishes at once."""
        if self.truck is not None and self.to_day is not None:
            raise ValueError("move it to a truck or to a day, not both")


class LockAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Have a container stay with its truck, or no longer."""

    read: Version
    container: Name
    locked: bool


class PublishAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Issue the version that the page shows."""

    read: Version


class ReplanAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened; the state of the trucks is taken from what crews told."""

    broken: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    alarms: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    closed: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    late_min: dict[Name, Minutes] = {}


class IncidentAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open an incident of a truck; its crew is shown the reason."""

    truck: Name
    why: Why


class DraftShown(msgspec.Struct, frozen=True):
    """The newest version of a day's draft; `version` 0 is the plan as it was issued."""

    day: str
    version: int
    base_us: int
    locks: tuple[str, ...]
    plan: Plan
    broken: tuple[Broken, ...]


class MoveAnswered(msgspec.Struct, frozen=True):
    """What the checker says; `version` is None if nothing was saved.

    Attributes:
        there: of a container that would go to another day, what that day's plan says.
    """

    version: int | None
    broken: tuple[Broken, ...]
    extra_m: int
    extra_s: int
    extra_ueur: int
    plan: Plan
    there: There | None = None


class Saved(msgspec.Struct, frozen=True):
    """A version was saved."""

    version: int


class VersionLine(msgspec.Struct, frozen=True):
    """A version of a draft: when, by whom, and what it changed; None: he is erased."""

    version: int
    at_us: int
    who: str | None
    what: str
    published: bool


class Versions(msgspec.Struct, frozen=True):
    """The versions of a day's draft, the newest first."""

    versions: tuple[VersionLine, ...]


class PublishAnswered(msgspec.Struct, frozen=True):
    """A plan was issued; `trouble` says why trucks were not told, "" if they were."""

    plan_us: int
    sent: int
    trouble: str


class ReplanAnswered(msgspec.Struct, frozen=True):
    """A plan was made again, and what that changes."""

    plan_us: int
    sent: int
    trouble: str
    changes: tuple[Change, ...]


class Deliveries(msgspec.Struct, frozen=True):
    """How far each truck's rounds of a day have come."""

    day: str
    deliveries: tuple[Delivery, ...]


class Actuals(msgspec.Struct, frozen=True):
    """Plan against actual of a day, by round."""

    day: str
    rounds: tuple[RoundActual, ...]


class Streets(msgspec.Struct, frozen=True):
    """Whether streets were done on a day."""

    day: str
    streets: tuple[Street, ...]


class Calendar(msgspec.Struct, frozen=True):
    """Which rounds are due."""

    days: tuple[CalendarDay, ...]


class Incidents(msgspec.Struct, frozen=True):
    """The open incidents."""

    incidents: tuple[Incident, ...]


class Where(msgspec.Struct, frozen=True):
    """Where a truck was last; all None if it told nothing, or is pausing. The look is kept."""

    state: Shared
    at_us: int | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None


class Closed(msgspec.Struct, frozen=True):
    """Whether an incident was open and is closed now."""

    closed: bool
