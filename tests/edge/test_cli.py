"""The command line of a node, as people and scripts meet it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NODE = """\
node = "n-001"
[[sensors]]
name = "fill"
model = "{model}"
[sensors.container]
depth_mm = 1500
bottom_mm = [900, 900]
top_mm = [1200, 1200]
"""


def run(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from edge.cli import main; main()"]
    environ = {**os.environ, "VALLEE_EDGE_OUTBOX__FOLDER": str(folder / "state")}
    return subprocess.run(
        [*program, *argv], env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NODE.format(model="a02yyuw") + "[mqtt]\nprot = 1\n", "unknown key 'mqtt.prot'"),
        (
            NODE.format(model="hc-sr04"),
            "model 'hc-sr04' is not known; known: a02yyuw, bthome, mb7389",
        ),
        (NODE.format(model="a02yyuw").replace("1500", "-1"), "depth_mm: expected `float` > 0"),
        (NODE.format(model="a02yyuw").replace("n-001", "N 1"), "node: expected"),
    ],
)
def test_a_mistake_in_the_settings_is_one_sentence_and_exit_code_2(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "n-001.toml").write_text(text)

    done = run(tmp_path, "run", "--config", str(tmp_path / "n-001.toml"))

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_line_of_frames_is_named(tmp_path: Path) -> None:
    (tmp_path / "n-001.toml").write_text(NODE.format(model="mb7389"))
    frames = tmp_path / "frames.jsonl"
    frames.write_text("nonsense\n")

    done = run(tmp_path, "replay", str(frames), "--nodes", str(tmp_path))

    assert done.returncode == 2
    assert "line 1: " in done.stderr


def test_a_folder_without_nodes_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "replay", "-", "--nodes", str(tmp_path))

    assert done.returncode == 2
    assert str(tmp_path) in done.stderr


@pytest.mark.parametrize("verb", ["run", "replay"])
def test_every_verb_has_help(tmp_path: Path, verb: str) -> None:
    assert "Usage" in run(tmp_path, verb, "--help").stdout
