"""The SQLite outbox: survives its process, owns up to its losses, and keeps to its bound."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contract.loss import LossReason, LossReceipt
from contract.reading import Kind, Measurement
from edge.errors import OutboxFault
from edge.links.clock import ManualClock
from edge.links.sqlite_outbox import SqliteOutbox

OpenOutbox = Callable[..., SqliteOutbox]


@pytest.fixture
def open_outbox() -> Iterator[OpenOutbox]:
    opened: list[SqliteOutbox] = []

    def open_one(file: Path, max_bytes: int = 1 << 20, busy_s: float = 10.0) -> SqliteOutbox:
        opened.append(SqliteOutbox(file, ManualClock(), max_bytes, busy_s=busy_s))
        return opened[-1]

    yield open_one
    for outbox in opened:
        outbox.close()


def taken(count: int) -> list[Measurement]:
    return [
        Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000 + at, {"fill_ratio": 0.5})
        for at in range(count)
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "n-001.outbox"


def test_a_new_start_is_a_new_epoch_that_goes_on_numbering(
    open_outbox: OpenOutbox, file: Path
) -> None:
    first = open_outbox(file)
    first.keep(taken(2))
    first.close()

    second = open_outbox(file)
    second.keep(taken(1))

    assert second.epoch != first.epoch
    rows = second.pick(9, ())
    # The third is live, the other two are backlog.
    assert [(row.epoch, row.item.seq) for row in rows] == [
        (second.epoch, 3),
        (first.epoch, 1),
        (first.epoch, 2),
    ]


def test_the_epoch_is_on_disk_before_anything_is_kept(open_outbox: OpenOutbox, file: Path) -> None:
    outbox = open_outbox(file)

    with sqlite3.connect(file) as other:
        assert other.execute("SELECT epoch FROM epochs").fetchall() == [(outbox.epoch,)]
    other.close()


def test_what_was_kept_survives_kill_minus_9(open_outbox: OpenOutbox, file: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.edge.links.test_sqlite_outbox import *\n"
        "outbox = SqliteOutbox(Path(sys.argv[1]), ManualClock())\n"
        "while True:\n"
        "    outbox.keep(taken(3)); print(outbox.tally().produced, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(file)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert child.stdout is not None
    promised = 0
    for line in child.stdout:
        promised = int(line)
        if promised >= 60:
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()

    outbox = open_outbox(file)

    kept = [row.item.seq for row in outbox.pick(100_000, ())]
    assert len(kept) >= promised
    assert kept == list(range(1, len(kept) + 1))
    assert outbox.tally().produced == len(kept)


def test_a_flipped_bit_is_set_aside_and_owned_up_to(open_outbox: OpenOutbox, file: Path) -> None:
    outbox = open_outbox(file)
    outbox.keep(taken(5))
    epoch = outbox.epoch
    outbox.close()
    with sqlite3.connect(file) as other:
        other.execute(
            "UPDATE rows SET body = CAST(replace(body, '0.5', '0.6') AS BLOB) WHERE seq IN (2, 3)"
        )
    other.close()

    rows = [row.item for row in open_outbox(file).pick(99, ())]

    assert [item.seq for item in rows] == [6, 1, 4, 5]
    loss = rows[0]
    assert isinstance(loss, LossReceipt)
    assert (loss.epoch, loss.first, loss.last, loss.reason) == (epoch, 2, 3, LossReason.DAMAGED)


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""])
def test_a_damaged_file_is_set_aside_and_a_new_one_begins(
    open_outbox: OpenOutbox, file: Path, damage: bytes
) -> None:
    open_outbox(file).close()
    file.write_bytes(damage)

    outbox = open_outbox(file)
    outbox.keep(taken(1))

    assert [row.item.seq for row in outbox.pick(9, ())] == [1]
    if damage:
        (aside,) = file.parent.glob("n-001.outbox.damaged-*[0-9]")
        assert aside.read_bytes() == damage
        assert outbox.found_damaged == 0


def test_a_disk_that_refuses_changes_nothing(open_outbox: OpenOutbox, file: Path) -> None:
    outbox = open_outbox(file, busy_s=0.01)
    outbox.keep(taken(2))
    # A second writer holds the file for longer than the outbox waits.
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OutboxFault):
            outbox.keep(taken(2))
        other.rollback()
    other.close()

    outbox.keep(taken(1))
    assert [row.item.seq for row in outbox.pick(9, ())] == [1, 2, 3]


def test_a_file_that_somebody_else_holds_is_not_set_aside(
    open_outbox: OpenOutbox, file: Path
) -> None:
    open_outbox(file).close()
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(OutboxFault, match="cannot be opened"):
            open_outbox(file, busy_s=0.01)
        other.rollback()
    other.close()

    assert list(file.parent.glob("*.damaged-*")) == []
    open_outbox(file).keep(taken(1))


def test_a_folder_that_cannot_be_made_is_one_sentence(
    open_outbox: OpenOutbox, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file, not a folder")

    with pytest.raises(OutboxFault, match="cannot be opened"):
        open_outbox(tmp_path / "state" / "n-001.outbox")
