"""The points of verdicts into the store; what the store refuses is a dead letter."""

from collections.abc import Sequence

from cloud.errors import PointsRefused
from cloud.ingest.points import row_of
from cloud.ingest.verdict import Verdict
from cloud.store.block import Blocks
from cloud.store.point import Point
from cloud.store.port import Store

Kept = tuple[Point, int | None, Verdict]
"""A point, the number of the row that it came from, if any, and the verdict on that."""


def keep(store: Store, verdicts: Sequence[Verdict]) -> None:
    """Store the points of `verdicts`, or raise StoreDown; refusals are added to the verdicts."""
    points = Blocks([block for one in verdicts for block in one.blocks])
    if not points:
        return
    try:
        store.write(points)
    except PointsRefused:
        # The good ones of them are written once more, as themselves.
        _sift(store, [(point, seq, one) for one in verdicts for point, seq in one.numbered()])


def row_bytes(verdict: Verdict, seq: int | None) -> bytes:
    """Return the bytes of one row of a verdict, from which it can be replayed."""
    if seq is None:
        return verdict.payload
    # The raw point of a row comes before those that are derived from it.
    raw = next(point for point, number in verdict.numbered() if number == seq)
    return verdict.payload if "lost_epoch" in raw.fields else row_of(raw)


def _sift(store: Store, kept: Sequence[Kept]) -> None:
    """Store points; halve what is refused until the culprits are alone, and refuse those."""
    try:
        store.write([point for point, _, _ in kept])
    except PointsRefused as error:
        if len(kept) > 1:
            half = len(kept) // 2
            _sift(store, kept[:half])
            _sift(store, kept[half:])
            return
        _, seq, verdict = kept[0]
        # A row is refused once, be it as itself or as what is derived from it.
        if seq is None or all(letter.seq != seq for letter in verdict.letters):
            verdict.refuse_row("store", seq, row_bytes(verdict, seq), why=error)
