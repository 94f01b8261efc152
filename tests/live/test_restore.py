"""Backup, restore, export and load on a real influxd and a real PostgreSQL, and by the verbs."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from cloud.bootstrap.ledger import ledger
from cloud.bootstrap.parts import registry, store
from cloud.bootstrap.upkeep import backup, export, load, restore
from cloud.settings import Settings
from cloud.store.point import Point
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.keep import backups
from cloud.upkeep.manifest import Manifest
from cloud.upkeep.sums import write_sums
from tests.cloud.upkeep.conftest import DAYS, Place, fill, letter, place
from tests.flow.conftest import NOW_US, TERRITORY
from tests.services.influxd import Influxd
from tests.services.postgres import Postgres
from tests.services.verbs import Verbs

PATHS = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
SERIES = ("level", (("node", "n-001"), ("sensor", "writer")))
# Not further apart than points may be read in one window, and further than all in one.
FAR_NS = 200 * 86_400 * 10**9


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    at = place(tmp_path_factory.mktemp("filled"))
    fill(at, days=3)
    return at


def on_influx(folder: Path, server: Influxd, database: str, **more: str) -> Place:
    return place(
        folder,
        VALLEE_CLOUD_STORE__KIND="influx",
        VALLEE_CLOUD_STORE__URL=server.url,
        VALLEE_CLOUD_STORE__DATABASE=database,
        **more,
    )


def new_database(server: Postgres) -> str:
    """Make a database and return its URL, with a password that must not be seen anywhere."""
    name = f"upkeep_{uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://vallee:hush-hush@127.0.0.1:{server.port}/{name}"


@contextmanager
def writing(settings: Settings) -> Iterator[Callable[[int], int]]:
    """Write point after point and letter after letter; give what waits and tells how many."""
    stop, done, step = threading.Event(), [0], threading.Condition()

    def write() -> None:
        with registry(settings) as records, store(settings) as points:
            for number in count(1):
                if stop.is_set():
                    return
                points.write([Point(*SERIES, NOW_US * 1000 + number, {"fill_ratio": number / 7})])
                records.bury([letter(number)])
                with step:
                    done[0] = number
                    step.notify_all()

    def until(more: int) -> int:
        with step:
            wanted = done[0] + more
            assert step.wait_for(lambda: done[0] >= wanted, 60)
            return done[0]

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield until
    finally:
        stop.set()
        thread.join()


def lines_of(folder: Path) -> dict[str, list[bytes]]:
    """Return an export's lines, whatever order a server gave them in."""
    return {
        f"{file.parent.name}/{file.name}": sorted(file.read_bytes().splitlines())
        for file in sorted(folder.glob("*/*.jsonl"))
    }


def without(made: Manifest, *tables: str) -> tuple[object, object]:
    """Return what nobody wrote into meanwhile."""
    counts = {name: one for name, one in made.tables.items() if name not in tables}
    return counts, [one for one in made.series if (one.measurement, one.tags) != SERIES]


def test_influxd_is_backed_up_beside_a_writer_and_restored_into_an_empty_one(
    influxd: Influxd, tmp_path: Path
) -> None:
    at = on_influx(tmp_path / "at", influxd, "vallee")
    fill(at, days=3)
    with store(at.settings) as points:
        points.write(
            [Point("need", (("container", "far"),), FAR_NS * n, {"x": n / 3}) for n in range(9)]
        )
    quiet = backup(at.settings, tmp_path / "quiet", 1, None)[1]

    with writing(at.settings) as until:
        before = until(200)
        copy, made = backup(at.settings, tmp_path / "busy", 1, None)
        after = until(1)
    back = on_influx(tmp_path / "back", influxd, "fresh")
    restore(back.settings, copy, None)

    again = backup(back.settings, tmp_path / "again", 1, None)[1]
    assert (again.tables, again.series) == (made.tables, made.series)
    assert without(made, "dead_letters") == without(quiet, "dead_letters")
    (busy,) = [one for one in made.series if (one.measurement, one.tags) == SERIES]
    assert before <= busy.rows <= after + 1
    letters = made.tables["dead_letters"].rows - quiet.tables["dead_letters"].rows
    assert letters <= busy.rows
    assert quiet.points > 9_000
    # The writer's points are of a sensor that nobody knows: they are in no book.
    books = [ledger(one.settings, None, DAYS, NOW_US) for one in (at, back)]
    assert books[0] == books[1]
    assert sum(one.stored for one in books[1]) > 2_000
    print(f"\ninfluxd: {made.points} points of {len(made.series)} series, equal")  # noqa: T201


def test_a_database_that_has_points_is_not_restored_into(
    influxd: Influxd, filled: Place, tmp_path: Path
) -> None:
    at = on_influx(tmp_path / "at", influxd, "vallee")
    shutil.copytree(filled.folder, at.folder)
    with store(at.settings) as points:
        points.write([Point(*SERIES, 1, {"fill_ratio": 0.5})])
    copy = backup(at.settings, tmp_path / "backups", 1, None)[0]
    back = place(
        tmp_path / "back",
        VALLEE_CLOUD_STORE__KIND="influx",
        VALLEE_CLOUD_STORE__URL=influxd.url,
    )

    with pytest.raises(NotEmpty, match="1 series already"):
        restore(back.settings, copy, None)

    assert not back.registry.exists()


def test_postgresql_is_backed_up_beside_a_writer_and_restored_into_an_empty_one(
    postgres: Postgres, tmp_path: Path
) -> None:
    old, new = new_database(postgres), new_database(postgres)
    at = place(tmp_path / "at", VALLEE_CLOUD_REGISTRY__URL=old)
    fill(at, days=1)
    quiet = backup(at.settings, tmp_path / "quiet", 1, None)[1]

    with writing(at.settings) as until:
        before = until(100)
        copy, made = backup(at.settings, tmp_path / "busy", 1, None)
        after = until(1)
    back = place(tmp_path / "back", VALLEE_CLOUD_REGISTRY__URL=new)
    restore(back.settings, copy, None)

    again = backup(back.settings, tmp_path / "again", 1, None)[1]
    assert (again.tables, again.series) == (made.tables, made.series)
    assert without(made, "dead_letters") == without(quiet, "dead_letters")
    letters = made.tables["dead_letters"].rows - quiet.tables["dead_letters"].rows
    assert before <= letters <= after + 1
    # The next rows are numbered on: nothing of what was restored is hit.
    with registry(back.settings) as records:
        records.bury([letter(0)])
        assert records.last_letter() >= letters
    with pytest.raises(NotEmpty, match="createdb"):
        restore(back.settings, copy, None)
    assert b"hush-hush" not in b"".join(path.read_bytes() for path in copy.iterdir())


def test_a_dump_that_cannot_be_brought_back_leaves_the_database_empty_and_says_why(
    postgres: Postgres, tmp_path: Path
) -> None:
    at = place(tmp_path / "at", VALLEE_CLOUD_REGISTRY__URL=new_database(postgres))
    with registry(at.settings) as records:
        records.load_territory(TERRITORY)
    with store(at.settings):
        pass
    copy = backup(at.settings, tmp_path / "backups", 1, None)[0]
    dump = copy / "registry.dump"
    dump.write_bytes(dump.read_bytes()[:-2000])
    (copy / "SHA256SUMS").unlink()
    # Sums that fit: what is wrong is only seen by who reads the dump.
    write_sums(copy)
    back = place(tmp_path / "back", VALLEE_CLOUD_REGISTRY__URL=new_database(postgres))

    with pytest.raises(BadCopy, match="pg_restore") as refused:
        restore(back.settings, copy, None)

    assert "hush-hush" not in str(refused.value)
    assert not back.points.exists()


def test_an_export_of_files_is_loaded_into_servers_and_out_again_as_it_was(
    postgres: Postgres, influxd: Influxd, filled: Place, tmp_path: Path
) -> None:
    export(filled.settings, tmp_path / "export")
    servers = on_influx(
        tmp_path / "servers", influxd, "vallee", VALLEE_CLOUD_REGISTRY__URL=new_database(postgres)
    )

    load(servers.settings, tmp_path / "export")
    export(servers.settings, tmp_path / "again")

    first, second = (lines_of(tmp_path / name) for name in ("export", "again"))
    assert first == second
    assert ledger(servers.settings, None, DAYS, NOW_US) == ledger(
        filled.settings, None, DAYS, NOW_US
    )
    with registry(servers.settings) as records:
        records.bury([letter(0)])
        assert records.last_letter() == 2


def test_the_verbs_back_up_restore_export_and_load(
    verbs: Verbs, filled: Place, tmp_path: Path
) -> None:
    def run(at: Path, *argv: str) -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(PATHS),
            "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{at}/registry.sqlite",
            "VALLEE_CLOUD_STORE__FILE": f"{at}/points.sqlite",
        }
        return verbs.run(*argv, environ=environ)

    saved = run(filled.folder, "backup", "--to", str(tmp_path / "backups"), "--json")
    told = json.loads(saved.stdout)
    (copy,) = backups(tmp_path / "backups")
    restored = run(tmp_path / "new", "restore", str(copy))
    twice = run(tmp_path / "new", "restore", str(copy))
    exported = run(tmp_path / "new", "export", str(tmp_path / "export"))
    loaded = run(tmp_path / "newer", "load", str(tmp_path / "export"))

    assert (told["folder"], told["kind"]) == (str(copy), "backup")
    assert (restored.returncode, exported.returncode, loaded.returncode) == (0, 0, 0)
    assert f"{told['points']} points" in loaded.stdout
    assert twice.returncode == 1
    assert twice.stderr.count("\n") == 1
    assert "nothing is overwritten" in twice.stderr
