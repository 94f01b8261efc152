"""A backup is whole, of one instant, and says what is not in it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from cloud.bootstrap.parts import registry, store
from cloud.bootstrap.upkeep import backup, restore
from cloud.settings import Settings
from cloud.store.point import Point
from cloud.upkeep.building import building
from cloud.upkeep.counting import count_series
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.keep import backups, keep_newest, name_of
from cloud.upkeep.shelf import SqliteShelf
from contract.errors import BadSettings
from tests.cloud.upkeep.conftest import Place, fill, letter, place

SERIES = ("level", (("node", "n-001"), ("sensor", "writer")))
SECRET = "forty characters that nobody would guess"  # noqa: S105 - the test's own


def written(number: int) -> Point:
    return Point(*SERIES, number, {"fill_ratio": number / 7})


@contextmanager
def writing(settings: Settings) -> Iterator[Callable[[int], None]]:
    """Write a point and then a letter, again and again; give what waits until so many are there."""
    stop, done, step = threading.Event(), [0], threading.Condition()

    def write() -> None:
        with registry(settings) as records, store(settings) as points:
            for number in count():
                if stop.is_set():
                    return
                points.write([written(number)])
                records.bury([letter(number)])
                with step:
                    done[0] = number
                    step.notify_all()

    def until(number: int) -> None:
        with step:
            assert step.wait_for(lambda: done[0] >= number, 60)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield until
    finally:
        stop.set()
        thread.join()


def test_a_backup_while_a_writer_goes_on_is_registry_and_store_of_one_instant(
    tmp_path: Path,
) -> None:
    at, again = place(tmp_path / "at"), place(tmp_path / "again")
    fill(at, days=1)
    quiet = backup(at.settings, tmp_path / "quiet", 9, None)[1]

    copies = []
    with writing(at.settings) as until:
        for number in range(5):
            until(20 * (number + 1))
            copy, made = backup(at.settings, tmp_path / f"busy-{number}", 9, None)
            copies.append((copy, made))
        until(140)
    restore(again.settings, copies[-1][0], None)

    for copy, made in copies:
        (mine,) = [one for one in made.series if (one.measurement, one.tags) == SERIES]
        points = made.points - quiet.points
        letters = made.tables["dead_letters"].rows - quiet.tables["dead_letters"].rows
        # Each letter comes after its point: only one instant has no more of them than that.
        assert points - letters in {0, 1}
        assert mine == count_series(SERIES, map(written, range(points)))
        untouched = made.tables.keys() - {"dead_letters"}
        assert {name: made.tables[name] for name in untouched} == {
            name: quiet.tables[name] for name in untouched
        }
        assert len(list(SqliteShelf(copy / "points.sqlite").points(SERIES))) == points
    first, last = copies[0][1].points, copies[-1][1].points
    print(f"\n5 backups beside a writer: {first} to {last} points")  # noqa: T201 - pytest -s
    assert first < last


def test_a_backup_says_what_is_not_in_it(filled: Place, tmp_path: Path) -> None:
    made = backup(filled.settings, tmp_path, 1, None)[1]

    assert made.left_out.keys() == {"identity", "settings", "roads", "mosquitto", "root"}
    assert "--seal" in made.left_out["identity"]
    assert made.instant == "registry and store are as of one and the same instant"


def test_nobody_else_may_read_a_backup(filled: Place, tmp_path: Path) -> None:
    copy = backup(filled.settings, tmp_path / "backups", 1, None)[0]

    assert copy.stat().st_mode & 0o077 == 0
    assert (copy / "registry.sqlite").stat().st_mode & 0o077 == 0


def test_the_sums_are_what_sha256sum_reads(filled: Place, tmp_path: Path) -> None:
    copy = backup(filled.settings, tmp_path, 1, None)[0]

    lines = (copy / "SHA256SUMS").read_text().splitlines()

    assert [line[66:] for line in lines] == ["manifest.json", "points.sqlite", "registry.sqlite"]


def test_an_identity_is_sealed_and_comes_back_with_its_secret_only(
    filled: Place, tmp_path: Path
) -> None:
    secret, other = tmp_path / "secret", tmp_path / "other"
    secret.write_text(SECRET)
    other.write_text(SECRET + "!")
    identity = tmp_path / "identity"
    identity.mkdir()
    (identity / "issuing.key").write_bytes(b"the key that signs")
    at = place(filled.folder, VALLEE_CLOUD_IDENTITY__FOLDER=str(identity))

    copy, made = backup(at.settings, tmp_path / "backups", 1, secret)

    assert "identity" not in made.left_out
    everything = b"".join(path.read_bytes() for path in copy.iterdir())
    assert b"the key that signs" not in everything
    assert SECRET.encode() not in everything
    new = place(tmp_path / "new")
    with pytest.raises(BadCopy, match="another secret"):
        restore(new.settings, copy, other)
    assert not new.folder.exists()
    restore(new.settings, copy, secret)
    back = new.folder / "identity" / "issuing.key"
    assert back.read_bytes() == b"the key that signs"
    assert back.stat().st_mode & 0o777 == 0o600


def test_a_short_secret_is_refused_and_leaves_nothing(filled: Place, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password1")
    at = place(filled.folder, VALLEE_CLOUD_IDENTITY__FOLDER=str(tmp_path))

    with pytest.raises(BadSettings, match="openssl rand"):
        backup(at.settings, tmp_path / "backups", 1, secret)

    assert list((tmp_path / "backups").iterdir()) == []


def test_so_many_backups_stay_and_nothing_else_goes(tmp_path: Path) -> None:
    for day in range(1, 6):
        made = tmp_path / name_of(datetime(2026, 11, day, 3, tzinfo=UTC))
        made.mkdir()
        (made / "manifest.json").touch()
        (made / "SHA256SUMS").touch()
    for other in ("vallee-20261101T030000Z.tar", "notes", "vallee-20261109T030000Z"):
        (tmp_path / other).mkdir()

    gone = keep_newest(tmp_path, 2)

    assert [path.name[7:15] for path in gone] == ["20261101", "20261102", "20261103"]
    assert [path.name[7:15] for path in backups(tmp_path)] == ["20261104", "20261105"]
    assert len(list(tmp_path.iterdir())) == 5


def test_what_a_killed_backup_left_is_removed_by_the_next(filled: Place, tmp_path: Path) -> None:
    (tmp_path / ".partial-vallee-20261101T030000Z").mkdir()

    copy = backup(filled.settings, tmp_path, 1, None)[0]

    assert list(tmp_path.iterdir()) == [copy]


def test_two_backups_at_once_are_one_and_a_sentence(tmp_path: Path) -> None:
    with (
        building(tmp_path / "one"),
        pytest.raises(BadCopy, match="at this moment"),
        building(tmp_path / "two"),
    ):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_is_there_is_not_built_into(tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match="already"), building(tmp_path):
        pass


def test_without_a_store_a_backup_says_so_and_makes_none(tmp_path: Path) -> None:
    at = place(tmp_path / "at")
    with registry(at.settings):
        pass

    with pytest.raises(BadCopy, match=r"points\.sqlite is not there"):
        backup(at.settings, tmp_path / "backups", 1, None)

    assert list((tmp_path / "backups").iterdir()) == []
    assert not at.points.exists()


def test_a_store_that_is_damaged_at_its_source_is_not_saved_as_good(
    filled: Place, tmp_path: Path
) -> None:
    copy = backup(filled.settings, tmp_path / "good", 1, None)[0]
    at = place(tmp_path / "at")
    at.folder.mkdir()
    at.registry.write_bytes((copy / "registry.sqlite").read_bytes())
    body = bytearray((copy / "points.sqlite").read_bytes())
    body[8192:8292] = b"\xff" * 100
    at.points.write_bytes(body)

    with pytest.raises(BadCopy, match=r"damaged at its source|cannot be copied"):
        backup(at.settings, tmp_path / "backups", 1, None)


def test_the_copy_is_one_plain_file_each(filled: Place, tmp_path: Path) -> None:
    copy = backup(filled.settings, tmp_path, 1, None)[0]

    with closing(sqlite3.connect(copy / "registry.sqlite")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
