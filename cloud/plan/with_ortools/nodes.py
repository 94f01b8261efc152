"""The nodes of a routing model: starts, ends, containers, and visits to tips.

Each truck has a start, where its fixed duties leave it, and an end. Before its end stands one of
its *closing* tips; in between it may unload at *middle* tips. So no truck can come home loaded, and
a search that inserts containers one by one always has a place to insert them.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from cloud.plan.head import duty_s
from cloud.plan.problem import Pickup, Tip, Tour
from cloud.plan.with_ortools.able import Able, Load

Kind: TypeAlias = Literal["start", "end", "pickup", "middle", "closing"]

# A crew that unloads more often than this at one tip in one shift has the wrong truck.
MIDDLES: Final = 3


class Node(NamedTuple):
    """A node: `truck` is the index of the only truck it is for, None for a container."""

    kind: Kind
    place: int
    truck: int | None
    duty: Pickup | Tip | None

    @property
    def stays_s(self) -> int:
        """Seconds from the beginning of the work to departure."""
        return 0 if self.duty is None else duty_s(self.duty)


def nodes(trucks: Sequence[Able], pickups: Sequence[tuple[Pickup, Load]]) -> tuple[Node, ...]:
    """Return the starts, then the ends, then the visits to tips, and the containers at last."""
    starts = [Node("start", one.head.place, v, None) for v, one in enumerate(trucks)]
    ends = [Node("end", one.truck.end, v, None) for v, one in enumerate(trucks)]
    theirs = [[it for it in pickups if one.truck.may_lift(it[0])] for one in trucks]
    tips = [
        Node(kind, tip.place, v, tip)
        for v, one in enumerate(trucks)
        for tip in one.tips
        for kind in _visits(one, tip, theirs[v])
    ]
    lifts = [Node("pickup", pickup.place, None, pickup) for pickup, _ in pickups]
    return (*starts, *ends, *tips, *lifts)


def visited(every: Sequence[Node], truck: int, tour: Tour) -> list[int]:
    """Return by which nodes a truck goes on a tour; its last tip is a closing one."""
    free: dict[tuple[Kind, str], list[int]] = {}
    for i, node in enumerate(every):
        if node.duty is not None and node.truck in (truck, None):
            free.setdefault((node.kind, node.duty.ref), []).append(i)
    if not tour:
        return [at[0] for (kind, _), at in free.items() if kind == "closing"][:1]
    picked = []
    for at, duty in enumerate(tour):
        tip: Kind = "closing" if at == len(tour) - 1 else "middle"
        fits = free.get((tip if isinstance(duty, Tip) else "pickup", duty.ref))
        if fits:
            picked.append(fits.pop(0))
    return picked


def tour_of(able: Able, nodes: Sequence[Node]) -> Tour:
    """Return what a truck that visits these nodes does, its fixed duties first."""
    aboard = set(able.head.aboard)
    tour = list(able.truck.fixed)
    for node in nodes:
        match node.duty:
            case Pickup():
                aboard.add(node.duty.stream)
                tour.append(node.duty)
            case Tip() if aboard & set(node.duty.streams):
                aboard -= set(node.duty.streams)
                tour.append(node.duty)
            case _:
                pass
    return tuple(tour)


def _visits(one: Able, tip: Tip, theirs: Sequence[tuple[Pickup, Load]]) -> list[Kind]:
    """Return as many visits to a tip as a truck could have use for."""
    brought = [(it.stream, load) for it, load in theirs if it.stream in tip.streams]
    trips = 0.0
    for i in (0, 1):
        shares = (load[i] / max(1, one.rooms.get(stream, (0, 0))[i]) for stream, load in brought)
        trips = max(trips, sum(shares))
    streams = {stream for stream, _ in brought} | (set(one.head.aboard) & set(tip.streams))
    carried = bool(one.head.aboard)
    middles = min(MIDDLES, int(2 * trips) + len(streams) - 1 + carried + one.mixes)
    if one.unloads is not None:
        middles = min(middles, one.unloads - 1)
    more: list[Kind] = ["middle"] * max(0, middles)
    return ["closing", *more]
