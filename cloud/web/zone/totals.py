"""Sums of passages with their intervals, and how they stand against the week before.

The error that periods share, that of how many people a device stands for, does not average out
over days; so the ends of intervals are added as they are: wide on the safe side, never too narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cloud.footfall.figures import Period
from cloud.web.zone.slots import Slot, State


@dataclass(frozen=True, slots=True)
class Versus:
    """Passages against those of the same periods seven days before, where both were counted.

    Attributes:
        before: passages of the week before.
        ratio: growth; None from nothing.
        clear: whether the difference is larger than the interval of the figure.
    """

    before: float
    ratio: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class Total:
    """Passages over several periods; where none was counted, `state` says why.

    `counted` of the `asked` periods are in the sum, and `withheld` are not because they are small.
    """

    passages: float
    low: float
    high: float
    counted: int
    withheld: int
    asked: int
    state: State
    versus: Versus | None

    @property
    def mean(self) -> float:
        """Passages of a mean period that was counted; there must be one."""
        return self.passages / self.counted


def total(slots: Sequence[Slot]) -> Total:
    """Add `slots` up and compare them with the week before."""
    shown = [slot.period for slot in slots if slot.counted and slot.period is not None]
    passages, low, high = _sum(shown)
    return Total(
        passages=passages,
        low=low,
        high=high,
        counted=len(shown),
        withheld=sum(slot.state == "withheld" for slot in slots),
        asked=len(slots),
        state=_state(slots),
        versus=_versus([period for period in shown if period.week_before is not None]),
    )


def _versus(pairs: Sequence[Period]) -> Versus | None:
    if not pairs:
        return None
    now, low, high = _sum(pairs)
    before = sum(period.week_before or 0.0 for period in pairs)
    ratio = now / before - 1 if before > 0 else None
    return Versus(before, ratio, clear=not low <= before <= high)


def _sum(periods: Sequence[Period]) -> tuple[float, float, float]:
    return (
        sum(period.passages or 0.0 for period in periods),
        sum(period.low or 0.0 for period in periods),
        sum(period.high or 0.0 for period in periods),
    )


def _state(slots: Sequence[Slot]) -> State:
    """Return the state of the first kind that there is: figures before reasons for none."""
    states = {slot.state for slot in slots}
    order: tuple[State, ...] = ("counted", "partial", "running", "withheld", "absent")
    return next((state for state in order if state in states), "ahead")
