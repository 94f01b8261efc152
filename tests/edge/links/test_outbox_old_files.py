"""Outbox files of every form that was ever in the field still open, with all their rows."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Reading
from edge.lanes import Lane
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Row

DATABASES = Path(__file__).parent / "databases"
AT_US = 1_764_000_000_000_000
FIRST, SECOND = "49d87962236b", "dd8c2f6439cb"

# In the order in which they are sent: a proof of loss, levels, presence, health.
V1 = [
    Row(SECOND, LossReceipt(6, FIRST, 3, 3, LossReason.DAMAGED, AT_US)),
    Row(FIRST, Reading(5, "fill", Kind.LEVEL, AT_US + 5, {"fill_ratio": 0.25})),
    Row(SECOND, Reading(7, "fill", Kind.LEVEL, AT_US + 6, {"fill_ratio": 0.75})),
    Row(FIRST, Reading(4, "radio", Kind.BEACON, AT_US + 4, {"adverts": 3.0})),
    Row(FIRST, Reading(2, "fill", Kind.HEALTH, AT_US + 2, {"pings": 7.0, "echoes": 1.0})),
]


def test_a_file_without_lanes_opens_with_every_row(tmp_path: Path) -> None:
    file = Path(shutil.copy(DATABASES / "v1.outbox", tmp_path))

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        assert outbox.pick(99, ()) == V1
        assert outbox.found_damaged is None
        tally = outbox.tally()

    assert (tally.produced, tally.settled, tally.dropped, tally.pending) == (6, 1, 1, 4)
    assert [part.name for part in tmp_path.glob("*damaged*")] == []


def test_its_numbers_go_on_and_its_rows_are_settled(tmp_path: Path) -> None:
    file = Path(shutil.copy(DATABASES / "v1.outbox", tmp_path))

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        gone = outbox.settle(FIRST, [(1, 99)])
        left = [row.item.seq for row in outbox.pick(99, ())]

    assert gone == [2, 4, 5]
    assert left == [6, 7]


def test_a_row_that_was_damaged_before_is_owned_up_to(tmp_path: Path) -> None:
    file = Path(shutil.copy(DATABASES / "v1.outbox", tmp_path))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE rows SET epoch = 'ffffffffffff' WHERE seq = 5")
        db.execute("UPDATE rows SET body = CAST(replace(body, '7.0', '8.0') AS BLOB)")

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        rows = outbox.pick(99, ())

    losses = [row.item for row in rows if row.item.seq > 7]
    assert [one for one in losses if isinstance(one, LossReceipt)] == [
        LossReceipt(8, FIRST, 2, 2, LossReason.DAMAGED, AT_US)
    ]


def test_a_file_is_brought_up_once(tmp_path: Path) -> None:
    file = Path(shutil.copy(DATABASES / "v1.outbox", tmp_path))

    for _ in range(2):
        with closing(SqliteOutbox(file, ManualClock())) as outbox:
            assert outbox.pick(99, ()) == V1

    with closing(sqlite3.connect(file)) as db:
        lanes = [lane for (lane,) in db.execute("SELECT lane FROM rows ORDER BY lane, seq")]
    assert lanes == [Lane.PROOF, Lane.LEVEL, Lane.LEVEL, Lane.PRESENCE, Lane.HEALTH]
