"""A period against the same one seven days before, and a week against the week before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from cloud.footfall.calendar import at_local
from cloud.footfall.figures import Period

WEEK = timedelta(days=7)
DAYS = 7


@dataclass(frozen=True, slots=True)
class Weeks:
    """Passages of the last seven days and of the seven before, over `days` that both show."""

    passages: float
    before: float
    days: int


def with_week_before(periods: Sequence[Period], zone: ZoneInfo) -> list[Period]:
    """Return periods, each with what is shown of the same wall-clock time a week before."""
    shown = {
        at_local(period.begin_us, zone).replace(tzinfo=None): period.passages
        # An hour that clocks repeat is there twice: the first of the two is meant.
        for period in reversed(periods)
    }
    return [
        replace(
            period,
            week_before=None
            if period.passages is None
            else shown.get(at_local(period.begin_us, zone).replace(tzinfo=None) - WEEK),
        )
        for period in periods
    ]


def weeks(days: Sequence[Period]) -> Weeks | None:
    """Return the last seven days against those seven days before each; None if none compares.

    Like with like: a day that still runs, or is not shown in one of the weeks, is in neither.
    """
    pairs = [
        (day.passages, day.week_before)
        for day in days[-DAYS:]
        if day.passages is not None and day.week_before is not None
    ]
    if not pairs:
        return None
    return Weeks(sum(now for now, _ in pairs), sum(before for _, before in pairs), len(pairs))
