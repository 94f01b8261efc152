"""R4: whenever its process dies, the outbox opens with every row that it had promised.

Twenty deaths in the default run, two hundred with VALLEE_CHAOS=1. kill -9 leaves the kernel's
page cache in place, so a second test makes up the card as a power cut leaves it: the files as
they stood at the last sync, and of the sectors written since, any half.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from contract.loss import LossReceipt
from contract.reading import Kind, Measurement
from edge.links.clock import ManualClock, SystemClock
from edge.links.sqlite_outbox import SqliteOutbox

ROUNDS = 200 if os.environ.get("VALLEE_CHAOS") else 20
ROOT = Path(__file__).parents[3]

# Keeps, settles and says what it has promised, until it is killed.
WRITER = """
import random, sys
from pathlib import Path
from contract.reading import Kind, Measurement
from edge.links.clock import SystemClock
from edge.links.sqlite_outbox import SqliteOutbox
dice = random.Random(int(sys.argv[2]))
outbox = SqliteOutbox(Path(sys.argv[1]), SystemClock())
print("epoch", outbox.epoch, flush=True)
while True:
    count = dice.randint(1, 20)
    first = outbox.tally().produced + 1
    outbox.keep([Measurement("fill", Kind.LEVEL, at, {"fill_ratio": 0.5}) for at in range(count)])
    print("kept", count, flush=True)
    if dice.random() < 0.3:
        for row in outbox.pick(10, ()):
            gone = outbox.settle(row.epoch, [(row.item.seq, row.item.seq)])
            print("settled", row.epoch, *gone, flush=True)
"""


def test_what_was_promised_is_there_after_every_kill(tmp_path: Path) -> None:
    dice = random.Random(2026)  # noqa: S311 - a seeded draw, no secret
    file = tmp_path / "n-001.outbox"
    epochs: list[str] = []
    kept = 0
    settled: set[int] = set()

    for number in range(ROUNDS):
        said = killed(file, number, dice.uniform(0.02, 0.25))

        epochs.append(next(words[1] for words in said if words[0] == "epoch"))
        kept += sum(int(words[1]) for words in said if words[0] == "kept")
        settled |= {int(word) for words in said if words[0] == "settled" for word in words[2:]}
        with closing(SqliteOutbox(file, SystemClock())) as outbox:
            rows = outbox.pick(10**6, ())
            epochs.append(outbox.epoch)
            assert outbox.found_damaged is None
            tally = outbox.tally()
        assert tally.produced >= kept
        there = {row.item.seq for row in rows}
        gone = set(range(1, tally.produced + 1)) - there
        assert len(there) == len(rows) == tally.pending
        assert len(gone) == tally.settled
        assert settled <= gone
        # One row at most was settled by the child and not said any more.
        assert len(gone - settled) <= 1
        kept, settled = tally.produced, gone

    assert len(set(epochs)) == 2 * ROUNDS


def killed(file: Path, seed: int, after_s: float) -> list[list[str]]:
    """Let a child write, kill it some time after its first word, and return all its words."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), str(seed)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with child, closing(child.stdout or sys.stdin) as words:
        first = words.readline()
        time.sleep(after_s)
        child.kill()
        return [line.split() for line in (first, *words) if line.endswith("\n")]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_card_that_keeps_what_was_synced_keeps_every_row(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seeded draw, no secret
    live, cut = tmp_path / "live.outbox", tmp_path / "cut.outbox"
    with closing(SqliteOutbox(live, ManualClock())) as outbox:
        for _ in range(dice.randint(1, 60)):
            outbox.keep(levels(dice.randint(1, 50)))
            if dice.random() < 0.2:
                outbox.settle(outbox.epoch, [(1, dice.randint(1, 200))])
        promised = outbox.pick(10**6, ())
        # A commit returned, so that all of the WAL up to here was synced.
        synced = wal(live).read_bytes()
        shutil.copy(live, cut)
        outbox.keep(levels(dice.randint(1, 50)))
        torn = wal(live).read_bytes()
        wal(cut).write_bytes(at_the_cut(synced, torn, dice))

    with closing(SqliteOutbox(cut, ManualClock())) as outbox:
        rows = outbox.pick(10**6, ())
        assert outbox.found_damaged is None
    left = {(row.epoch, row.item.seq): row.item for row in rows}
    assert not any(isinstance(row.item, LossReceipt) for row in rows)
    assert all(left[row.epoch, row.item.seq] == row.item for row in promised)


def at_the_cut(synced: bytes, torn: bytes, dice: random.Random) -> bytes:
    """Return the WAL with a part of the sectors that were written since the last sync."""
    after = bytearray(torn)
    for start in range(0, len(after), 512):
        if dice.random() < 0.5:
            old = synced[start : start + 512]
            after[start : start + 512] = old.ljust(len(after[start : start + 512]), b"\0")
    return bytes(after)


def levels(count: int) -> list[Measurement]:
    return [
        Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000 + at, {"fill_ratio": 0.5})
        for at in range(count)
    ]


def wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")
