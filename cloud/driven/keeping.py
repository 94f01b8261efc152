"""How long what crews told is kept: positions two months, what they prove and photos a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from cloud.driven.passages import passages
from cloud.driven.rounds import Rounds
from cloud.driven.rules import TOPIC
from cloud.driven.told import told
from cloud.registry.local import begins_us

if TYPE_CHECKING:
    from contract.truck_plan import TruckPlan

POSITION_DAYS: Final = 61
"""Two months."""

PROOF_DAYS: Final = 366
"""A year: the span in which a resident or an authority asks whether a service was done."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What went: positions, what they still proved, and other things that were too old."""

    positions: int
    proofs: int
    others: int


def purge(rounds: Rounds, today: date) -> Purged:
    """Delete what is too old; of positions keep which stop of the round they were at, and when.

    To call it again changes nothing, and if it is cut off it goes on where it was.
    """
    zone, driven = rounds.zone(), rounds.driven
    rows, proofs = today - timedelta(POSITION_DAYS), today - timedelta(PROOF_DAYS)
    gone = kept = 0
    for day in driven.days_with_positions(rows):
        plans: list[TruckPlan] = [
            plan for theirs in rounds.today(day).plans.values() for plan in theirs
        ]
        proven = passages(plans, told(driven.positions(day)))
        gone += driven.reduce(day, proven)
        kept += len(proven)
    others = driven.forget(rows, begins_us(rows, zone), proofs, begins_us(proofs, zone), TOPIC)
    return Purged(gone, kept, others)
