"""The calendar that figures are hung in: every local period has its place, counted or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

from cloud.footfall.figures import Period

State = Literal["counted", "partial", "running", "withheld", "absent", "ahead"]

HOUR_US: Final = 3_600_000_000
QUARTER_US: Final = HOUR_US // 4
# Where radios listened to less, a figure is drawn as resting on a part of its period.
WHOLE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Slot:
    """A local period and its figure; `state` says why there may be none.

    "partial" is counted though radios listened to less than WHOLE of it, "running" is the part of
    today that is over, "absent" was published without a figure, "ahead" is not published yet.
    """

    begin_us: int
    until_us: int
    period: Period | None
    state: State

    @property
    def counted(self) -> bool:
        """Whether there is a figure to show."""
        return self.state in {"counted", "partial", "running"}


def hang(periods: Sequence[Period], edges_us: Sequence[int], published_us: int) -> tuple[Slot, ...]:
    """Return the slots between `edges_us` with their periods; figures go up to `published_us`."""
    known = {period.begin_us: period for period in periods}
    return tuple(
        Slot(begin_us, until_us, period, _state(period, published=until_us <= published_us))
        for begin_us, until_us in pairwise(edges_us)
        for period in (known.get(begin_us),)
    )


def midnight_us(day: date, zone: ZoneInfo) -> int:
    """Return the instant at which a local day begins."""
    return round(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


def _state(period: Period | None, *, published: bool) -> State:
    if period is None:
        return "absent" if published else "ahead"
    if period.withheld:
        return "withheld"
    if period.passages is None:
        return "absent"
    return "counted" if period.coverage >= WHOLE else "partial"
