"""A view's figures hung in the calendar: its days, and the hours or quarters of a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from cloud.footfall.figures import Period, Step
from cloud.web.words import Words
from cloud.web.zone.slots import HOUR_US, QUARTER_US, Slot, hang, midnight_us
from cloud.web.zone.view import PAST_DAYS, ZoneView

Fineness = Literal["hour", "quarter"]


def published_us(view: ZoneView) -> int:
    """Return up to when figures were published: whatever has ended by then has a period."""
    ends = [p.begin_us + QUARTER_US for p in view.quarters]
    ends += [p.begin_us + HOUR_US for p in view.hours]
    # No day is shorter, even when clocks change.
    ends += [p.begin_us + 23 * HOUR_US for p in view.days]
    return max(ends, default=0)


def every_day(view: ZoneView, days: Sequence[Period], words: Words) -> tuple[Slot, ...]:
    """Return PAST_DAYS local days and today with the periods of `days`, oldest first."""
    today = words.local(view.now_us).date()
    dates = [today - timedelta(back) for back in range(PAST_DAYS, -2, -1)]
    return hang(days, [midnight_us(one, words.zone) for one in dates], published_us(view))


def parts_of(view: ZoneView, words: Words, day: date, fineness: Fineness) -> tuple[Slot, ...]:
    """Return the hours or quarter-hours of `day`."""
    periods, step_us = (view.hours, HOUR_US) if fineness == "hour" else (view.quarters, QUARTER_US)
    begin_us = midnight_us(day, words.zone)
    until_us = midnight_us(day + timedelta(1), words.zone)
    of_day = [period for period in periods if begin_us <= period.begin_us < until_us]
    return hang(of_day, range(begin_us, until_us + 1, step_us), published_us(view))


def every(view: ZoneView, words: Words, step: Step) -> tuple[Slot, ...]:
    """Return all days, hours or quarter-hours that the view reaches, but those not published."""
    slots = every_day(view, view.days, words)
    if step != "day":
        dates = [words.local(day.begin_us).date() for day in slots]
        slots = tuple(slot for one in dates for slot in parts_of(view, words, one, step))
    return tuple(slot for slot in slots if slot.state != "ahead")
