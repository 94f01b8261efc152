"""A full disk: nothing falls, alarms are kept, receipts are heeded, and it mends by itself."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from contract.reading import Kind, Measurement
from contract.receipt import ranges
from edge.errors import OutboxFault
from edge.links.clock import ManualClock
from edge.links.outbox.reserve import SIZE
from edge.links.sqlite_outbox import SqliteOutbox

Fill = Callable[[], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of four MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("there is no mount here")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small file system wants root: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def levels(count: int) -> list[Measurement]:
    return [
        Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000 + at, {"fill_ratio": 0.5})
        for at in range(count)
    ]


def alarm(at_us: int = 0) -> list[Measurement]:
    return [Measurement("fill", Kind.ALARM, at_us, {"tilt_deg": 90.0})]


def keep_until_refused(outbox: SqliteOutbox) -> int:
    """Keep levels until the disk refuses; return how many were kept."""
    kept = 0
    while True:
        try:
            outbox.keep(levels(50))
        except OutboxFault:
            return kept
        kept += 50


def alarms(outbox: SqliteOutbox) -> int:
    items = [row.item for row in outbox.pick(100, ())]
    return sum(1 for item in items if getattr(item, "kind", None) is Kind.ALARM)


def fill(place: Path) -> Path:
    """Take all the room that a small disk still has; return what takes it."""
    ballast = place / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 16, 4096, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    return ballast


def spent(place: Path) -> Path:
    """Return an outbox that was closed in good order on a disk that has not one byte of room."""
    file = place / "n-001.outbox"
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        keep_until_refused(outbox)
        fill(place)
    fill(place)
    assert not file.with_name("n-001.outbox.reserve").exists()
    return file


def drain(outbox: SqliteOutbox) -> int:
    settled = 0
    while rows := outbox.pick(100, ()):
        gone = outbox.settle(rows[0].epoch, ranges(row.item.seq for row in rows))
        assert gone
        settled += len(gone)
    return settled


def test_room_is_held_beside_the_outbox(tmp_path: Path) -> None:
    with closing(SqliteOutbox(tmp_path / "n-001.outbox", ManualClock())):
        reserve = tmp_path / "n-001.outbox.reserve"

        assert reserve.stat().st_size == SIZE == 512 * 1024
        # Held for real: a file with holes would hold nothing.
        assert reserve.stat().st_blocks * 512 >= SIZE


def test_on_a_full_disk_alarms_are_kept_and_levels_refused(small_disk: Path) -> None:
    with closing(SqliteOutbox(small_disk / "n-001.outbox", ManualClock())) as outbox:
        kept = keep_until_refused(outbox)

        for at in range(100):
            outbox.keep(alarm(at))

        with pytest.raises(OutboxFault):
            outbox.keep(levels(50))
        assert alarms(outbox) == 100
        tally = outbox.tally()
        assert tally.produced == kept + 100
        assert tally.produced == tally.settled + tally.dropped + tally.pending


def test_a_full_disk_is_drained_by_receipts_and_then_takes_levels_again(small_disk: Path) -> None:
    with closing(SqliteOutbox(small_disk / "n-001.outbox", ManualClock())) as outbox:
        kept = keep_until_refused(outbox)

        assert drain(outbox) == kept
        outbox.keep(levels(50))

        assert outbox.tally().pending == 50


def test_when_others_leave_the_disk_the_reserve_comes_back(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with closing(SqliteOutbox(small_disk / "n-001.outbox", ManualClock())) as outbox:
        ballast.write_bytes(bytes(2 << 20))
        keep_until_refused(outbox)
        reserve = small_disk / "n-001.outbox.reserve"
        assert not reserve.exists()

        ballast.unlink()
        outbox.keep(levels(50))

        assert reserve.stat().st_size == SIZE


def test_a_node_starts_on_a_full_disk_and_raises_its_alarm(small_disk: Path) -> None:
    file = small_disk / "n-001.outbox"
    outbox = SqliteOutbox(file, ManualClock())
    outbox.keep(levels(50))
    outbox.close()
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(bytes(free))

    with closing(SqliteOutbox(file, ManualClock())) as again:
        again.keep(alarm())

        assert alarms(again) == 1
        assert again.tally().pending == 51


def test_a_node_whose_reserve_is_spent_starts_again_sends_and_forgets(small_disk: Path) -> None:
    file = spent(small_disk)

    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        waiting = outbox.tally().pending

        with pytest.raises(OutboxFault):
            outbox.keep(levels(50))
        outbox.keep(alarm())
        assert outbox.found_damaged is None
        assert alarms(outbox) == 1
        assert outbox.tally().pending + outbox.tally().dropped == waiting + 1
        ended = outbox.tally()
        drain(outbox)
        assert outbox.tally().pending == 0
        assert outbox.tally().settled == ended.pending
        # What was forgotten has left room within the file.
        outbox.keep(levels(50))


def test_a_node_that_is_killed_while_it_has_no_room_misses_no_log(
    small_disk: Path, tmp_path: Path
) -> None:
    file = spent(small_disk)
    left = tmp_path / "left.outbox"
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        waiting = outbox.tally().pending
        shutil.copy(file, left)

    with closing(SqliteOutbox(left, ManualClock())) as again:
        assert (again.found_damaged, again.tally().pending) == (None, waiting)


@pytest.mark.parametrize("starts", [1, 300])
def test_a_node_on_a_full_disk_may_be_started_any_number_of_times(
    small_disk: Path, starts: int
) -> None:
    file = spent(small_disk)

    kept: set[int] = set()
    for _ in range(starts + 1):
        with closing(SqliteOutbox(file, ManualClock())) as outbox:
            assert outbox.found_damaged is None
            kept.add(outbox.tally().pending)

    assert len(kept) == 1
    assert min(kept) > 0


def test_when_there_is_room_again_the_outbox_is_what_it_was(small_disk: Path) -> None:
    file, reserve = small_disk / "n-001.outbox", small_disk / "n-001.outbox.reserve"
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        outbox.keep(levels(50))
    reserve.unlink()
    ballast = fill(small_disk)
    with closing(SqliteOutbox(file, ManualClock())) as outbox:
        with pytest.raises(OutboxFault):
            outbox.keep(levels(5000))
        in_place = not file.with_name("n-001.outbox-wal").exists()

        ballast.unlink()
        outbox.keep(levels(50))

        assert in_place
        assert file.with_name("n-001.outbox-wal").exists()
        assert reserve.stat().st_size == SIZE
        with closing(sqlite3.connect(file)) as other:
            assert other.execute("SELECT count(*) FROM rows").fetchone() == (100,)
    with closing(SqliteOutbox(file, ManualClock())) as again:
        assert (again.found_damaged, again.tally().pending) == (None, 100)


def test_a_file_that_cannot_grow_is_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "n-001.outbox"
    with closing(SqliteOutbox(file, ManualClock(), max_pages=60)) as outbox:
        kept = keep_until_refused(outbox)

    with closing(SqliteOutbox(file, ManualClock(), max_pages=60)) as again:
        assert drain(again) == kept


def test_a_file_that_cannot_grow_gives_up_its_lowest_for_an_alarm(tmp_path: Path) -> None:
    file = tmp_path / "n-001.outbox"
    with closing(SqliteOutbox(file, ManualClock(), max_pages=60)) as outbox:
        kept = keep_until_refused(outbox)

        for at in range(300):
            outbox.keep(alarm(at))

        tally = outbox.tally()
        assert tally.produced == kept + 300 == tally.dropped + tally.pending
        assert alarms(outbox) == 100
        assert file.stat().st_size <= 60 * 4096


def test_a_file_that_cannot_grow_is_drained(tmp_path: Path) -> None:
    file = tmp_path / "n-001.outbox"
    with closing(SqliteOutbox(file, ManualClock(), max_pages=200)) as outbox:
        kept = keep_until_refused(outbox)

        assert drain(outbox) == kept
        assert keep_until_refused(outbox) > 0
