"""What fills a truck, as sums that a search keeps: weight and volume, of all or of a stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cloud.plan.loads import stretched
from cloud.plan.problem import Compartment, Pickup, Problem
from cloud.plan.with_pyvrp.kinds import Kind
from cloud.plan.with_pyvrp.network import Network

Dimension: TypeAlias = tuple[str | None, Literal["kg", "l"]]
"""A stream, or None for whatever is on board, and what of it is measured."""

MEASURES: Final[tuple[Literal["kg", "l"], ...]] = ("kg", "l")


@dataclass(frozen=True, slots=True)
class Loading:
    """Loads in each dimension.

    Attributes:
        loads: by pickup of the network.
        rooms: by kind, what fits.
        aboard: by kind, what is on board at the start.
    """

    loads: tuple[list[int], ...]
    rooms: tuple[list[int], ...]
    aboard: tuple[list[int], ...]


def loading(problem: Problem, net: Network) -> Loading:
    """Return the loads of a network; a dimension in which nothing weighs anything is none."""
    size = stretched(problem)
    loads = [size(one) for one in net.pickups]
    streams = sorted({one.stream for one in net.pickups})
    split = len(streams) > 1 and any(len(kind.truck.compartments) > 1 for kind in net.kinds)
    among: tuple[str | None, ...] = tuple(streams) if split else (None,)
    dimensions = [
        (stream, measure)
        for stream in among
        for m, measure in enumerate(MEASURES)
        if any(load[m] for load, one in zip(loads, net.pickups, strict=True) if _in(one, stream))
    ]
    at = {measure: m for m, measure in enumerate(MEASURES)}
    aboard = [[_aboard(kind, *one) for one in dimensions] for kind in net.kinds]
    rooms = [[_room(kind, streams, one) for one in dimensions] for kind in net.kinds]
    return Loading(
        tuple(
            [load[at[measure]] if _in(one, stream) else 0 for stream, measure in dimensions]
            for load, one in zip(loads, net.pickups, strict=True)
        ),
        # What is on board already is no reason to call a truck too small.
        tuple(
            [max(pair) for pair in zip(*both, strict=True)]
            for both in zip(rooms, aboard, strict=True)
        ),
        tuple(aboard),
    )


def _in(one: Pickup, stream: str | None) -> bool:
    return stream is None or one.stream == stream


def _room(kind: Kind, streams: Sequence[str], dimension: Dimension) -> int:
    stream, measure = dimension
    return sum(
        one.capacity_kg if measure == "kg" else one.capacity_l
        for one, holds in _shares(kind, streams)
        if stream is None or stream in holds
    )


def _shares(kind: Kind, streams: Sequence[str]) -> list[tuple[Compartment, set[str]]]:
    """Return what each compartment holds: all it may, or one stream if all are on board at once.

    Those with the least choice choose first, then each takes the stream that has the least room.
    """
    may = [(one, set(one.streams) & set(streams)) for one in kind.truck.compartments]
    if not kind.together or len(kind.streams) <= 1:
        return may
    room = dict.fromkeys(streams, 0)
    shares = []
    for one, holds in sorted(may, key=lambda it: (len(it[1]), -it[0].capacity_l)):
        if holds:
            stream = min(sorted(holds), key=room.__getitem__)
            room[stream] += max(1, one.capacity_l)
            shares.append((one, {stream}))
    return shares


def _aboard(kind: Kind, stream: str | None, measure: Literal["kg", "l"]) -> int:
    return sum(
        kg if measure == "kg" else litres
        for carried, (kg, litres) in kind.state.aboard.items()
        if stream in (None, carried)
    )
