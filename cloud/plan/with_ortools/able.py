"""What trucks can still do: what they hold, where they unload, which containers they may lift."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.plan.engine import Reserve
from cloud.plan.head import Head, duty_s, head, opening
from cloud.plan.lifts import lifts
from cloud.plan.loads import stretched
from cloud.plan.problem import Pickup, Problem, Tip, Truck
from cloud.roads.travel import UNREACHABLE

Load: TypeAlias = tuple[int, int]
"""Kilograms and litres."""


@dataclass(frozen=True, slots=True)
class Able:
    """What a truck can still do after its fixed duties.

    Attributes:
        rooms: by stream, what it can hold of it; with one compartment of one stream at a time.
        tips: where it can unload something and be home in time.
        until_s: when it must be home.
        stays: whether it may stay where it is and cost nothing.
    """

    truck: Truck
    head: Head
    rooms: dict[str, Load]
    tips: tuple[Tip, ...]
    until_s: int
    stays: bool

    @property
    def mixes(self) -> bool:
        """Whether it can carry several streams at once."""
        return len(self.truck.compartments) > 1

    @property
    def unloads(self) -> int | None:
        """How often it may still unload; None if as often as it likes."""
        trips = self.truck.trips
        return None if trips is None else max(0, trips - self.head.unloads)


def able(problem: Problem, truck: Truck, reserve_s: Reserve) -> Able:
    """Return what a truck can do after its fixed duties."""
    begins = head(problem, truck)
    until_s = truck.hours[1] - reserve_s(problem, truck)
    stays = not truck.fixed and not begins.aboard and truck.start == truck.end
    tips = tuple(tip for tip in problem.tips if _in_time(problem, truck, tip, begins, until_s))
    made = Able(truck, begins, rooms(problem, truck), tips, until_s, stays)
    taken = {stream for tip in tips for stream in tip.streams}
    stuck = made.unloads == 0 or not set(begins.aboard) <= taken
    return replace(made, tips=()) if stuck else made


def rooms(problem: Problem, truck: Truck) -> dict[str, Load]:
    """Return how much of each stream a truck can hold.

    Of several compartments each is kept for one stream, the one of which most is asked of it, and
    two of a stream are taken for less than their sum by one load, since no load is divided: a
    search is told less than may be possible, never more.
    """
    parts = truck.compartments
    if len(parts) == 1:
        return dict.fromkeys(parts[0].streams, (parts[0].capacity_kg, parts[0].capacity_l))
    loads = stretched(problem)
    asked = [(one.stream, loads(one)) for one in problem.pickups if truck.may_lift(one)]
    held: dict[str, list[Load]] = {}
    for part in sorted(parts, key=lambda part: (part.stream is None, len(part.streams))):

        def wanting(stream: str) -> tuple[bool, float]:
            litres = sum(load[1] for of, load in asked if of == stream)
            return stream not in held, litres / (1 + sum(one[1] for one in held.get(stream, [])))

        stream = part.stream or max(sorted(part.streams), key=wanting)
        held.setdefault(stream, []).append((part.capacity_kg, part.capacity_l))
    made: dict[str, Load] = {}
    for stream, several in held.items():
        lost = len(several) - 1
        most = [max((load[i] for of, load in asked if of == stream), default=0) for i in (0, 1)]
        kg, litres = (
            max(sum(one[i] for one in several) - lost * most[i], *(one[i] for one in several))
            for i in (0, 1)
        )
        made[stream] = (kg, litres)
    return made


def begins_s(duty: Pickup | Tip) -> tuple[tuple[int, int], ...]:
    """Return within which instants a duty may begin, by the windows that are long enough for it."""
    lasts_s = duty_s(duty)
    every = ((window.opens_s, window.closes_s - lasts_s) for window in duty.windows)
    return tuple((first, last) for first, last in every if first <= last)


def carriers(
    problem: Problem, trucks: Sequence[Able], loads: Sequence[tuple[Pickup, Load]]
) -> NDArray[np.bool_]:
    """Return by container and truck whether it may lift it, hold it and unload it."""
    pickups = [pickup for pickup, _ in loads]
    may = lifts([one.truck for one in trucks], pickups)
    may &= np.array([not one.windows or bool(begins_s(one)) for one in pickups], np.bool_)[:, None]
    for stream in {one.stream for one in pickups}:
        mine = [i for i, one in enumerate(pickups) if one.stream == stream]
        weighs = np.array([loads[i][1] for i in mine])
        places = [pickups[i].place for i in mine]
        for v, one in enumerate(trucks):
            seconds = problem.travel(one.truck).seconds
            tips = [tip.place for tip in one.tips if stream in tip.streams]
            may[mine, v] &= (
                (weighs <= one.rooms.get(stream, (-1, -1))).all(axis=1)
                & (seconds[one.head.place, places] < UNREACHABLE)
                & (seconds[np.ix_(places, tips)] < UNREACHABLE).any(axis=1)
            )
    return may


def _in_time(problem: Problem, truck: Truck, tip: Tip, begins: Head, until_s: int) -> bool:
    if not set(tip.streams) & set(truck.streams):
        return False
    seconds = problem.travel(truck).seconds
    there_s = begins.at_s + int(seconds[begins.place, tip.place])
    begin_s = opening(tip.windows, there_s, tip.unload_s)
    opened = any(w.opens_s <= begin_s <= w.closes_s - tip.unload_s for w in tip.windows)
    back_s = begin_s + tip.unload_s + int(seconds[tip.place, truck.end])
    return (opened or not tip.windows) and back_s <= until_s
