"""The rounds that a day's plans gave each truck, read once a plan: none is ever rewritten."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final, TypeAlias, TypeVar

from msgspec import structs

from cloud.driven.orders import orders
from cloud.registry.registry import Registry
from contract.truck_plan import TruckPlan

ISSUES: Final = 200
"""So many plans of one day are looked at, the newest; a day is made again a few times."""

Given: TypeAlias = Mapping[str, list[TruckPlan]]
"""By truck, every round that it was given, the oldest first."""

# Plans and days of them that are kept open: a plan of six hundred stops is some 400 kB.
_PLANS: Final = 24
_DAYS: Final = 4

_Numbers: TypeAlias = tuple[tuple[int, int], ...]
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class GivenRounds:
    """The rounds of days by what was issued; the last ones are kept. Any thread may ask."""

    registry: Registry
    _plans: OrderedDict[tuple[int, str], dict[str, TruckPlan]] = field(default_factory=OrderedDict)
    _days: OrderedDict[tuple[date, str], tuple[_Numbers, Given]] = field(
        default_factory=OrderedDict
    )
    _lock: Lock = field(default_factory=Lock)

    def of(self, day: date, timezone: str) -> Given:
        """Return the rounds of a day, of which only what is new is read."""
        numbers = tuple(reversed(self.registry.plan_numbers(day, ISSUES)))
        with self._lock:
            kept = self._days.pop((day, timezone), None)
            if kept is None or kept[0] != numbers:
                kept = (numbers, self._read(numbers, timezone))
            self._days[day, timezone] = kept
            _forget(self._days, _DAYS)
            return kept[1]

    def _read(self, numbers: _Numbers, timezone: str) -> Given:
        found: dict[str, list[TruckPlan]] = {}
        for number, _ in numbers:
            for truck, plan in self._orders(number, timezone).items():
                theirs = found.setdefault(truck, [])
                # Most trucks drive on by the next plan as by the last: one copy is enough.
                same = theirs and theirs[-1].stops == plan.stops
                theirs.append(structs.replace(plan, stops=theirs[-1].stops) if same else plan)
        return found

    def _orders(self, number: int, timezone: str) -> dict[str, TruckPlan]:
        kept = self._plans.pop((number, timezone), None)
        if kept is None:
            issued = self.registry.plan(number)
            kept = {} if issued is None else orders(issued, timezone)
        self._plans[number, timezone] = kept
        _forget(self._plans, _PLANS)
        return kept


def _forget(kept: OrderedDict[K, V], most: int) -> None:
    """Let go of what was asked for longest ago."""
    while len(kept) > most:
        kept.popitem(last=False)
