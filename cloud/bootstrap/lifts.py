"""What trucks lifted: by their crews' own words, and by the plan for trucks whose crew said none.

A crew that tells of one stop of a day tells of all of them: what it did not close was not lifted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cloud.driven.orders import orders
from cloud.driven.stops import StopState, states
from cloud.driven.told import Told, told
from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.registry.values import Container, Issued
from cloud.registry.weighbridge import Weighbridge
from cloud.weighbridge.ports import Lift
from contract.deeds import Collected, Skipped
from contract.truck_plan import TruckPlan

_PLANS_A_DAY = 1000

Containers = Mapping[str, Container]


@dataclass(frozen=True, slots=True)
class KnownLifts:
    """What was lifted on each day, as far as it is known."""

    records: Registry
    kept: Weighbridge
    zone: ZoneInfo

    def lifts(self, since_us: int, until_us: int) -> list[Lift]:
        """Return what was lifted with since <= time < until."""
        containers = {one.id: one for one in self.records.containers()}
        # A shift over midnight keeps its day.
        day, last = local_day(since_us, self.zone) - timedelta(1), local_day(until_us, self.zone)
        found: list[Lift] = []
        while day <= last:
            issued = self.records.plans(day, _PLANS_A_DAY)
            deeds = told(self.kept.deeds(day))
            found += lifts_of_day(issued, deeds, containers, self.zone, day)
            day += timedelta(1)
        return [one for one in found if since_us <= one.at_us < until_us]


def lifts_of_day(
    issued: Iterable[Issued],
    deeds: Sequence[Told],
    containers: Containers,
    zone: ZoneInfo,
    day: date,
) -> list[Lift]:
    """Return the lifts of a day's rounds: those that were told, then those of silent trucks."""
    planned, expected = _planned(issued, containers, zone, day)
    known = states(deeds)
    speak = {one.truck for one in deeds if isinstance(one.deed, Collected | Skipped)}
    driven = list(_driven(known, containers, expected))
    return driven + [
        one for one in planned if one.truck not in speak and one.container not in known
    ]


def _driven(
    known: Mapping[str, StopState], containers: Containers, expected: Mapping[str, int]
) -> Iterator[Lift]:
    """Yield what crews say they lifted, with the weight that the day's plans expected there.

    What no plan had weighs as much as the day's others of its stream do on average.
    """
    weights: dict[str, list[int]] = defaultdict(list)
    for ref, load_kg in expected.items():
        weights[containers[ref].stream].append(load_kg)
    for state in known.values():
        one = containers.get(state.ref)
        if one is None or state.state != "collected":
            continue
        word = [word for word in state.words if word.state == "collected"][-1]
        others = weights[one.stream] or [0]
        load_kg = expected.get(one.id, round(sum(others) / len(others)))
        yield Lift(word.truck, one.id, one.insee, one.stream, word.at_us, load_kg, told=True)


def _planned(
    issued: Iterable[Issued], containers: Containers, zone: ZoneInfo, day: date
) -> tuple[list[Lift], dict[str, int]]:
    """Return the lifts as plans had them, and the last expected weight of each container.

    A plan that was made again while it was driven holds what was left of the day; what lies before
    its issue is that of the plan before.
    """
    found: list[Lift] = []
    expected: dict[str, int] = {}
    for one in sorted(issued, key=lambda one: one.issued_at_us):
        found = [lift for lift in found if lift.at_us < one.issued_at_us]
        for plan in orders(one, zone.key).values():
            found += _lifts(plan, containers, midnight_us(day, zone))
        expected |= {lift.container: lift.load_kg for lift in found}
    return found, expected


def _lifts(plan: TruckPlan, containers: Containers, midnight: int) -> Iterator[Lift]:
    on_board = 0
    for stop in plan.stops:
        known = containers.get(stop.ref) if stop.kind == "container" else None
        if known is not None:
            at_us = midnight + stop.leave_s * 1_000_000
            load_kg = max(stop.load_kg - on_board, 0)
            yield Lift(plan.truck, known.id, known.insee, known.stream, at_us, load_kg)
        on_board = stop.load_kg


def midnight_us(day: date, zone: ZoneInfo) -> int:
    """Return when a local day begins, µs since 1970 UTC."""
    return round(datetime.combine(day, time(), zone).timestamp()) * 1_000_000
