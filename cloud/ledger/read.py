"""The accounts of all nodes, out of store and registry.

Every raw point of the period is read, series by series: numbers cannot be counted in InfluxQL.
What is kept of a point is sixteen bytes. Dead letters and losses are few, and read whole.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from cloud.ingest.points import UNDATED
from cloud.ingest.validate import ITSELF
from cloud.ledger.account import Account, Heard, Told
from cloud.ledger.balance import balance, outbox_files
from cloud.ledger.numbers import Numbers, union
from cloud.registry.values import DeadLetter, Sensor
from cloud.store.point import Point
from cloud.store.port import Store
from contract import codec
from contract.errors import Malformed
from contract.presence import NodeStatus
from contract.reading import Kind
from contract.receipt import Range, ranges

DAYS: Final = 30
DAY_US: Final = 86_400_000_000
MEASUREMENTS: Final = tuple(kind.value for kind in Kind)
# A number that was taken a little before the period may be higher than one that was taken in it.
_MARGIN_US: Final = DAY_US
_SLICE_US: Final = 7 * DAY_US
# Beyond this most weeks are empty: one question for all of them.
_LONGEST_US: Final = 400 * DAY_US
_ALL: Final = 2**31 - 1
# A forged sender: what it claims to have produced is nobody's.
_NOBODYS: Final = "wrong-node"


class Known(Protocol):
    """What is asked of a registry here; raises RegistryFault if it does not answer."""

    def sensors(self) -> dict[tuple[str, str], Sensor]:
        """Return every sensor by (node, name)."""

    def statuses(self) -> list[NodeStatus]:
        """Return each node's last status."""

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        """Return at most `limit` dead letters."""


def ledger(
    store: Store,
    records: Known,
    now_us: int,
    days: int = DAYS,
    nodes: Collection[str] | None = None,
) -> list[Account]:
    """Return the account of each node that ever spoke, or of `nodes`; what is open comes first.

    Raises StoreDown or RegistryFault.
    """
    sensors: dict[str, list[str]] = defaultdict(list)
    for node, sensor in records.sensors():
        sensors[node].append(sensor)
    # Statuses before points: what is stored meanwhile is newer, not too much.
    statuses = {status.node: status for status in records.statuses()}
    refused = _refused(records.dead_letters(_ALL))
    since_us = now_us - days * DAY_US
    accounts = [
        _account(store, node, sensors[node], statuses.get(node), refused[node], since_us, now_us)
        for node in sorted(sensors)
        if nodes is None or node in nodes
    ]
    known = (account for account in accounts if account is not None)
    return sorted(known, key=lambda one: (one.balanced, one.node))


def reach(days: int, *kept_days: float) -> int:
    """Return how many of `days` can be read where points are kept so long; 0: for ever.

    The day before the period must still be there, and the oldest day is half gone.
    """
    limits = [int(kept) - 2 for kept in kept_days if kept]
    return max(1, min([days, *limits]))


@dataclass(slots=True)
class _Facts:
    """What was found of one epoch so far."""

    begins_us: int = 2**63
    seqs: "array[int]" = field(default_factory=lambda: array("q"))
    taken_us: "array[int]" = field(default_factory=lambda: array("q"))
    refused: Numbers = ()
    lost: list[Range] = field(default_factory=list)
    receipts: list[int] = field(default_factory=list)
    damaged: int = 0


_Refused = dict[str, tuple[int, Numbers]]
"""Numbers of refused rows by epoch, and when the first of them came."""


def _account(
    store: Store,
    node: str,
    sensors: Iterable[str],
    status: NodeStatus | None,
    refused: _Refused,
    since_us: int,
    now_us: int,
) -> Account | None:
    facts: dict[str, _Facts] = defaultdict(_Facts)
    series = [(kind, name) for name in {*sensors, ITSELF} for kind in MEASUREMENTS]
    begin_us = since_us - _MARGIN_US
    _read(store, node, series, begin_us, now_us + DAY_US, facts)
    if not any(one.begins_us < since_us for one in facts.values()):
        # Nothing was taken just before the period: is it the first of all, or was there a gap?
        _read(store, node, series, 0, begin_us, facts)
    # Few, and none of them stands at a time.
    _read(store, node, [(UNDATED, name) for name in {*sensors, ITSELF}], 0, 2**53, facts)
    for point in store.read("loss", (("node", node),), 0, 2**63 - 1):
        _lose(point, facts)
    for epoch, (at_us, numbers) in refused.items():
        facts[epoch].refused = numbers
        facts[epoch].begins_us = min(facts[epoch].begins_us, at_us)
    heard = [_heard(epoch, one) for epoch, one in facts.items()]
    told = Told(status)
    if len(outbox_files(heard, told)) > 1:
        told = Told(status, _produced(store, node, begin_us))
    return balance(node, told, heard, since_us, now_us)


def _read(
    store: Store,
    node: str,
    series: Iterable[tuple[str, str]],
    since_us: int,
    until_us: int,
    facts: dict[str, _Facts],
) -> None:
    for kind, sensor in series:
        tags = (("node", node), ("sensor", sensor))
        for begin_us, end_us in _slices(since_us, until_us):
            for point in store.read(kind, tags, begin_us * 1000, end_us * 1000):
                one = facts[str(point.fields["epoch"])]
                taken_us = int(float(point.fields.get("came_at_us", point.time_ns // 1000)))
                one.seqs.append(int(float(point.fields["seq"])))
                one.taken_us.append(taken_us)
                one.begins_us = min(one.begins_us, taken_us)
                one.damaged += int(float(point.fields.get("outbox_damaged", 0)))


def _slices(since_us: int, until_us: int) -> Iterable[tuple[int, int]]:
    """Yield a long time week by week, so that no month of points is ever in memory at once."""
    while since_us < until_us and until_us - since_us <= _LONGEST_US:
        end_us = min(until_us, since_us + _SLICE_US)
        yield since_us, end_us
        since_us = end_us
    if since_us < until_us:
        yield since_us, until_us


def _lose(point: Point, facts: dict[str, _Facts]) -> None:
    def number(name: str) -> int:
        return int(float(point.fields[name]))

    told = facts[str(point.fields["epoch"])]
    told.receipts.append(number("seq"))
    lost = facts[str(point.fields["lost_epoch"])]
    lost.lost.append((number("first"), number("last")))
    for one in (told, lost):
        one.begins_us = min(one.begins_us, point.time_ns // 1000)


def _heard(epoch: str, facts: _Facts) -> Heard:
    return Heard(
        epoch,
        facts.begins_us,
        np.frombuffer(facts.seqs, np.int64),
        np.frombuffer(facts.taken_us, np.int64),
        facts.refused,
        union(facts.lost),
        ranges(facts.receipts),
        facts.damaged,
    )


def _produced(store: Store, node: str, since_us: int) -> tuple[tuple[int, int], ...]:
    """Return what the node had produced at each status; a last will is older than its time."""
    points = store.read("node", (("node", node),), since_us * 1000, 2**63 - 1)
    return tuple(
        (point.time_ns // 1000, int(float(point.fields["produced"])))
        for point in points
        if point.fields.get("up") == 1
    )


def _refused(letters: Iterable[DeadLetter]) -> dict[str, _Refused]:
    """Return the numbers in the dead letters, by node and epoch."""
    seqs: dict[tuple[str, str], list[int]] = defaultdict(list)
    first_us: dict[tuple[str, str], int] = {}
    for one in letters:
        if one.node is not None and one.epoch is not None and one.rule != _NOBODYS:
            key = one.node, one.epoch
            seqs[key] += [one.seq] if one.seq is not None else _inside(one.payload)
            first_us[key] = min(first_us.get(key, one.at_us), one.at_us)
    refused: dict[str, _Refused] = defaultdict(dict)
    for (node, epoch), numbers in seqs.items():
        refused[node][epoch] = first_us[node, epoch], ranges(numbers)
    return refused


def _inside(payload: bytes) -> list[int]:
    """Return the numbers of an envelope that was refused whole."""
    try:
        envelope, bad = codec.salvage(payload)
    except Malformed:
        return []
    return [*envelope.seqs, *(one.seq for one in bad if one.seq is not None)]
