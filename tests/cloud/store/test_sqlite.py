"""The embedded store: what its file bears."""

import itertools
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from cloud.errors import StoreDown
from cloud.store.point import Point, Tags
from cloud.store.sqlite import SqliteStore

EVER = (0, 2**63)

# Writes batches of ten for ever and says after each one how many points are kept.
WRITER = """
import sys
from pathlib import Path
from cloud.store.point import Point
from cloud.store.sqlite import SqliteStore

tags = (("node", "n-001"), ("sensor", "fill"))
store = SqliteStore(Path(sys.argv[1]))
for start in range(0, 10**9, 10):
    store.write([Point("level", tags, start + n, {"seq": float(n)}) for n in range(10)])
    print(start + 10, flush=True)
"""


class Levels(Protocol):
    tags: Tags

    def __call__(self, *seqs: int) -> list[Point]: ...


@contextmanager
def writer(path: Path) -> Iterator[tuple["subprocess.Popen[str]", Iterator[int]]]:
    """Run the writer in a process of its own; give it and the counts that it has promised."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, (int(said) for said in process.stdout)
        finally:
            process.kill()


def test_a_new_file_waits_for_another_program_that_is_making_it(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE being_made (x)")
    letting_go = threading.Timer(0.2, other.execute, ("COMMIT",))
    letting_go.start()

    store = SqliteStore(path)

    letting_go.join()
    store.close()
    other.close()


def test_a_new_file_that_another_program_never_lets_go_is_a_store_that_is_down(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE being_made (x)")

        with pytest.raises(StoreDown, match="locked"):
            SqliteStore(path, busy_timeout_s=0.1)


def test_a_process_may_read_while_another_writes(tmp_path: Path, levels: Levels) -> None:
    path = tmp_path / "store.sqlite"
    with writer(path) as (_, promised):
        first = next(promised)
        with closing(SqliteStore(path)) as store:
            for _ in range(20):
                promise = next(promised)
                assert len(store.read("level", levels.tags, *EVER)) >= promise > first


def test_the_newest_points_are_found_without_walking_through_the_others(
    tmp_path: Path, levels: Levels
) -> None:
    steps = []
    with closing(SqliteStore(tmp_path / "store.sqlite")) as store:
        for history in (10, 10_000):
            store.write(levels(*range(history)))
            with counted_steps(store) as count:
                (found,) = store.newest("level", (), *EVER).values()
            assert found == levels(history - 1)
            steps.append(count())

    assert steps[0] == steps[1] > 0


@contextmanager
def counted_steps(store: SqliteStore) -> Iterator[Callable[[], int]]:
    """Count the instructions that SQLite's machine takes."""
    steps = itertools.count()
    store._db.set_progress_handler(lambda: next(steps) < 0, 1)  # noqa: SLF001 - what a question costs, whatever else this machine does
    yield lambda: next(steps)
    store._db.set_progress_handler(None, 1)  # noqa: SLF001 - as above


def test_a_killed_writer_leaves_all_that_it_promised_and_whole_batches(
    tmp_path: Path, levels: Levels
) -> None:
    path = tmp_path / "store.sqlite"
    with writer(path) as (process, promised):
        for _ in range(50):
            last = next(promised)
        process.kill()
        last = max(promised, default=last)

    with closing(SqliteStore(path)) as store:
        kept = len(store.read("level", levels.tags, *EVER))

    assert kept >= last
    assert kept % 10 == 0


def test_points_survive_closing(tmp_path: Path, levels: Levels) -> None:
    path = tmp_path / "deep" / "store.sqlite"
    with closing(SqliteStore(path)) as store:
        store.write(levels(1, 2))

    with closing(SqliteStore(path)) as store:
        assert store.read("level", levels.tags, *EVER) == levels(1, 2)


def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "store.sqlite")) as store:
        (synchronous,) = store._db.execute("PRAGMA synchronous").fetchone()  # noqa: SLF001 - receipts rest on it, and only a power cut would show it

    assert synchronous == 2  # FULL


def test_a_full_disk_keeps_nothing_of_the_batch_and_the_store_recovers(
    tmp_path: Path, levels: Levels
) -> None:
    path = tmp_path / "store.sqlite"
    batch = levels(*range(5000))
    with closing(SqliteStore(path)) as store:
        store.write(levels(0))

        with no_file_over(100_000), pytest.raises(StoreDown, match=r"store\.sqlite"):
            store.write(batch)

        assert store.read("level", levels.tags, *EVER) == levels(0)
        store.write(batch)
        assert len(store.read("level", levels.tags, *EVER)) == 5000


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Have the kernel refuse every write beyond `size` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_series_of_a_batch_that_failed_is_written_the_next_time(
    tmp_path: Path, levels: Levels
) -> None:
    path = tmp_path / "store.sqlite"
    with closing(SqliteStore(path)) as store:
        with no_file_over(100_000), pytest.raises(StoreDown):
            store.write(levels(*range(5000)))

        store.write(levels(1))

    with closing(SqliteStore(path)) as store:
        assert store.read("level", levels.tags, *EVER) == levels(1)


def test_a_file_of_the_first_release_still_opens(tmp_path: Path, levels: Levels) -> None:
    old = Path(__file__).parent / "data" / "version-1.sqlite"
    path = Path(shutil.copy(old, tmp_path / "store.sqlite"))

    with closing(SqliteStore(path)) as store:
        store.write(levels(3))
        assert store.read("level", levels.tags, *EVER) == levels(1, 2, 3)


def test_a_file_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreDown, match="newer release"):
        SqliteStore(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("a letter, not a database; " * 100)

    with pytest.raises(StoreDown, match=r"store\.sqlite.*not a database"):
        SqliteStore(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreDown, match="file"):
        SqliteStore(tmp_path / "file" / "store.sqlite")


def test_a_closed_store_is_down(tmp_path: Path, levels: Levels) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    store.close()

    with pytest.raises(StoreDown):
        store.write(levels(1))
    with pytest.raises(StoreDown):
        store.newest("level", (), *EVER)
