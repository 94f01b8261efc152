"""A truck's shift as it is ordered, and the timetable of what its crew does when."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Doing = Literal["drive", "serve", "wait", "break"]


@dataclass(frozen=True, slots=True)
class Window:
    """When a place can be served: begun no sooner than `opens_s`, done by `closes_s`."""

    opens_s: int
    closes_s: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A place in the order of driving; the way home is the last one, with nothing to do there.

    Attributes:
        ref: what it is called.
        drive_s: the way there from the visit before, or from the depot.
        service_s: how long the work takes, in one piece.
        windows: in the order of the clock; none if any time will do.
    """

    ref: str
    drive_s: int
    service_s: int = 0
    windows: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        if min(self.drive_s, self.service_s) < 0:
            raise ValueError(f"{self.ref}: driving and service cannot take less than no time")
        edges = [edge for one in self.windows for edge in (one.opens_s, one.closes_s)]
        if edges != sorted(edges):
            raise ValueError(f"{self.ref}: windows must open, then close, one after the other")


@dataclass(frozen=True, slots=True)
class Shift:
    """What one truck is still to do in a day, in order, and between which hours.

    Attributes:
        starts_s: when it was to begin; a shift under way goes on where its past ends.
        ends_s: when it must have ended.
        visits: those still to come. Who stands halfway has the rest of the way as `drive_s`.
        past: what was done before; to which visit its spans belong is not asked.
    """

    starts_s: int
    ends_s: int
    visits: tuple[Visit, ...]
    past: "Timetable" = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one doing.

    Attributes:
        doing: what the crew does; what is not a break, waiting too, is work.
        begin_s: seconds after local midnight.
        end_s: the same as `begin_s` for a service that takes no time.
        visit: index of the visit to which it drives, or at which it is done; a break between two
            drives to one visit is taken on the road, one after a visit's service still at it.
    """

    doing: Doing
    begin_s: int
    end_s: int
    visit: int


Timetable: TypeAlias = tuple[Span, ...]
"""A shift without gaps: each span begins where the one before ends; each visit is served once."""


def clock(at_s: int) -> str:
    """Return a second of the day as people read it; its seconds only where there are any."""
    minutes, seconds = divmod(at_s, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
