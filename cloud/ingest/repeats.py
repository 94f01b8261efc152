"""Rows that come again: whether they still say what they said.

(node, epoch, seq) names a reading for ever, so a repeat overwrites itself with itself. A node
that numbers two things alike would have them merged or counted twice. To ask the store for each
row would cost more than to store it; so an ingester remembers which numbers it stored, as ranges,
and asks only for envelopes that hold one of these.

Is: every repeat to the ingester that stored the first, ASKED envelopes of a batch. Is not: a
repeat to another ingester, or after a restart, or in a storm of repeats, which asking would only
make worse; there the later body overwrites the fields that both have.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from cloud.ingest.keep import row_bytes
from cloud.ingest.verdict import Verdict
from cloud.store.point import Point, Tags
from cloud.store.port import Store
from contract.receipt import Range, ranges

# Envelopes of one batch for which the store is asked; each costs about what storing ten does.
ASKED: Final = 20
# Starts of nodes that are remembered, and separate ranges of each; about 10 MB when full.
EPOCHS: Final = 20_000
RANGES: Final = 64
# Rows of one series that are further apart are asked for one by one.
GAP_NS: Final = 3600 * 10**9

_OF_ARRIVAL: Final = "came_at_us"


Key = tuple[str | None, str | None]
"""A node and one of its epochs."""


@dataclass(slots=True)
class Stored:
    """Numbers that were stored, by node and epoch, as disjoint ranges in ascending order."""

    _ranges: "OrderedDict[Key, list[Range]]" = field(default_factory=OrderedDict)

    def has(self, key: Key, seq: int) -> bool:
        """Tell whether this row was stored before."""
        known = self._ranges.get(key, ())
        at = bisect_right(known, seq, key=itemgetter(0))
        return at > 0 and seq <= known[at - 1][1]

    def any_of(self, verdict: Verdict) -> bool:
        """Tell whether a row of `verdict` was stored before."""
        key = (verdict.node, verdict.epoch)
        known = self._ranges.get(key)
        if known is None or not verdict.blocks or verdict.low > known[-1][1]:
            return False
        return any(self.has(key, seq) for seq in verdict.seqs)

    def add(self, verdict: Verdict) -> None:
        """Remember the rows of `verdict` that are stored."""
        seqs = verdict.stored
        if not seqs:
            return
        key = (verdict.node, verdict.epoch)
        known = self._ranges.get(key)
        if known is None:
            known = self._ranges[key] = []
        else:
            self._ranges.move_to_end(key)
            # What follows what is known, as most do.
            if seqs is verdict.seqs and verdict.low == known[-1][1] + 1 and verdict.is_gapless:
                known[-1] = (known[-1][0], verdict.low + len(seqs) - 1)
                return
        # The lowest are forgotten: what is repeated is mostly what came last.
        known[:] = _joined(sorted([*known, *ranges(seqs)]))[-RANGES:]
        if len(self._ranges) > EPOCHS:
            self._ranges.popitem(last=False)


def _joined(pairs: Sequence[Range]) -> list[Range]:
    joined: list[Range] = []
    for first, last in pairs:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def refuse_other_bodies(store: Store, verdict: Verdict, *, known: Stored | None) -> None:
    """Turn each row of `verdict` that was stored with another body into a dead letter.

    With `known`, a row of which it says that it was stored, and which is not where it says that
    it is, is another body too. Raises StoreDown.
    """
    there = dict(_stored(store, verdict))
    others = {
        seq: row_bytes(verdict, seq)
        for point, seq in verdict.numbered()
        if seq is not None
        and "seq" in point.fields
        and _other(point, there.get((point.measurement, point.tags, point.time_ns)), known, verdict)
    }
    for seq, raw in others.items():
        verdict.refuse_row("other-body", seq, raw, seq=seq, epoch=verdict.epoch)
    if others:
        verdict.drop(others)


def _other(point: Point, there: Point | None, known: Stored | None, verdict: Verdict) -> bool:
    if there is None:
        key = (verdict.node, verdict.epoch)
        return known is not None and known.has(key, int(point.fields["seq"]))
    return _said(point) != _said(there)


def _said(point: Point) -> dict[str, float | str]:
    said = point.values()
    said.pop(_OF_ARRIVAL, None)
    return said


def _stored(store: Store, verdict: Verdict) -> Iterator[tuple[tuple[str, Tags, int], Point]]:
    """Read what the store has where raw points of `verdict` would go."""
    series: dict[tuple[str, Tags], list[int]] = {}
    for point, _ in verdict.numbered():
        if "seq" in point.fields:
            series.setdefault((point.measurement, point.tags), []).append(point.time_ns)
    for (measurement, tags), times in series.items():
        for first, last in _spans(sorted(times)):
            for found in store.read(measurement, tags, first, last + 1):
                yield (measurement, tags, found.time_ns), found


def _spans(times: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = times[0]
    for time_ns in times[1:]:
        if time_ns - last > GAP_NS:
            yield first, last
            first = time_ns
        last = time_ns
    yield first, last
