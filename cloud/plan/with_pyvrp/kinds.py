"""Trucks that a search need not tell apart, and what each kind of them may do."""

from dataclasses import dataclass
from itertools import combinations, groupby, pairwise, permutations
from typing import Final, TypeAlias

from cloud.plan.head import Head, head
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.roads.travel import UNREACHABLE

Unload: TypeAlias = tuple[Tip, ...]
"""The tips, one after the other, that take all a truck may have on board."""

# Two streams for two tips among a dozen are this many ways; the nearest of more are enough.
WAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """Trucks that are equal in all that counts.

    Attributes:
        trucks: in the problem's order.
        state: where each of them stands.
        streams: what they may collect today.
        lifts: for each of the problem's pickups, whether they may lift it.
        together: whether all their streams may be on board at once; else it is one a trip.
        unloads: the ways to get empty; one stream's is enough where a trip has one.
        trips: how often they may still unload; as often as they like if None.
        goes: whether they must drive even if they collect nothing.
    """

    trucks: tuple[Truck, ...]
    state: Head
    streams: tuple[str, ...]
    lifts: tuple[bool, ...]
    together: bool
    unloads: tuple[Unload, ...]
    trips: int | None
    goes: bool

    @property
    def truck(self) -> Truck:
        """One of them."""
        return self.trucks[0]

    def takes(self, unload: Unload, stream: str) -> bool:
        """Tell whether an unloading takes a stream."""
        return any(stream in tip.streams for tip in unload)


def kinds(problem: Problem) -> tuple[Kind, ...]:
    """Return the trucks of a problem by kind, without those that may collect nothing."""
    states = {truck.id: head(problem, truck) for truck in problem.trucks}
    keys = {truck.id: _key(problem, truck, states[truck.id]) for truck in problem.trucks}
    order = {key: i for i, key in reversed(list(enumerate(keys.values())))}
    alike = sorted(problem.trucks, key=lambda truck: order[keys[truck.id]])
    found = (
        _kind(problem, tuple(trucks), states)
        for _, trucks in groupby(alike, key=lambda truck: keys[truck.id])
    )
    return tuple(kind for kind in found if kind.goes or any(kind.lifts))


def _goes(truck: Truck) -> bool:
    return truck.loaded or bool(truck.fixed) or truck.start != truck.end


def _key(problem: Problem, truck: Truck, state: Head) -> str:
    """Return all that counts of a truck: equal for equal trucks."""
    one = bool(problem.change_ueur and problem.planned) or _goes(truck)
    caps = (truck.daily_kg, truck.daily_l, truck.daily_stops, truck.trips)
    size = (truck.gross_kg, truck.height_cm, truck.operator, sorted(truck.gear))
    way = (truck.end, truck.hours, truck.rules, truck.profile, truck.costs)
    return repr((truck.id if one else "", state, truck.compartments, caps, size, way))


def _kind(problem: Problem, trucks: tuple[Truck, ...], states: dict[str, Head]) -> Kind:
    truck, state = trucks[0], states[trucks[0].id]
    trips = None if truck.trips is None else max(truck.trips - state.unloads, 0)
    tipped = {s for tip in problem.tips for s in tip.streams if _takes(truck, state, tip)}
    lifts = tuple(
        trips != 0
        and one.stream in tipped
        and truck.may_lift(one)
        and _fits(truck, one)
        and _open(truck, state, one.windows, one.service_s)
        for one in problem.pickups
    )
    lifted = {one.stream for one, may in zip(problem.pickups, lifts, strict=True) if may}
    streams = tuple(sorted(lifted | (set(state.aboard) & tipped)))
    together = _together(truck, streams)
    return Kind(
        trucks,
        state,
        streams,
        lifts,
        together,
        _unloads(problem, truck, state, streams, together=together),
        trips,
        _goes(truck),
    )


def _takes(truck: Truck, state: Head, tip: Tip) -> bool:
    return _open(truck, state, tip.windows, tip.unload_s)


def _open(truck: Truck, state: Head, windows: tuple[Window, ...], lasts_s: int) -> bool:
    """Tell whether work that lasts so long can ever be done while a truck is out."""
    return not windows or any(
        max(state.at_s, one.opens_s) + lasts_s <= min(truck.hours[1], one.closes_s)
        for one in windows
    )


def _fits(truck: Truck, one: Pickup) -> bool:
    return any(
        one.stream in room.streams
        and one.load_kg <= room.capacity_kg
        and one.load_l <= room.capacity_l
        for room in truck.compartments
    )


def _together(truck: Truck, streams: tuple[str, ...]) -> bool:
    """Tell whether each stream can have a compartment of its own."""
    if len(streams) > len(truck.compartments):
        return False
    return not streams or any(
        all(stream in room.streams for stream, room in zip(streams, rooms, strict=True))
        for rooms in permutations(truck.compartments, len(streams))
    )


def _unloads(
    problem: Problem, truck: Truck, state: Head, streams: tuple[str, ...], *, together: bool
) -> tuple[Unload, ...]:
    tips = tuple(tip for tip in problem.tips if _takes(truck, state, tip))
    if not together:
        return tuple((tip,) for tip in tips if set(tip.streams) & set(streams))
    metres = problem.travel(truck).metres
    for size in range(1, len(streams) + 1):
        covers = [
            way
            for some in combinations(tips, size)
            if set(streams) <= {stream for tip in some for stream in tip.streams}
            for way in permutations(some)
        ]
        legs = {
            way: sum(int(metres[a.leaves, b.place]) for a, b in pairwise(way)) for way in covers
        }
        ways = sorted((way for way in covers if legs[way] < UNREACHABLE), key=legs.__getitem__)
        if ways:
            return tuple(ways if size == 1 else ways[:WAYS])
    return ()
