"""The command line of the dashboards, as people and scripts meet it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cloud.store.influx import InfluxStore
from dashboards.cli import GRAFANA_TOKEN, INFLUX_SECRET
from tests.dashboards.world import Witness, fill
from tests.services.grafana import TOKEN, serving
from tests.services.grafana import Grafana as StandIn
from tests.services.influxd import Influxd

Run = Callable[..., subprocess.CompletedProcess[str]]
SECRETS = {GRAFANA_TOKEN, INFLUX_SECRET}


@pytest.fixture
def run() -> Run:
    clean = {name: value for name, value in os.environ.items() if name not in SECRETS}

    def call(*argv: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from dashboards.cli import main; main()", *argv],
            env={**clean, **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with serving(StandIn()) as server:
        yield server


def test_what_was_built_passes_the_check_and_a_change_is_named(run: Run, tmp_path: Path) -> None:
    assert run("build", "--out", str(tmp_path)).returncode == 0
    assert run("build", "--out", str(tmp_path), "--check").returncode == 0

    file = tmp_path / "zone.json"
    file.write_text(file.read_text().replace("locale", "short"))
    done = run("build", "--out", str(tmp_path), "--check")

    assert done.returncode == 1
    assert done.stderr == f"vallee-dashboards: {file} differs: run vallee-dashboards build\n"


def test_the_committed_files_pass_the_check(run: Run) -> None:
    done = run("build", "--check")

    assert (done.returncode, done.stderr) == (0, "")


def test_every_query_is_asked_of_a_running_store(
    run: Run, influxd: Influxd, tmp_path: Path
) -> None:
    # The clock of the program is the real one, and so is that of the world.
    with closing(InfluxStore(influxd.url, "vallee")) as store:
        fill(Witness(store), tmp_path, round(time.time()) * 1_000_000)

    told = run("check", "--influx", influxd.url)
    plain = run("check", "--influx", influxd.url, "--json", "--board", "noeuds")

    # In the small hours nothing has been published of today yet.
    early = {"Passages aujourd'hui", "Aujourd'hui, par quart d'heure"}
    failed = [line for line in told.stdout.splitlines() if line.startswith("FAIL")]
    assert [line for line in failed if not any(title in line for title in early)] == []
    assert told.returncode == bool(failed)
    assert len(told.stdout.splitlines()) == 46 + 5
    answers = json.loads(plain.stdout)
    assert list(answers) == ["noeuds"]
    assert answers["noeuds"][0]["where"] == "variable node"
    assert {one["error"] for one in answers["noeuds"]} == {""}


def test_an_empty_store_fails_the_check_and_names_each_panel(run: Run, influxd: Influxd) -> None:
    done = run("check", "--influx", influxd.url, "--board", "zone")

    assert done.returncode == 1
    assert "FAIL zone Passages par jour: " in done.stdout


def test_a_store_that_asks_for_a_login_lets_the_right_one_in(
    run: Run, influxd: Influxd, tmp_path: Path
) -> None:
    influxd.require_login("grafana", "open sesame")
    secret = tmp_path / "secret"
    secret.write_text("open sesame\n")
    asked = ("check", "--influx", influxd.url, "--board", "noeuds", "--user", "grafana")

    inside = run(*asked, "--secret-file", str(secret))
    outside = run(*asked, **{INFLUX_SECRET: "wrong"})

    assert "database not found" in inside.stdout
    assert "authorization failed" in outside.stdout
    assert (inside.returncode, outside.returncode) == (1, 1)


def test_a_push_is_told_thing_by_thing(run: Run, stand_in: StandIn, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN + "\n")
    where = ("push", "--url", stand_in.url, "--token-file", str(token), "--alerts")

    done = run(*where, "--influx-url", "http://influxdb:8086", **{INFLUX_SECRET: "s3cret"})
    again = run(*where, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "folder smart-vallee"
    assert "dashboard vallee-zone, version 1" in done.stdout
    assert {one["kind"] for one in json.loads(again.stdout)} == {"folder", "dashboard", "rules"}
    assert len(stand_in.kept.sources) == 1


def test_a_token_may_stand_in_the_environment(run: Run, stand_in: StandIn) -> None:
    done = run("push", "--url", stand_in.url, **{GRAFANA_TOKEN: TOKEN})

    assert (done.returncode, done.stderr) == (0, "")
    assert len(stand_in.kept.boards) == 4


@pytest.mark.parametrize(
    ("argv", "said", "code"),
    [
        (("push", "--url", "http://127.0.0.1:1"), "a token is wanted", 2),
        (
            ("push", "--url", "http://127.0.0.1:1", "--token-file", "/no/such/file"),
            "the secret /no/such/file cannot be read",
            2,
        ),
        (("check", "--influx", "127.0.0.1:8086"), "--influx must look like", 2),
        (("check", "--influx", "http://127.0.0.1:1"), "cannot be reached", 1),
        (("check", "--influx", "http://127.0.0.1:1", "--board", "x"), "there are balises", 2),
    ],
)
def test_a_mistake_is_one_sentence(run: Run, argv: tuple[str, ...], said: str, code: int) -> None:
    done = run(*argv)

    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert said in done.stderr


def test_a_refusal_is_one_sentence(run: Run, stand_in: StandIn) -> None:
    done = run("push", "--url", stand_in.url, **{GRAFANA_TOKEN: "glsa_wrong"})

    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "the token may not" in done.stderr
    assert "glsa_wrong" not in done.stderr
