"""What positions prove: that a truck was at a stop of its round, and when; never how fast.

A side of a street is done by that; of a container it says no more than that somebody was there.
"""

from collections.abc import Iterable
from datetime import date
from math import cos, hypot, radians
from typing import Final

from cloud.driven.told import Told
from cloud.registry.values import Passage
from contract.deeds import Position
from contract.truck_plan import TruckPlan, TruckStop

NEAR_M: Final = 60
"""A street's width, the length of a lorry, and what a phone is wrong by in a village."""

COARSEST_M: Final = 100
"""A position that may be further off proves nothing."""

_M_PER_DEGREE: Final = 111_320.0
_PROVABLE: Final = ("side", "container")


def passages(plans: Iterable[TruckPlan], positions: Iterable[Told]) -> list[Passage]:
    """Return by truck and stop when the truck was there first and last, on the day of `plans`."""
    stops: dict[str, dict[str, TruckStop]] = {}
    days: dict[str, date] = {}
    for plan in plans:
        theirs = stops.setdefault(plan.truck, {})
        theirs |= {stop.ref: stop for stop in plan.stops if stop.kind in _PROVABLE}
        days[plan.truck] = date.fromisoformat(plan.day)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for one in positions:
        if not isinstance(one.deed, Position) or one.deed.accuracy_m > COARSEST_M:
            continue
        for ref, stop in stops.get(one.truck, {}).items():
            if _metres(stop, one.deed) <= NEAR_M:
                first, last = found.get((one.truck, ref), (one.at_us, one.at_us))
                found[one.truck, ref] = (min(first, one.at_us), max(last, one.at_us))
    return [Passage(truck, days[truck], ref, *found[truck, ref]) for truck, ref in sorted(found)]


def _metres(stop: TruckStop, at: Position) -> float:
    """Return a distance that is right for places near each other, and large for others."""
    north = (at.lat - stop.lat) * _M_PER_DEGREE
    east = (at.lon - stop.lon) * _M_PER_DEGREE * cos(radians(stop.lat))
    return hypot(north, east)
