"""What can go wrong with a plan while it is driven, as a dispatcher tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cloud.errors import NoPlan


@dataclass(frozen=True, slots=True)
class News:
    """What went wrong since the plan was made.

    Attributes:
        at_s: when, seconds from local midnight of the plan's day; now if None.
        broken: trucks that drive no further; what they carry stays on them.
        late_s: by truck, how many seconds its crew is behind the plan.
        alarms: containers that must be lifted today.
        closed: containers that cannot be reached any more.
    """

    at_s: int | None = None
    broken: frozenset[str] = frozenset()
    late_s: Mapping[str, int] = field(default_factory=dict)
    alarms: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


def told(
    at: str | None,
    broken: Iterable[str],
    late: Iterable[str],
    alarms: Iterable[str],
    closed: Iterable[str],
) -> News:
    """Return the news in a person's words: "HH:MM", and "TRUCK=MINUTES" of those who are late.

    Raises:
        NoPlan: the words are none of these.
    """
    late_s: dict[str, int] = {}
    for words in late:
        truck, _, minutes = words.partition("=")
        if not minutes.isdecimal():
            raise NoPlan(f"{words!r} does not say who is late by how much: TRUCK=MINUTES")
        late_s[truck] = int(minutes) * 60
    at_s = None
    if at is not None:
        hours, _, minutes = at.partition(":")
        if not (hours.isdecimal() and minutes.isdecimal() and int(minutes) < 60):  # noqa: PLR2004
            raise NoPlan(f"{at!r} is no time of day: HH:MM")
        at_s = int(hours) * 3600 + int(minutes) * 60
    return News(at_s, frozenset(broken), late_s, frozenset(alarms), frozenset(closed))
