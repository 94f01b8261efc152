"""The zone's view, joined: what the page says of today, of these weeks and of the usual week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cloud.footfall.figures import Period
from cloud.web.words import Words
from cloud.web.zone.calendar import Fineness, every_day, parts_of, published_us
from cloud.web.zone.quality import counted_until_us, coverage
from cloud.web.zone.ranking import Ranked, rank
from cloud.web.zone.slots import HOUR_US, Slot
from cloud.web.zone.totals import Total, total
from cloud.web.zone.usual import Usual, usual
from cloud.web.zone.view import Tag, ZoneView

WEEK: Final = 7
# Beyond these a manager must know that figures have stopped: published once a day at least, and
# counted all the time.
OLD_FIGURES_US: Final = 26 * HOUR_US
OLD_COUNTS_US: Final = 6 * HOUR_US
# So many people make a calibration: the error of a factor from n people is about 1/√n.
ENOUGH_BY_HAND: Final = 100


@dataclass(frozen=True, slots=True)
class ZoneBoard:
    """What the templates draw.

    Attributes:
        view: what it was made from.
        today: the local day that runs.
        days: the days that the page shows, the last one being as much of today as is over.
        day: the chosen one.
        fineness: in what the chosen day is cut.
        parts: its hours or quarter-hours.
        so_far: the hours of today that are over.
        so_far_us: up to when that is.
        yesterday: the last whole day.
        week: the last seven whole days.
        weeks: all whole days.
        usual: the usual week.
        gates: over the last seven whole days, the busiest first.
        coverage: how much of these radios listened; None if nothing tells.
        published_us: up to when figures were published, 0 if never.
        counted_us: up to when radios listened, None if never.
        beacons: the missing first.
    """

    view: ZoneView
    today: date
    days: tuple[Slot, ...]
    day: date
    fineness: Fineness
    parts: tuple[Slot, ...]
    so_far: Total
    so_far_us: int
    yesterday: Total
    week: Total
    weeks: Total
    usual: Usual
    gates: tuple[Ranked, ...]
    coverage: float | None
    published_us: int
    counted_us: int | None
    beacons: tuple[Tag, ...]

    @property
    def empty(self) -> bool:
        """Whether no figure of the zone was published."""
        return not self.published_us

    @property
    def unpublished(self) -> bool:
        """Whether publishing has stopped."""
        return self.view.now_us - self.published_us > OLD_FIGURES_US

    @property
    def stopped(self) -> bool:
        """Whether counting has stopped."""
        return self.published_us - (self.counted_us or 0) > OLD_COUNTS_US

    @property
    def lost(self) -> int:
        """How many whole days have no figure."""
        return sum(slot.state == "absent" for slot in self.days[:-1])


def join(view: ZoneView, words: Words, asked: date | None, fineness: Fineness) -> ZoneBoard:
    """Join `view`'s figures, and show the day that is `asked` for if the view reaches it."""
    *past, running = every_day(view, view.days, words)
    today = words.local(running.begin_us).date()
    over = [slot for slot in parts_of(view, words, today, "hour") if slot.state != "ahead"]
    so_far = total(over)
    days = (*past, _as_far(running, over, so_far))
    first, week = words.local(days[0].begin_us).date(), past[-WEEK:]
    day = asked if asked is not None and first <= asked <= today else _newest(days, words)
    return ZoneBoard(
        view=view,
        today=today,
        days=days,
        day=day,
        fineness=fineness,
        parts=parts_of(view, words, day, fineness),
        so_far=so_far,
        so_far_us=over[-1].until_us if over else running.begin_us,
        yesterday=total(past[-1:]),
        week=total(week),
        weeks=total(past),
        usual=usual(view.profile, past, words),
        gates=rank(
            [(gate, every_day(view, gate.days, words)[-1 - WEEK : -1]) for gate in view.gates]
        ),
        coverage=coverage(week),
        published_us=published_us(view),
        counted_us=counted_until_us(view.quarters, view.hours),
        beacons=tuple(
            sorted(view.beacons, key=lambda tag: (not tag.heard.missing, tag.heard.name))
        ),
    )


def _as_far(running: Slot, over: Sequence[Slot], so_far: Total) -> Slot:
    """Return today's slot with the hours that are over; half a day has no week before."""
    if not so_far.counted:
        return running
    heard = coverage(over) or 0.0
    figure = Period(running.begin_us, so_far.passages, so_far.low, so_far.high, heard)
    return replace(running, period=figure, state="running")


def _newest(days: Sequence[Slot], words: Words) -> date:
    """Return the newest day of which anything is published, else the last."""
    told = [day for day in days if day.state != "ahead"]
    return words.local((told or days)[-1].begin_us).date()
