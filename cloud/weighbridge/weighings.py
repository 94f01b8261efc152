"""The tickets of some days, matched and summed up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from cloud.registry.values import Ticket
from cloud.weighbridge.match import Matching, match
from cloud.weighbridge.ports import Lifts, Unloadings
from cloud.weighbridge.tonnage import ON_BOARD_US, Tonnage, tonnage


class Events(Unloadings, Protocol):
    """Who knows both what was unloaded and what was weighed."""

    def tickets(self, since_us: int, until_us: int) -> Sequence[Ticket]:
        """Return the weighings with since <= time < until."""


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of local time, since <= time < until; µs since 1970 UTC."""

    since_us: int
    until_us: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Facts:
    """A truck by its plate, a commune's name by its INSEE code, and how far clocks may differ."""

    trucks: Mapping[str, str]
    communes: Mapping[str, str]
    window_us: int


@dataclass(frozen=True, slots=True)
class Weighings:
    """What was weighed in some days, what it is of, and whose it was."""

    matching: Matching
    tonnage: Tonnage
    facts: Facts
    zone: ZoneInfo


def weigh(events: Events, lifts: Lifts, days: Days, facts: Facts) -> Weighings:
    """Match and sum up the tickets of `days`.

    Events near either end may be paired across it; then the ticket says to which side they belong.
    """
    near = days.since_us - facts.window_us, days.until_us + facts.window_us
    # A truck that was emptied before the first ticket had nothing of before on board.
    before_us = near[0] - ON_BOARD_US
    emptied = events.unloadings(before_us, near[1])
    around = [one for one in emptied if one.at_us >= near[0]]
    found = match(events.tickets(*near), around, facts.trucks, facts.window_us)
    within = _within(found, days)
    lifted = lifts.lifts(before_us, near[1])
    return Weighings(within, tonnage(within, emptied, lifted, days.zone), facts, days.zone)


def _within(found: Matching, days: Days) -> Matching:
    def is_in(at_us: int) -> bool:
        return days.since_us <= at_us < days.until_us

    return Matching(
        tuple(one for one in found.pairs if is_in(one.ticket.at_us)),
        tuple(one for one in found.orphans if is_in(one.ticket.at_us)),
        tuple(one for one in found.missing if is_in(one.at_us)),
        tuple(one for one in found.twins if is_in(one.second.at_us)),
    )
