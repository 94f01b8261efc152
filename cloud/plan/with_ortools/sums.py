"""What adds up along the tours of a routing model: what fills trucks, and what is capped."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from cloud.plan.problem import Pickup, Tip
from cloud.plan.with_ortools.able import Able, Load
from cloud.plan.with_ortools.graph import Graph

UNITS: Final = ("kg", "l")


class Filling(NamedTuple):
    """What trucks hold: all of it together, or one stream in a room of its own.

    Attributes:
        change: by node, what is loaded; less than nothing, and enough, where all is unloaded.
        aboard: by truck, what it holds at its start.
        most: by truck, what it can hold.
        bound: by truck, whether its room is limited, and empty at its end.
    """

    name: str
    change: list[int]
    aboard: list[int]
    most: list[int]
    bound: list[bool]


class Cap(NamedTuple):
    """What may not grow over a day: `each` is by node, `most` by truck."""

    name: str
    each: list[int]
    most: list[int]


def fillings(made: Graph) -> Iterator[Filling]:
    """Yield what fills trucks, those that mix streams by the stream and the others in one."""
    mixed = sorted({stream for one in made.able if one.mixes for stream in one.rooms})
    whole = [] if all(one.mixes for one in made.able) else [None]
    for part, unit in enumerate(UNITS):
        for stream in (*whole, *mixed):
            name = unit if stream is None else f"{unit} {stream}"
            if (found := _filling(made, name, part, stream)) is not None:
                yield found


def caps(made: Graph) -> Iterator[Cap]:
    """Yield what is capped, where there is so much of it that some truck may reach its cap."""
    lifted = [node.duty if isinstance(node.duty, Pickup) else None for node in made.nodes]
    kg = [one.load_kg if one else 0 for one in lifted]
    litres = [one.load_l if one else 0 for one in lifted]
    stops = [int(one is not None) for one in lifted]
    tips = [int(isinstance(node.duty, Tip)) for node in made.nodes]
    both = [(one.truck, one.head) for one in made.able]
    every = (
        ("day kg", kg, [_less(truck.daily_kg, head.collected_kg) for truck, head in both]),
        ("day l", litres, [_less(truck.daily_l, head.collected_l) for truck, head in both]),
        ("stops", stops, [_less(truck.daily_stops, head.stops) for truck, head in both]),
        ("unloads", tips, [one.unloads for one in made.able]),
    )
    for name, each, most in every:
        total = sum(each)
        bound = [total if cap is None else min(total, cap) for cap in most]
        if min(bound) < total:
            yield Cap(name, each, bound)


def _filling(made: Graph, name: str, part: int, stream: str | None) -> Filling | None:
    """Return how the room for a stream fills, or for all streams if None; None if nothing does.

    Trucks without such a room hold all there is.
    """
    loads = [
        load[part] if stream is None or _stream(node.duty) == stream else 0
        for node, load in zip(made.nodes, made.loads, strict=True)
    ]
    aboard = [_aboard(one, part, stream) for one in made.able]
    total = sum(loads) + sum(aboard)
    if not total:
        return None
    bound = [one.mixes == (stream is not None) for one in made.able]
    most = [
        max(_room(one, stream)[part], has) if mine else total
        for one, has, mine in zip(made.able, aboard, bound, strict=True)
    ]
    change = [
        -max(most) if isinstance(node.duty, Tip) and stream in (None, *node.duty.streams) else load
        for node, load in zip(made.nodes, loads, strict=True)
    ]
    return Filling(name, change, aboard, most, bound)


def _room(one: Able, stream: str | None) -> Load:
    if stream is not None:
        return one.rooms.get(stream, (0, 0))
    # A truck that does not mix has the same room for whatever it holds.
    return next(iter(one.rooms.values()), (0, 0))


def _stream(duty: Pickup | Tip | None) -> str | None:
    return duty.stream if isinstance(duty, Pickup) else None


def _aboard(one: Able, part: int, stream: str | None) -> int:
    return sum(has[part] for of, has in one.head.aboard.items() if stream in (None, of))


def _less(most: int | None, done: int) -> int | None:
    return None if most is None else max(0, most - done)
