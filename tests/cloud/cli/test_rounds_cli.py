"""Fixed rounds from the command line: listed with their days, and reordered when asked."""

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.verbs import Verbs

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[3]
EXTRA = ROOT / "tests" / "cloud" / "registry" / "door_to_door"


@pytest.fixture(scope="module")
def run(verbs: Verbs, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("rounds")
    territory = folder / "territory"
    shutil.copytree(ROOT / "configs" / "territory" / "vallee-herault", territory)
    shutil.copytree(EXTRA / "rounds", territory / "rounds")
    told = (EXTRA / "rounds.toml").read_text(encoding="utf-8")
    with (territory / "territory.toml").open("a", encoding="utf-8") as file:
        file.write(told)

    def call(*argv: str) -> subprocess.CompletedProcess[str]:
        return verbs.run(*argv, environ=os.environ, cwd=folder)

    loaded = call("registry", "load", "territory")
    assert loaded.returncode == 0, loaded.stderr
    return call


def test_rounds_are_listed_with_their_days(run: Run) -> None:
    answered = run("rounds", "list", "--json")

    rows = [json.loads(line) for line in answered.stdout.splitlines()]
    assert {row["id"] for row in rows} == {"gignac-monday", "aniane-tuesday"}
    assert all(row["days"] for row in rows)


def test_a_round_is_reordered_into_a_file_that_loads_again(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "gignac.csv"

    answered = run("rounds", "reorder", "gignac-monday", "--out", str(out), "--json")

    found = json.loads(answered.stdout)
    today = (EXTRA / "rounds" / "gignac-monday.csv").read_text(encoding="utf-8")
    rows, before = (list(csv.DictReader(text.splitlines())) for text in (out.read_text(), today))
    assert found["seconds"] <= found["seconds_before"]
    assert sorted(row["street"] for row in rows) == sorted(row["street"] for row in before)
    assert "crow flight" in found["method"]


def test_an_unknown_round_is_one_sentence(run: Run) -> None:
    answered = run("rounds", "reorder", "nowhere")

    assert answered.returncode == 1
    assert "no fixed round 'nowhere'; known: " in answered.stderr
