"""Locations of a network as clients and depots are numbered: one for each window of a location."""

from collections.abc import Iterator
from dataclasses import dataclass

from cloud.plan.law.timetable import Window
from cloud.plan.with_pyvrp.axis import Axis
from cloud.plan.with_pyvrp.kinds import Unload
from cloud.plan.with_pyvrp.network import NEVER_S, Network


@dataclass(frozen=True, slots=True)
class Node:
    """A location, and when work there may begin."""

    location: int
    from_s: int = 0
    until_s: int = NEVER_S


@dataclass(frozen=True, slots=True)
class Nodes:
    """The clients and depots of a network.

    Attributes:
        lifts: the first clients: a pickup with several windows is several of them.
        goers: kinds whose trucks must drive anyhow, each the start of a client that makes them.
        unloads: the last depots, after a start for each kind and the end.
    """

    net: Network
    lifts: tuple[Node, ...]
    goers: tuple[int, ...]
    unloads: tuple[Node, ...]

    @property
    def end(self) -> int:
        """The depot where all trucks end."""
        return len(self.net.kinds)

    def unloading(self, depot: int) -> Unload:
        """Return what is done at a depot that is no start and no end."""
        return self._tips(self.unloads[depot - self.end - 1])

    def reloads(self, kind: int) -> list[int]:
        """Return the depots where a kind of trucks may unload."""
        mine, first = self.net.kinds[kind].unloads, self.end + 1
        return [first + i for i, node in enumerate(self.unloads) if self._tips(node) in mine]

    def groups(self) -> dict[int, list[int]]:
        """Return the clients that are windows of one pickup, by its location."""
        found: dict[int, list[int]] = {}
        for i, node in enumerate(self.lifts):
            found.setdefault(node.location, []).append(i)
        return {location: clients for location, clients in found.items() if len(clients) > 1}

    def _tips(self, node: Node) -> Unload:
        return self.net.unloads[node.location - len(self.net.pickups)]


def nodes(net: Network, axis: Axis) -> Nodes:
    """Return the clients and depots of a network, their hours by a clock."""
    lifts = (
        Node(i, *hours)
        for i, one in enumerate(net.pickups)
        for hours in _hours(axis, one.windows, one.service_s)
    )
    unloads = (
        Node(len(net.pickups) + u, *hours)
        for u, unload in enumerate(net.unloads)
        for hours in _hours(axis, unload[-1].windows, unload[-1].unload_s)
    )
    goers = (k for k, kind in enumerate(net.kinds) if kind.goes)
    return Nodes(net, tuple(lifts), tuple(goers), tuple(unloads))


def _hours(axis: Axis, windows: tuple[Window, ...], lasts_s: int) -> Iterator[tuple[int, int]]:
    """Yield when work that lasts so long may begin."""
    if not windows:
        yield 0, NEVER_S
    for one in windows:
        if one.closes_s - lasts_s >= one.opens_s:
            yield axis(one.opens_s), axis(one.closes_s - lasts_s)
