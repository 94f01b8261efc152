"""R6: whatever happens to its file, the outbox opens, and nothing that is not true leaves it.

Fifty damages in the default run, five hundred with VALLEE_CHAOS=1; a number is a seed.
"""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement, Reading
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Row

ROUNDS = 500 if os.environ.get("VALLEE_CHAOS") else 50
PAGE = 4096
KINDS = [(Kind.LEVEL, "fill_ratio"), (Kind.HEALTH, "pings"), (Kind.ALARM, "tilt_deg")]

Truth = dict[tuple[str, int], Reading]


def measurements(dice: random.Random, count: int) -> list[Measurement]:
    made = []
    for at in range(count):
        kind, field = dice.choice(KINDS)
        made.append(Measurement("fill", kind, 1_764_000_000_000_000 + at, {field: dice.random()}))
    return made


def a_life(file: Path, dice: random.Random) -> tuple[Truth, set[tuple[str, int]]]:
    """Leave a file as kill -9 does, WAL and all; return what was kept and what was settled."""
    truth: Truth = {}
    settled: set[tuple[str, int]] = set()
    work = file.with_name("work")
    with closing(SqliteOutbox(work, ManualClock())) as outbox:
        for _ in range(dice.randint(5, 30)):
            batch = measurements(dice, dice.randint(1, 50))
            first = outbox.tally().produced + 1
            outbox.keep(batch)
            for seq, one in enumerate(batch, start=first):
                item = Reading(seq, one.sensor, one.kind, one.taken_at_us, one.values)
                truth[outbox.epoch, seq] = item
            if dice.random() < 0.3:
                low = dice.randint(1, first)
                gone = outbox.settle(outbox.epoch, [(low, low + 30)])
                settled |= {(outbox.epoch, seq) for seq in gone}
        for suffix in ("", "-wal"):
            shutil.copy(work.with_name(work.name + suffix), file.with_name(file.name + suffix))
    return truth, settled


def flip_bits(file: Path, dice: random.Random) -> None:
    part = dice.choice([file, wal(file)])
    data = bytearray(part.read_bytes())
    for _ in range(dice.choice([1, 1, 10, 200])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    part.write_bytes(data)


def zero_a_page(file: Path, dice: random.Random) -> None:
    part = dice.choice([file, wal(file)])
    data = bytearray(part.read_bytes())
    start = dice.randrange(len(data)) // PAGE * PAGE
    data[start : start + PAGE] = bytes(len(data[start : start + PAGE]))
    part.write_bytes(data)


def truncate(file: Path, dice: random.Random) -> None:
    part = dice.choice([file, wal(file)])
    os.truncate(part, dice.randrange(part.stat().st_size))


def delete_wal(file: Path, _: random.Random) -> None:
    wal(file).unlink()


def write_nonsense(file: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    start = dice.randrange(len(data))
    data[start : start + 5000] = dice.randbytes(len(data[start : start + 5000]))
    file.write_bytes(data)


def wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


DAMAGES: list[Callable[[Path, random.Random], None]] = [
    flip_bits,
    zero_a_page,
    truncate,
    delete_wal,
    write_nonsense,
]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_damaged_file_opens_and_only_what_is_true_leaves_it(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seeded draw, no secret
    file = tmp_path / "n-001.outbox"
    truth, _ = a_life(file, dice)
    old_epochs = {epoch for epoch, _ in truth}

    DAMAGES[seed % len(DAMAGES)](file, dice)

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        assert outbox.epoch not in old_epochs
        outbox.keep(measurements(dice, 3))
        rows = drained(outbox)
        tally = outbox.tally()
    readings = [(row, row.item) for row in rows if isinstance(row.item, Reading)]
    keys = [(row.epoch, item.seq) for row, item in readings]
    assert len(keys) == len(set(keys))
    old = [(row, item) for row, item in readings if row.epoch in old_epochs]
    assert all(truth[row.epoch, item.seq] == item for row, item in old)
    new = [item.seq for row, item in readings if row.epoch == outbox.epoch]
    assert len(new) == 3
    assert len(old) + 3 == len(readings)
    assert min(new) > max((item.seq for _, item in old), default=0)
    assert tally.pending == 0
    assert tally.produced == tally.settled + tally.dropped


def drained(outbox: SqliteOutbox) -> list[Row]:
    found = []
    while rows := outbox.pick(1000, ()):
        found += rows
        for row in rows:
            outbox.settle(row.epoch, [(row.item.seq, row.item.seq)])
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "n-001.outbox"


def test_a_zeroed_page_costs_its_own_rows_only(file: Path) -> None:
    dice = random.Random(1)  # noqa: S311 - a seeded draw, no secret
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        for _ in range(40):
            outbox.keep(measurements(dice, 50))
    leaf = 20 * PAGE
    data = bytearray(file.read_bytes())
    data[leaf : leaf + PAGE] = bytes(PAGE)
    file.write_bytes(data)

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        saved = len(drained(outbox))
        lost = outbox.found_damaged

    assert lost == 2000 - saved
    assert 0 < lost < 60


def test_numbers_go_on_above_all_that_was_ever_seen(file: Path) -> None:
    dice = random.Random(2)  # noqa: S311 - a seeded draw, no secret
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        for _ in range(10):
            outbox.keep(measurements(dice, 50))
    data = bytearray(file.read_bytes())
    data[:100] = bytes(100)
    file.write_bytes(data)

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        outbox.keep(measurements(dice, 1))
        (row,) = [row for row in outbox.pick(9999, ()) if row.epoch == outbox.epoch]

    assert row.item.seq == 501


def test_a_wal_that_was_taken_away_is_noticed(file: Path) -> None:
    dice = random.Random(3)  # noqa: S311 - a seeded draw, no secret
    a_life(file, dice)
    wal(file).unlink()

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        assert outbox.found_damaged is not None


def test_a_flipped_epoch_is_as_bad_as_a_flipped_figure(file: Path) -> None:
    dice = random.Random(4)  # noqa: S311 - a seeded draw, no secret
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        outbox.keep(measurements(dice, 3))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE rows SET epoch = 'ffffffffffff' WHERE seq = 2")

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        items = [row.item for row in outbox.pick(9, ())]

    (loss,) = [item for item in items if isinstance(item, LossReceipt)]
    assert (loss.first, loss.last, loss.reason) == (2, 2, LossReason.DAMAGED)
    assert sorted(item.seq for item in items) == [1, 3, 4]


def test_a_file_that_is_damaged_while_it_is_open_is_changed_for_a_new_one(file: Path) -> None:
    dice = random.Random(5)  # noqa: S311 - a seeded draw, no secret
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        for _ in range(100):
            outbox.keep(measurements(dice, 50))
        first = outbox.epoch
        outbox.settle(first, [(1, 4000)])
        with closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA writable_schema = ON")
            db.execute("UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'rows'")
            db.execute("PRAGMA schema_version = 99")
            db.commit()

        assert outbox.pick(9, ()) == []
        outbox.keep(measurements(dice, 1))

        assert outbox.epoch != first
        assert outbox.found_damaged == 1000
        assert [row.item.seq for row in outbox.pick(9, ())] == [5001]


def test_only_the_last_damaged_files_are_kept(file: Path) -> None:
    for _ in range(6):
        file.write_bytes(b"no database at all" * 100)
        SqliteOutbox(file, ManualClock()).close()

    assert len(list(file.parent.glob("*.damaged-*[0-9]"))) == 3


def test_a_wal_that_is_broken_in_its_middle_is_noticed(file: Path) -> None:
    dice = random.Random(6)  # noqa: S311 - a seeded draw, no secret
    with closing(SqliteOutbox(file.with_name("work"), ManualClock())) as outbox:
        for _ in range(20):
            outbox.keep(measurements(dice, 10))
        for suffix in ("", "-wal"):
            shutil.copy(file.with_name("work" + suffix), file.with_name(file.name + suffix))
    data = bytearray(wal(file).read_bytes())
    data[len(data) // 2] ^= 1
    wal(file).write_bytes(data)

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        outbox.keep(measurements(dice, 1))

        assert outbox.found_damaged == 0
        assert max(row.item.seq for row in outbox.pick(999, ())) == 201
