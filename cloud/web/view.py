"""What the page shows, as frozen values that are given to it."""

from dataclasses import dataclass
from typing import Literal, Protocol

from cloud.forecast.need import Need
from cloud.plan.route import Plan

Position = tuple[float, float]
"""Longitude, latitude, WGS 84: the order of GeoJSON."""

Ring = tuple[Position, ...]
"""A closed line; a second ring inside the first is a hole."""

SiteKind = Literal["depot", "tip", "outlet"]

NoteKind = Literal["store-down", "readings-old", "forecast-old", "plan-old", "plan-marked"]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: its village, and its outline on the map."""

    insee: str
    name: str
    population: int
    lat: float
    lon: float
    outline: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Container:
    """A container as it stands now.

    Attributes:
        id: its id in the registry.
        name: what people read.
        commune: the commune's name.
        stream: "residual", "biowaste", "glass", …; a word the page does not know is shown as is.
        lat: degrees north, WGS 84.
        lon: degrees east, WGS 84.
        fill_ratio: newest fill, 1.0 = the full line; None if not known.
        read_at_us: when that was read, µs since 1970 UTC; None if never.
        need: what the forecast says of it; None if there is none yet.
        invented: whether its place is made up for the demonstration.
    """

    id: str
    name: str
    commune: str
    stream: str
    lat: float
    lon: float
    fill_ratio: float | None
    read_at_us: int | None
    need: Need | None
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A place where trucks sleep or unload."""

    id: str
    name: str
    kind: SiteKind
    lat: float
    lon: float
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Truck:
    """What a truck can carry, and whose it is in words that people read.

    `capacity_l` counts litres as thrown into containers, as the loads of a plan do.
    """

    id: str
    name: str
    operator: str
    capacity_kg: int
    capacity_l: int
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A reason to trust the page less, and since when; None if that is not known."""

    kind: NoteKind
    since_us: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page at one instant.

    Attributes:
        now_us: the instant, µs since 1970 UTC.
        territory: its name.
        timezone: IANA name of the local time, e.g. "Europe/Paris".
        communes: in any order; the larger one's name wins where two do not fit.
        containers: in any order.
        sites: depots, tips, outlets.
        trucks: all that the plan may name.
        plan: the newest one issued; None if there is none yet.
        notes: what is known to be stale or missing; the page finds an old plan itself.
        attribution: whose data is shown, one line each, in any language.
    """

    now_us: int
    territory: str
    timezone: str
    communes: tuple[Commune, ...]
    containers: tuple[Container, ...]
    sites: tuple[Site, ...]
    trucks: tuple[Truck, ...]
    plan: Plan | None
    notes: tuple[Note, ...] = ()
    attribution: tuple[str, ...] = ()


class Desk(Protocol):
    """Who knows the state of the territory."""

    def view(self) -> View:
        """Return the state now; raises CloudError if it cannot be had."""
