"""The command line of the cloud, as people and scripts meet it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cloud.registry.registry import open_registry
from cloud.registry.values import Issued
from cloud.store.point import Point
from cloud.store.sqlite import SqliteStore
from tests.services.registries import TERRITORY, valley
from tests.services.verbs import Verbs

Run = Callable[..., subprocess.CompletedProcess[str]]


def environ(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{folder}/registry.sqlite",
        "VALLEE_CLOUD_STORE__FILE": str(folder / "points.sqlite"),
        # Nobody listens there.
        "VALLEE_CLOUD_MQTT__PORT": "1",
        "VALLEE_CLOUD_PLANNING__ROUNDS": "1",
    }


@pytest.fixture
def run(verbs: Verbs, tmp_path: Path) -> Run:
    return lambda *argv: verbs.run(*argv, environ=environ(tmp_path))


@pytest.fixture
def loaded(tmp_path: Path) -> None:
    """Load the territory, as `registry load` does."""
    valley(f"sqlite:///{tmp_path}/registry.sqlite")


@pytest.fixture(scope="module")
def planned(verbs: Verbs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a registry that holds a plan, and its day; nobody may change it."""
    folder = tmp_path_factory.mktemp("planned")
    valley(f"sqlite:///{folder}/registry.sqlite")
    verbs.run("forecast", environ=environ(folder))
    made = verbs.run("plan", "--json", environ=environ(folder))
    return folder / "registry.sqlite", json.loads(made.stdout)["day"]


@pytest.fixture
def day(planned: tuple[Path, str], tmp_path: Path) -> str:
    """Have a plan of the test's own; return its day."""
    file, day = planned
    shutil.copy(file, tmp_path)
    return day


def test_a_wrong_key_is_one_sentence_with_file_key_and_what_is_allowed(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "cloud.toml"
    file.write_text("[mqtt]\nprot = 1883\n")

    done = run("ingest", "--config", str(file))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{file}: unknown key 'mqtt.prot'; [mqtt] allows" in done.stderr
    assert "port" in done.stderr


def test_without_a_territory_a_forecast_says_how_to_load_one(run: Run) -> None:
    done = run("forecast")

    assert done.returncode == 1
    assert "vallee-cloud registry load FOLDER" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_ingester_does_not_start_on_an_empty_registry(run: Run) -> None:
    done = run("ingest")

    assert done.returncode == 1
    assert "no territory is loaded" in done.stderr


def test_a_territory_is_loaded_and_its_nodes_are_exported(run: Run, tmp_path: Path) -> None:
    loaded = run("registry", "load", str(TERRITORY), "--json")
    exported = run("nodes", "export", str(tmp_path / "nodes"))

    assert json.loads(loaded.stdout)["containers"] == 30
    assert exported.returncode == 0
    assert len(list((tmp_path / "nodes").glob("*.toml"))) == 31


@pytest.mark.usefixtures("loaded")
def test_a_node_that_is_not_there_is_not_exported(run: Run, tmp_path: Path) -> None:
    done = run("nodes", "export", str(tmp_path / "nodes"), "--only", "n-999")

    assert done.returncode == 2
    assert "n-999" in done.stderr
    assert not (tmp_path / "nodes").exists()


@pytest.mark.usefixtures("loaded")
def test_a_container_without_readings_has_a_need_that_says_so(run: Run) -> None:
    made = json.loads(run("forecast", "--json").stdout)

    assert len(made["needs"]) == 30
    assert {need["trouble"] for need in made["needs"]} == {"silent"}
    assert all(need["fill_ratio"] is None for need in made["needs"])


@pytest.mark.usefixtures("loaded")
def test_series_are_rebuilt_from_raw_readings(run: Run, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "points.sqlite")
    yesterday_ns = time.time_ns() - 86_400 * 10**9
    tags = (("node", "n-001"), ("sensor", "fill"))
    store.write([Point("level", tags, yesterday_ns, {"fill_ratio": 0.5})])

    done = run("rebuild", "--days", "3")

    assert done.stdout == (
        "days made anew: 120, otherwise than before: 1\nplans that would have differed: 0\n"
    )
    (point,) = store.read("container_level", (("container", "gignac-01"),), 0, 2**63 - 1)
    assert (point.time_ns, point.fields) == (yesterday_ns, {"fill_ratio": 0.5})
    store.close()


@pytest.mark.usefixtures("loaded")
def test_a_night_sums_up_prunes_and_says_what_it_did(run: Run, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "points.sqlite")
    now_ns, tags = time.time_ns(), (("node", "n-001"), ("sensor", "fill"))
    container = (("container", "gignac-01"),)
    store.write([Point("container_level", container, now_ns, {"fill_ratio": 0.5})])
    store.write([Point("level", tags, now_ns - 90 * 86_400 * 10**9, {"fill_ratio": 0.5})])
    config = tmp_path / "cloud.toml"
    config.write_text("[store]\nkeep_days = 20\n")

    done = [run("rollup", "--days", "1", "--config", str(config)).stdout for _ in range(2)]
    warned = run("rollup", "--days", "1", "--config", str(config)).stderr

    assert done == ["hours written: 1\n", "hours written: 0\n"]
    assert "keeps points for 20 days" in warned
    assert store.read("level", tags, 0, 2**63 - 1) == []
    (hour,) = store.read("container_hour", container, 0, 2**63 - 1)
    assert hour.fields["count"] == 1.0
    store.close()


@pytest.mark.usefixtures("loaded")
def test_plans_are_listed_with_why_they_would_be_other_ones(run: Run, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        registry.issue_plan(Issued(today, time.time_ns() // 1000, b"{}", {}))
        registry.mark_plans([("gignac-01", today - timedelta(3))], 56)

    said = run("plans").stdout.splitlines()
    told = json.loads(run("plans", "--json").stdout)

    assert said[0].startswith(f"{today}  issued ")
    assert said[1] == f"    known otherwise since: gignac-01 on {today - timedelta(3)}"
    assert [mark["reason"] for mark in told["marks"]] == [said[1].strip()]


@pytest.mark.parametrize(
    "verb",
    [
        ["ingest"],
        ["forecast"],
        ["plan"],
        ["replan"],
        ["rounds", "list"],
        ["rounds", "reorder"],
        ["despatch"],
        ["serve"],
        ["rebuild"],
        ["rollup"],
        ["plans"],
        ["dead-letters"],
        ["dead-letters", "list"],
        ["dead-letters", "show"],
        ["dead-letters", "mend"],
        ["dead-letters", "replay"],
        ["dead-letters", "discard"],
        ["dead-letters", "journal"],
        ["registry", "load"],
        ["nodes", "export"],
        ["zones", "count"],
        ["zones", "footfall"],
    ],
)
def test_every_verb_has_help(run: Run, verb: list[str]) -> None:
    done = run(*verb, "--help")

    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_the_ingester_carries_neither_solver_nor_web_framework() -> None:
    script = (
        "import sys, cloud.cli, cloud.bootstrap.ingest\n"
        "print([m for m in ('ortools', 'fastapi') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("loaded")
def test_a_count_by_hand_is_noted_in_local_time(run: Run, tmp_path: Path) -> None:
    done = run(
        *("zones", "count", "z-001", "--people", "63"),
        *("--from", "2025-11-18T10:00", "--until", "2025-11-18T11:00"),
    )

    assert done.stdout == "noted: 63 people in 60 minutes at z-001\n"
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        (noted,) = registry.manual_counts()
    assert noted.from_us == 1_763_456_400_000_000  # 09:00 UTC


@pytest.mark.usefixtures("loaded")
def test_people_are_counted_where_there_is_a_radio(run: Run) -> None:
    hour = ("--from", "2025-11-18T10:00", "--until", "2025-11-18T11:00", "--people", "5")

    done = run("zones", "count", "n-001", *hour)

    assert done.returncode == 1
    assert "'n-001' has no radio" in done.stderr


@pytest.mark.usefixtures("loaded")
def test_a_time_that_is_none_is_one_sentence(run: Run) -> None:
    done = run("zones", "count", "z-001", "--from", "ten", "--until", "eleven", "--people", "5")

    assert done.returncode == 2
    assert (
        done.stderr == "vallee-cloud: --from: 'ten' is no ISO 8601 time such as 2025-11-18T10:00\n"
    )


@pytest.mark.usefixtures("loaded")
def test_without_counts_no_figure_is_made_up(run: Run) -> None:
    (zone,) = json.loads(run("zones", "footfall", "--days", "8", "--json").stdout)

    assert zone["zone"] == "cosmo"
    assert {day["passages"] for day in zone["days"]} == {None}
    assert set(zone["factors"]) == {"z-001", "z-002"}


@pytest.mark.usefixtures("loaded")
def test_a_plan_that_cannot_be_sent_is_issued_all_the_same(run: Run, tmp_path: Path) -> None:
    run("forecast")

    done = run("plan", "--json")

    assert done.returncode == 1
    assert "the broker at 127.0.0.1:1 cannot be reached" in done.stderr
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        issued = registry.newest_plan()
    assert issued is not None
    assert json.loads(done.stdout) == json.loads(issued.body)


def test_a_plan_is_made_again_when_a_truck_breaks_down(run: Run, day: str, tmp_path: Path) -> None:
    done = run("replan", "--day", day, "--at", "06:00", "--broken", "grue-1", "--json")

    made = json.loads(done.stdout)
    assert [route["truck"] for route in made["plan"]["routes"]] == ["grue-2"]
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        newest = registry.newest_plan()
    assert newest is not None
    assert json.loads(newest.body) == made["plan"]
    later = json.loads(run("replan", "--day", day, "--at", "09:00", "--json").stdout)
    lifted = {
        stop["ref"]
        for route in made["plan"]["routes"]
        for stop in route["stops"]
        if stop["kind"] == "container" and stop["leave_s"] <= 9 * 3600
    }
    assert lifted
    assert not lifted & {
        stop["ref"] for route in later["plan"]["routes"] for stop in route["stops"]
    }


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (["--late", "grue-1"], "TRUCK=MINUTES"),
        (["--at", "9"], "HH:MM"),
        (["--broken", "grue-9"], "no truck grue-9"),
    ],
)
def test_news_that_nobody_understands_are_one_sentence(
    run: Run, day: str, news: list[str], words: str
) -> None:
    done = run("replan", "--day", day, *news)

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("loaded")
def test_without_a_plan_there_is_nothing_to_send(run: Run) -> None:
    done = run("despatch")

    assert done.returncode == 1
    assert "no plan to send" in done.stderr
