"""An outbox that is too small is thinned first, then emptied from below, and says so."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement, Reading
from contract.receipt import ranges
from edge.links.clock import ManualClock
from edge.links.outbox import losses, schema
from edge.links.sqlite_outbox import LIVE_S, SqliteOutbox

FIELD = {
    Kind.ALARM: "tilt_deg",
    Kind.PROOF: "emptied",
    Kind.LEVEL: "fill_ratio",
    Kind.COUNT: "seen",
    Kind.HEALTH: "pings",
}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def outbox(tmp_path: Path, clock: ManualClock) -> Iterator[SqliteOutbox]:
    opened = SqliteOutbox(tmp_path / "n-001.outbox", clock, max_bytes=30_000)
    yield opened
    opened.close()


def hours(outbox: SqliteOutbox, clock: ManualClock, count: int, *kinds: Kind) -> None:
    """Keep `count` readings of each kind and of two sensors, five minutes apart."""
    for start in range(0, count, 20):
        batch = []
        for _ in range(start, min(count, start + 20)):
            clock.advance(LIVE_S)
            batch += [
                Measurement(sensor, kind, clock.now_us(), {FIELD[kind]: 1.0})
                for kind in kinds
                for sensor in ("north", "south")
            ]
        outbox.keep(batch)


def pending(outbox: SqliteOutbox) -> list[Reading]:
    """Return what is left, the oldest first."""
    items = [row.item for row in outbox.pick(100_000, ())]
    readings = [item for item in items if isinstance(item, Reading)]
    return sorted(readings, key=lambda one: one.seq)


def drained(outbox: SqliteOutbox) -> tuple[list[Reading], list[LossReceipt]]:
    """Settle everything, as an ingester would that takes a hundred rows at a time."""
    items = []
    while rows := outbox.pick(100, ()):
        items += [row.item for row in rows]
        outbox.settle(outbox.epoch, ranges(row.item.seq for row in rows))
    readings = [item for item in items if isinstance(item, Reading)]
    return readings, [item for item in items if isinstance(item, LossReceipt)]


def test_inside_its_bound_nothing_is_lost(outbox: SqliteOutbox, clock: ManualClock) -> None:
    hours(outbox, clock, 40, Kind.LEVEL, Kind.HEALTH)

    readings, lost = drained(outbox)

    assert (len(readings), lost) == (160, [])


def test_health_is_thinned_before_a_level_is_touched(
    outbox: SqliteOutbox, clock: ManualClock
) -> None:
    hours(outbox, clock, 80, Kind.LEVEL, Kind.HEALTH)

    readings, lost = drained(outbox)

    levels = [one for one in readings if one.kind is Kind.LEVEL]
    assert len(levels) == 160
    assert {loss.reason for loss in lost} == {LossReason.THINNED}


def test_thinning_takes_every_other_one_of_each_sensor(
    outbox: SqliteOutbox, clock: ManualClock
) -> None:
    hours(outbox, clock, 160, Kind.HEALTH)

    left = {
        sensor: [one.taken_at_us for one in pending(outbox) if one.sensor == sensor]
        for sensor in ("north", "south")
    }

    step_us = round(LIVE_S * 1e6)
    for times in left.values():
        gaps = {(later - earlier) // step_us for earlier, later in itertools.pairwise(times)}
        assert gaps <= {1, 2}
        assert 2 in gaps


def test_a_long_outage_leaves_one_in_eight_before_the_oldest_go(
    outbox: SqliteOutbox, clock: ManualClock
) -> None:
    hours(outbox, clock, 700, Kind.LEVEL)
    reasons = {loss.reason for loss in drained(outbox)[1]}
    hours(outbox, clock, 2000, Kind.LEVEL)

    _, lost = drained(outbox)

    assert reasons == {LossReason.THINNED}
    assert {loss.reason for loss in lost} == {LossReason.THINNED, LossReason.FULL}


def test_alarms_and_proofs_are_given_up_last(outbox: SqliteOutbox, clock: ManualClock) -> None:
    hours(outbox, clock, 20, Kind.ALARM, Kind.PROOF)
    hours(outbox, clock, 2000, Kind.COUNT, Kind.HEALTH, Kind.LEVEL)

    kinds = [one.kind for one in pending(outbox)]

    assert kinds.count(Kind.ALARM) == kinds.count(Kind.PROOF) == 40


def test_even_alarms_alone_keep_to_the_bound(outbox: SqliteOutbox, clock: ManualClock) -> None:
    hours(outbox, clock, 400, Kind.ALARM)

    times = [one.taken_at_us for one in pending(outbox)]

    assert len(times) < 400
    assert times[-1] == clock.now_us()


def test_what_was_kept_just_now_is_not_thinned(outbox: SqliteOutbox, clock: ManualClock) -> None:
    hours(outbox, clock, 160, Kind.HEALTH)
    clock.advance(LIVE_S)
    fresh = [Measurement("north", Kind.HEALTH, at, {"pings": 1.0}) for at in range(150)]
    for at in range(0, 150, 50):
        outbox.keep(fresh[at : at + 50])

    times = {one.taken_at_us for one in pending(outbox)}

    assert times >= set(range(150))


def test_every_lost_number_is_told_once_and_none_that_came(
    outbox: SqliteOutbox, clock: ManualClock
) -> None:
    hours(outbox, clock, 1000, Kind.LEVEL, Kind.HEALTH, Kind.COUNT)
    tally = outbox.tally()

    readings, lost = drained(outbox)

    gone = [seq for loss in lost for seq in range(loss.first, loss.last + 1)]
    assert len(gone) == len(set(gone)) == tally.dropped > 5000
    assert set(gone).isdisjoint(one.seq for one in readings)
    assert len(gone) + len(readings) == tally.produced == 6000


def test_losses_stay_small_however_many_they_are(
    outbox: SqliteOutbox, clock: ManualClock, tmp_path: Path
) -> None:
    hours(outbox, clock, 1000, Kind.LEVEL, Kind.HEALTH, Kind.COUNT)

    with closing(sqlite3.connect(tmp_path / "n-001.outbox")) as db:
        noted = losses.size(db)
        receipts = db.execute("SELECT count(*) FROM rows WHERE is_loss").fetchone()[0]

    # Under a byte a lost reading, and no receipt until there is room to send it.
    assert noted < outbox.tally().dropped / 2
    assert receipts == 0


def test_a_pick_makes_no_more_receipts_than_it_may_hand_out(
    outbox: SqliteOutbox, clock: ManualClock, tmp_path: Path
) -> None:
    hours(outbox, clock, 700, Kind.LEVEL)
    outbox.settle(outbox.epoch, [(1, 2**52)])

    rows = outbox.pick(5, ())

    with closing(sqlite3.connect(tmp_path / "n-001.outbox")) as db:
        receipts = db.execute("SELECT count(*) FROM rows WHERE is_loss").fetchone()[0]
    assert len(rows) == receipts == 5


def test_rows_that_may_have_arrived_are_spared(outbox: SqliteOutbox, clock: ManualClock) -> None:
    hours(outbox, clock, 20, Kind.LEVEL)
    sent = {row.item.seq for row in outbox.pick(20, ())}

    hours(outbox, clock, 2000, Kind.LEVEL)

    assert sent <= {one.seq for one in pending(outbox)}


keys = st.tuples(st.sampled_from(["0123456789ab", "ba9876543210"]), st.integers(1, 4000))


@given(gone=st.sets(keys, max_size=200), more=st.sets(keys), limit=st.integers(1, 50))
def test_what_is_noted_is_taken_out_to_the_number(
    gone: set[tuple[str, int]], more: set[tuple[str, int]], limit: int
) -> None:
    with closing(schema.open_file(Path(":memory:"), 1.0)) as db:
        grown = losses.note(db, gone, LossReason.THINNED, 7)
        grown += losses.note(db, more, LossReason.THINNED, 7)
        assert grown == losses.size(db)

        taken: list[tuple[str, int]] = []
        while True:
            runs, shrunk = losses.take(db, limit)
            grown -= shrunk
            assert grown == losses.size(db)
            assert len(runs) <= limit
            if not runs:
                break
            taken += [(run.epoch, seq) for run in runs for seq in range(run.first, run.last + 1)]

    assert sorted(taken) == sorted(gone | more)
    assert grown == 0
