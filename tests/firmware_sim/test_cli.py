"""`vallee-sim` as its user meets it."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firmware_sim.world import World
from firmware_sim.world.people import people
from tests.firmware_sim.conftest import GATES, HEARD, TERRITORY

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]
SIM = (sys.executable, "-c", "from firmware_sim.cli import main; main()")
MakeFolder = Callable[..., Path]


def test_frames_writes_lines_and_sums_up(run: Run, make_folder: MakeFolder, tmp_path: Path) -> None:
    out = tmp_path / "frames.jsonl"
    asked = ("--territory", str(make_folder()), "--start", "2025-11-03", "--days", "2")

    done = run("frames", *asked, "--out", str(out), "--json")

    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "nodes": 3,
        "lines": 576,
        "bytes": out.stat().st_size,
        "first_at_us": lines[0]["at_us"],
        "last_at_us": lines[-1]["at_us"],
    }
    assert list(lines[0]) == ["at_us", "node", "sensor", "hex"]
    # Without an offset a start is local: midnight in Paris.
    assert 0 < lines[0]["at_us"] - 1_762_124_400_000_000 < 900_000_000


def test_until_cuts_the_same_world_short(run: Run, make_folder: MakeFolder, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    asked = ("--territory", str(make_folder()), "--start", "2025-11-03", "--days", "2")

    run("frames", *asked, "--out", str(whole))
    done = run("frames", *asked, "--out", str(cut), "--until", "2025-11-04T12:00", "--json")

    noon_us = 1_762_124_400_000_000 + 36 * 3_600_000_000
    assert 0 < noon_us - json.loads(done.stdout)["last_at_us"] < 900_000_000
    assert whole.read_text().startswith(cut.read_text())


def test_frames_to_the_standard_output_are_those_of_the_file(
    run: Run, make_folder: MakeFolder, tmp_path: Path
) -> None:
    out = tmp_path / "frames.jsonl"
    asked = ("--territory", str(make_folder()), "--start", "2025-11-03", "--days", "1")

    run("frames", *asked, "--out", str(out))
    piped = run("frames", *asked, "--out", "-", "--json")

    assert piped.stdout == out.read_text()
    assert json.loads(piped.stderr)["lines"] == 288


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--start", "yesterday", "vallee-sim: --start: 'yesterday' is no ISO 8601 time"),
        ("--start", "0001-01-01", "vallee-sim: --start: '0001-01-01' is no ISO 8601 time"),
        ("--start", "1970-06-01", "vallee-sim: a world starts between 1971 and 2100"),
        ("--until", "soon", "vallee-sim: --until: 'soon' is no ISO 8601 time"),
        ("--days", "0", "vallee-sim: 0 days are not 1"),
        ("--seed", "-1", "vallee-sim: seed -1 is not 0 or more"),
        ("--every-s", "0", "vallee-sim: every 0 s is not 1"),
        ("--out", "/nowhere/frames", "vallee-sim: /nowhere/frames: cannot be written"),
        ("--territory", "/nowhere", "vallee-sim: /nowhere/territory.toml: cannot be read"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    run: Run, make_folder: MakeFolder, option: str, value: str, sentence: str
) -> None:
    good = {"--territory": str(make_folder()), "--start": "2025-11-03", "--out": "-"}

    done = run("frames", *(word for pair in (good | {option: value}).items() for word in pair))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_live_speaks_until_a_signal_and_tidies_up(
    make_folder: MakeFolder, tmp_path: Path, number: signal.Signals
) -> None:
    link = tmp_path / "ttyFILL"
    start = (datetime.now(UTC) - timedelta(days=21)).isoformat()
    asked = ("--territory", str(make_folder()), "--start", start, "--node", "n-002")

    with subprocess.Popen(
        [*SIM, "live", *asked, "--link", str(link)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        greeting = program.stdout.readline()
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        wire = b""
        while len(wire) < 12 and select.select([port], [], [], 10.0)[0]:
            wire += os.read(port, 12 - len(wire))
        program.send_signal(number)
        code = program.wait(timeout=10)
        os.close(port)

    assert greeting == f"n-002 speaks on {link}\n"
    assert [wire[at] for at in (0, 4, 8)] == [0xFF] * 3
    assert code == 0
    assert not link.is_symlink()


def test_live_refuses_a_node_that_is_not_there(
    run: Run, make_folder: MakeFolder, tmp_path: Path
) -> None:
    start = datetime.now(UTC).isoformat()
    asked = ("--territory", str(make_folder()), "--start", start, "--node", "n-999")

    done = run("live", *asked, "--link", str(tmp_path / "tty"))

    assert done.returncode == 2
    assert done.stderr == "vallee-sim: no container of Le carré has a node 'n-999'\n"


def asked_for_people(folder: Path) -> dict[str, str]:
    return {
        "--territory": str(folder),
        "--start": "2025-11-03",
        "--seed": "7",
        "--node": "z-001",
        "--from": "2025-11-08T09:30",
        "--until": "2025-11-08T12:00",
    }


def flat(options: dict[str, str]) -> list[str]:
    return [word for pair in options.items() for word in pair]


def test_passages_counts_as_somebody_with_a_clicker(
    run: Run, make_folder: MakeFolder, gates: World
) -> None:
    options = flat(asked_for_people(make_folder(TERRITORY + GATES, HEARD)))

    told = json.loads(run("passages", *options, "--json").stdout)
    shown = run("passages", *options).stdout

    radio = gates.territory.radio("z-001")
    # Saturday 8 November, half past nine and noon in Paris.
    half_past_nine_us, noon_us = 1_762_590_600_000_000, 1_762_599_600_000_000
    at_us = people(gates, radio)
    assert told["people"] == ((at_us >= half_past_nine_us) & (at_us < noon_us)).sum() > 50
    assert [hour["since"][11:16] for hour in told["hours"]] == ["09:30", "10:00", "11:00"]
    assert shown.endswith(f"{told['people']} people passed Nord (z-001)\n")
    assert len(shown.splitlines()) == 4


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--node", "n-002", "vallee-sim: Le carré has no radio on a node 'n-002': z-001, z-002"),
        ("--from", "noon", "vallee-sim: --from: 'noon' is no ISO 8601 time"),
        ("--from", "2025-11-02", "vallee-sim: --from must not be before --start"),
        ("--until", "2025-11-08T09:30", "vallee-sim: --from must not be before --start, and"),
    ],
)
def test_passages_that_cannot_be_counted_are_one_sentence(
    run: Run, make_folder: MakeFolder, option: str, value: str, sentence: str
) -> None:
    folder = make_folder(TERRITORY + GATES, HEARD)

    done = run("passages", *flat(asked_for_people(folder) | {option: value}))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)


def test_frames_of_a_territory_with_gates_hold_its_radios(
    run: Run, make_folder: MakeFolder, tmp_path: Path
) -> None:
    out = tmp_path / "frames.jsonl"
    asked = ("--territory", str(make_folder(TERRITORY + GATES, HEARD)), "--start", "2025-11-03")

    done = run("frames", *asked, "--days", "1", "--out", str(out), "--radio-repeat-s", "120")

    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert done.returncode == 0
    assert {line["node"] for line in lines} == {"n-002", "z-001", "z-002"}
    assert sum(line["sensor"] == "radio" for line in lines) < 4000
