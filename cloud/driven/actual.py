"""Plan against actual by round, never by person: no ranking, no idle time, no speed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cloud.driven.stops import StopState, of
from cloud.driven.told import Told
from contract.deeds import Collected, Ended, Problem, Skipped, Started, Unloaded
from contract.truck_plan import TruckPlan, TruckStop

_COUNTED = ("container", "side")


@dataclass(frozen=True, slots=True)
class RoundStop:
    """A planned stop beside what became of it."""

    kind: str
    name: str
    arrive_s: int
    state: StopState


@dataclass(frozen=True, slots=True)
class Tonnage:
    """What was unloaded where; None: nobody read a scale."""

    tip: str
    at_us: int
    weight_kg: int | None


@dataclass(frozen=True, slots=True)
class RoundActual:
    """The round of a truck on a day, as planned last and as driven.

    Attributes:
        planned: stops of any plan of the day that still count: of the last plan, and those of
            earlier ones that this truck closed or passed.
        done, passed, skipped, open: how many of `planned` are so.
        reasons: how many were skipped for which reason.
        planned_m: metres of the plan with which the day began; nobody measures how many were.
        planned_kg: expected tonnage of that.
        started_us, ended_us: as told; None if they were not.
        last: what was closed last.
        extra: stops that were closed and were in no plan of this truck.
    """

    truck: str
    day: str
    planned: tuple[RoundStop, ...]
    done: int
    passed: int
    skipped: int
    open: int
    conflicts: int
    reasons: Mapping[str, int]
    problems: Mapping[str, int]
    planned_m: int
    planned_kg: int
    tonnage: tuple[Tonnage, ...]
    started_us: int | None
    ended_us: int | None
    last: StopState | None
    extra: tuple[StopState, ...]


def actual(
    plans: Sequence[TruckPlan], deeds: Iterable[Told], known: Mapping[str, StopState]
) -> RoundActual:
    """Return the round of the truck whose plans of a day these are, the oldest first."""
    truck = plans[-1].truck
    mine = [one for one in deeds if one.truck == truck]
    closed = {one.deed.stop for one in mine if isinstance(one.deed, Collected | Skipped)}
    passed = {ref for ref, one in known.items() if one.passed_by == truck}
    planned = _planned(plans, closed | passed)
    rows = tuple(
        RoundStop(stop.kind, stop.name, stop.arrive_s, of(stop.ref, known)) for stop in planned
    )
    count = Counter(row.state.state for row in rows)
    there = {stop.ref for stop in planned}
    return RoundActual(
        truck=truck,
        day=plans[-1].day,
        planned=rows,
        done=count["collected"],
        passed=count["passed"],
        skipped=count["skipped"],
        open=count["open"],
        conflicts=sum(row.state.conflict for row in rows),
        reasons=_counted(row.state.reason for row in rows if row.state.state == "skipped"),
        problems=_counted(one.deed.what.value for one in mine if isinstance(one.deed, Problem)),
        planned_m=sum(stop.distance_m for stop in plans[0].stops),
        planned_kg=brought_kg(plans[0]),
        tonnage=tuple(
            Tonnage(one.deed.tip, one.at_us, one.deed.weight_kg)
            for one in mine
            if isinstance(one.deed, Unloaded)
        ),
        started_us=min((one.at_us for one in mine if isinstance(one.deed, Started)), default=None),
        ended_us=max((one.at_us for one in mine if isinstance(one.deed, Ended)), default=None),
        last=last_closed(truck, known),
        extra=tuple(known[ref] for ref in sorted(closed - there)),
    )


def last_closed(truck: str, known: Mapping[str, StopState]) -> StopState | None:
    """Return the stop that a truck closed last by its own word; None if it closed none."""
    mine = [
        (max(word.at_us for word in one.words if word.truck == truck), one.ref)
        for one in known.values()
        if any(word.truck == truck for word in one.words)
    ]
    return known[max(mine)[1]] if mine else None


def brought_kg(plan: TruckPlan) -> int:
    """Return what a plan expects at the tips: a load only falls there."""
    loads = [stop.load_kg for stop in plan.stops]
    return sum(max(0, before - after) for before, after in pairwise(loads))


def _planned(plans: Sequence[TruckPlan], closed: set[str]) -> list[TruckStop]:
    """Return the stops of earlier plans that were closed, then those of the last plan."""
    now = {stop.ref for stop in plans[-1].stops}
    before: dict[str, TruckStop] = {}
    for plan in plans[:-1]:
        for stop in plan.stops:
            if stop.kind in _COUNTED and stop.ref in closed and stop.ref not in now:
                before.setdefault(stop.ref, stop)
    return [*before.values(), *(stop for stop in plans[-1].stops if stop.kind in _COUNTED)]


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
