"""How far figures can be trusted: how long radios listened, and when they did last."""

from collections.abc import Iterable, Sequence

from cloud.footfall.figures import Period
from cloud.web.zone.slots import HOUR_US, QUARTER_US, Slot


def coverage(slots: Sequence[Slot]) -> float | None:
    """Return the share of the published `slots` in which radios listened; None if there is none."""
    heard = [
        slot.period.coverage if slot.period else 0.0 for slot in slots if slot.state != "ahead"
    ]
    return sum(heard) / len(heard) if heard else None


def counted_until_us(quarters: Iterable[Period], hours: Iterable[Period]) -> int | None:
    """Return up to when radios listened last, by the finest figures there are; None if never."""
    ends = [p.begin_us + QUARTER_US for p in quarters if p.coverage > 0]
    ends = ends or [p.begin_us + HOUR_US for p in hours if p.coverage > 0]
    return max(ends, default=None)
