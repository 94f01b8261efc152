"""The gates of a zone, the busiest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cloud.web.zone.quality import coverage
from cloud.web.zone.slots import Slot
from cloud.web.zone.totals import Total, total
from cloud.web.zone.view import Gate


@dataclass(frozen=True, slots=True)
class Ranked:
    """A gate's passages; `share` of all gates' by their mean days, None if it was not counted."""

    gate: Gate
    total: Total
    share: float | None
    coverage: float | None


def rank(gates: Iterable[tuple[Gate, Sequence[Slot]]]) -> tuple[Ranked, ...]:
    """Return gates by passages over the slots that go with each; the uncounted come last."""
    sums = [(gate, total(slots), coverage(slots)) for gate, slots in gates]
    every = sum(added.mean for _, added, _ in sums if added.counted)
    ranked = [
        Ranked(gate, added, added.mean / every if added.counted and every > 0 else None, heard)
        for gate, added, heard in sums
    ]
    return tuple(sorted(ranked, key=lambda one: (-(one.share or 0.0), one.gate.name)))
