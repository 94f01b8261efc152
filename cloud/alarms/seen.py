"""What one look says of one cause: it is there, it is not, or nobody can tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cloud.registry.values import AlarmKind


class State(StrEnum):
    """Whether a cause is there; between the two bounds of a hysteresis nobody can tell."""

    ON = "on"
    UNSURE = "unsure"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Seen:
    """A cause as a look found it.

    Attributes:
        kind: what it is about.
        subject: a container, a node, or NODE/SENSOR; "" of reception.
        state: whether it is there.
        since_us: since when, µs since 1970 UTC; 0 if it is not.
        figure: the value behind it: °C, a fill ratio, how many nodes.
    """

    kind: AlarmKind
    subject: str
    state: State
    since_us: int = 0
    figure: float | None = None


def together(found: Iterable[Seen]) -> list[Seen]:
    """Return one view a cause: one sensor that sees it is enough, all must say that it is over."""
    order = list(State)
    views: dict[tuple[AlarmKind, str], Seen] = {}
    for one in found:
        other = views.setdefault((one.kind, one.subject), one)
        if order.index(one.state) < order.index(other.state):
            views[one.kind, one.subject] = one
    return list(views.values())
