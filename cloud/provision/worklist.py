"""Which nodes somebody has to drive to, the most urgent first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cloud.registry.values import Device, NodeCertificate, Stock

HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US

_HUNG_UP: Final = frozenset({Stock.MOUNTED, Stock.PROVEN})


class Why(StrEnum):
    """A reason for a visit, by urgency."""

    REVOKED = "revoked"
    """It hangs there and may not get in any more: take it down."""

    SILENT = "silent"
    """Nothing was heard of it."""

    RUNS_OUT = "runs-out"
    """Its certificate runs out, so renewing it does not work there."""

    UNPROVEN = "unproven"
    """It was mounted, and what proves it has not come."""

    IN_REPAIR = "in-repair"
    """It is in the workshop, so its place is empty."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a node is visited, and since when; of a certificate, when it runs out."""

    why: Why
    at_us: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A node to drive to, the containers where it hangs, and every reason, most urgent first."""

    node: str
    containers: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """After what time something is wrong.

    Attributes:
        silent_us: without a word; a truck has passed a dead node by then anyway.
        unproven_us: from mounted to proven, which takes a day of supply.
        runs_out_us: before a certificate's end; it is renewed a month before.
    """

    silent_us: int = DAY_US
    unproven_us: int = 36 * HOUR_US
    runs_out_us: int = 14 * DAY_US


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known by node: when it was heard last, its certificates, where it hangs."""

    heard_us: Mapping[str, int]
    certificates: Mapping[str, Sequence[NodeCertificate]]
    containers: Mapping[str, tuple[str, ...]]


DEFAULT: Final = Limits()


def worklist(
    devices: Sequence[Device], facts: Facts, now_us: int, limits: Limits = DEFAULT
) -> list[Visit]:
    """Return the visits that are due, by their most urgent reason, the oldest first."""
    visits = [
        Visit(device.node, facts.containers.get(device.node, ()), reasons)
        for device in devices
        if (reasons := tuple(_reasons(device, facts, now_us, limits)))
    ]
    return sorted(visits, key=_urgency)


def _reasons(device: Device, facts: Facts, now_us: int, limits: Limits) -> Iterator[Reason]:
    if device.stock is Stock.IN_REPAIR:
        yield Reason(Why.IN_REPAIR, device.changed_us)
    if device.stock not in _HUNG_UP:
        return
    if device.revoked_us is not None:
        # That it is silent is what was wanted.
        yield Reason(Why.REVOKED, device.revoked_us)
        return
    # What was heard before it was hung up was said on a table.
    heard_us = max(facts.heard_us.get(device.node, 0), device.changed_us)
    if now_us - heard_us > limits.silent_us:
        yield Reason(Why.SILENT, heard_us)
    until_us = _until_us(facts.certificates.get(device.node, ()))
    if until_us is not None and until_us - now_us < limits.runs_out_us:
        yield Reason(Why.RUNS_OUT, until_us)
    if device.stock is Stock.MOUNTED and now_us - device.changed_us > limits.unproven_us:
        yield Reason(Why.UNPROVEN, device.changed_us)


def _until_us(certificates: Sequence[NodeCertificate]) -> int | None:
    return max((one.until_us for one in certificates if one.revoked_us is None), default=None)


def _urgency(visit: Visit) -> tuple[int, int, str]:
    first = visit.reasons[0]
    return (list(Why).index(first.why), first.at_us, visit.node)
