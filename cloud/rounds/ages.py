"""How long waste may wait in a container, whatever a forecast says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cloud.rounds.season import Season


@dataclass(frozen=True, slots=True)
class AgeRule:
    """The longest time between two emptyings of the containers that it speaks of.

    Attributes:
        stream: what is in them.
        days: an emptying on one day allows the next one so many days later, and no later.
        zone: where they stand; anywhere if None.
        season: when it holds; all year if None.
    """

    stream: str
    days: int
    zone: str | None = None
    season: Season | None = None

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a longest age is one day or more")


def longest_days(rules: Iterable[AgeRule], stream: str, zone: str, day: date) -> int | None:
    """Return the longest age that holds on `day`, in days; None if no rule speaks of it.

    The most specific rule wins: of a zone and a season, of a zone, of a season, of neither. Of two
    alike the stricter one.
    """
    speaking = [
        rule
        for rule in rules
        if rule.stream == stream
        and rule.zone in (None, zone)
        and (rule.season is None or rule.season.holds(day))
    ]
    return min(speaking, key=_rank).days if speaking else None


def must_be_emptied(
    rules: Iterable[AgeRule],
    stream: str,
    zone: str,
    emptied: date | None,
    day: date,
    next_day: date,
) -> bool:
    """Tell whether a container left on `day` would be too old on some day up to `next_day`.

    Args:
        rules: all of them.
        stream: the container's.
        zone: the container's.
        emptied: when it was emptied last; what is not known counts as too old.
        day: on which it may be emptied.
        next_day: the next one after `day` on which it may be.
    """
    held = tuple(rules)
    ahead = (day + timedelta(n) for n in range((next_day - day).days + 1))
    limits = ((one, longest_days(held, stream, zone, one)) for one in ahead)
    return any(
        limit is not None and (emptied is None or (one - emptied).days > limit)
        for one, limit in limits
    )


def _rank(rule: AgeRule) -> tuple[bool, bool, int]:
    return rule.zone is None, rule.season is None, rule.days
