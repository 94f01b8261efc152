"""Tonnes by stream, month and commune, with the share of them that could be told.

A ticket says what a truck brought, not whence. Its net is split over the communes of the containers
of that stream which the truck emptied since it last unloaded that stream, in proportion to the
weight that was expected in them. That is an estimate, and stands beside the share it covers. Which
containers these were is what crews told; where a crew told nothing, what its plan had.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from cloud.registry.values import Ticket, Unloading
from cloud.weighbridge.match import Matching
from cloud.weighbridge.ports import Lift

K = TypeVar("K", str, tuple[str, bool])

# What a truck has on board is unloaded the next day at the latest.
ON_BOARD_US: Final = 36 * 3_600_000_000


@dataclass(frozen=True, slots=True)
class CommuneTonnage:
    """What of a stream came from a commune in a month, "2026-11"; "" where that is not known."""

    stream: str
    month: str
    insee: str
    kg: int


@dataclass(frozen=True, slots=True)
class StreamTonnage:
    """What of a stream was weighed in a month.

    Attributes:
        weighed_kg: the net of all tickets.
        matched_kg: of those that are of a known unloading.
        split_kg: of those whose communes are known too.
        told_kg: what of that rests on what crews told; the rest on what was planned.
    """

    stream: str
    month: str
    tickets: int
    weighed_kg: int
    matched_kg: int
    split_kg: int
    told_kg: int

    @property
    def matched_share(self) -> float:
        """The part of the weight that is matched."""
        return self.matched_kg / self.weighed_kg

    @property
    def split_share(self) -> float:
        """The part of the weight whose communes are known."""
        return self.split_kg / self.weighed_kg

    @property
    def told_share(self) -> float:
        """The part of the weight whose communes are known by what crews told."""
        return self.told_kg / self.weighed_kg


@dataclass(frozen=True, slots=True)
class Tonnage:
    """Both views of the same tickets, by stream and month; they have the same sum."""

    streams: tuple[StreamTonnage, ...]
    communes: tuple[CommuneTonnage, ...]


def tonnage(
    matching: Matching, emptied: Iterable[Unloading], lifts: Iterable[Lift], zone: ZoneInfo
) -> Tonnage:
    """Sum up a matching; `emptied` are all unloadings, also those of before its first ticket."""
    loads = _Loads(emptied, lifts)
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    parts: dict[tuple[str, str, str], int] = defaultdict(int)
    known = {pair.ticket.key: pair.unloading for pair in matching.pairs}
    tickets = [pair.ticket for pair in matching.pairs] + [one.ticket for one in matching.orphans]
    for ticket in tickets:
        unloading = known.get(ticket.key)
        shares = {} if unloading is None else loads.of(unloading)
        where = ticket.stream, _month(ticket, zone)
        split = split_kg(ticket.net_kg, shares) or {("", False): ticket.net_kg}
        for (insee, _), kg in split.items():
            parts[*where, insee] += kg
        sums = (
            1,
            ticket.net_kg,
            ticket.net_kg * (unloading is not None),
            ticket.net_kg * bool(shares),
            sum(kg for (_, told), kg in split.items() if told),
        )
        totals[where] = [a + b for a, b in zip(totals[where], sums, strict=True)]
    return Tonnage(
        tuple(StreamTonnage(*key, *totals[key]) for key in sorted(totals)),
        tuple(CommuneTonnage(*key, parts[key]) for key in sorted(parts)),
    )


def split_kg(net_kg: int, shares: Mapping[K, int]) -> dict[K, int]:
    """Divide whole kilograms in proportion, so that they add up: the largest remainders round up.

    Where nothing was expected at all, each gets the same; without shares there are no parts.
    """
    whole = sum(shares.values())
    weights = dict(shares) if whole else dict.fromkeys(shares, 1)
    whole = sum(weights.values())
    parts = {name: net_kg * weight // whole for name, weight in weights.items()}
    rest = net_kg - sum(parts.values())
    by_remainder = sorted(weights, key=lambda name: (-(net_kg * weights[name] % whole), name))
    for name in by_remainder[:rest]:
        parts[name] += 1
    return parts


class _Loads:
    """What each truck had on board of a stream, by commune, when it unloaded."""

    def __init__(self, emptied: Iterable[Unloading], lifts: Iterable[Lift]) -> None:
        self._emptied: dict[tuple[str, str], list[int]] = defaultdict(list)
        for one in emptied:
            self._emptied[one.truck, one.stream].append(one.at_us)
        for times in self._emptied.values():
            times.sort()
        self._lifts: dict[tuple[str, str], list[Lift]] = defaultdict(list)
        for lift in lifts:
            self._lifts[lift.truck, lift.stream].append(lift)

    def of(self, unloading: Unloading) -> dict[tuple[str, bool], int]:
        """Return the expected kilograms since the last unloading, by commune and if told."""
        key = unloading.truck, unloading.stream
        since_us = max(
            self._before_us(self._emptied[key], unloading), unloading.at_us - ON_BOARD_US
        )
        shares: dict[tuple[str, bool], int] = defaultdict(int)
        for lift in self._lifts[key]:
            if since_us <= lift.at_us < unloading.at_us:
                shares[lift.insee, lift.told] += lift.load_kg
        return shares

    def _before_us(self, times: Sequence[int], unloading: Unloading) -> int:
        before = bisect_left(times, unloading.at_us)
        return times[before - 1] if before else 0


def _month(ticket: Ticket, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(ticket.at_us // 1_000_000, zone):%Y-%m}"
