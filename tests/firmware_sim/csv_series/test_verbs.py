"""`vallee-sim territory` and `vallee-sim frames --from-csv` as their user meets them."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from firmware_sim.csv_series.folder import write_territory
from firmware_sim.csv_series.read import read_series

Run = Callable[..., subprocess.CompletedProcess[str]]
ZONE = ZoneInfo("Australia/Melbourne")

WriteSeries = Callable[..., Path]


@pytest.fixture
def file(write_series: WriteSeries) -> Path:
    return write_series()


@pytest.fixture
def folder(file: Path, base: Path, tmp_path: Path) -> Path:
    write_territory(read_series(file, date(2025, 12, 1)), base, tmp_path / "territory")
    return tmp_path / "territory"


def frames(run: Run, file: Path, folder: Path, out: Path, *more: str) -> list[dict[str, str | int]]:
    asked = ("--from-csv", str(file), "--territory", str(folder), "--out", str(out))
    done = run("frames", *asked, *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in out.read_text().splitlines()]


def day(line: dict[str, str | int]) -> str:
    return f"{datetime.fromtimestamp(int(line['at_us']) / 1e6, UTC).astimezone(ZONE):%Y-%m-%d}"


def test_territory_sums_up_and_says_what_it_made_of_doubts(
    run: Run, file: Path, base: Path, tmp_path: Path
) -> None:
    asked = ("--from-csv", str(file), "--base", str(base), "--out", str(tmp_path / "made"))

    done = run("territory", *asked)

    assert (done.returncode, done.stdout) == (0, "3 containers, 0 bad rows\n")
    assert "bin 103 goes to Point Cook" in done.stderr


def test_without_until_a_series_keeps_its_own_days(
    run: Run, file: Path, folder: Path, tmp_path: Path
) -> None:
    lines = frames(run, file, folder, tmp_path / "out")

    assert list(lines[0]) == ["at_us", "node", "sensor", "hex"]
    assert [day(line)[-2:] for line in lines] == ["03"] * 3 + ["04"] * 3 + ["05"] * 2


def test_until_moves_a_series_by_whole_weeks_and_cuts_it(
    run: Run, file: Path, folder: Path, tmp_path: Path
) -> None:
    # Its last day is a Wednesday; this is the Tuesday of a year later.
    lines = frames(run, file, folder, tmp_path / "out", "--until", "2026-11-03T23:59")

    assert {day(line) for line in lines} == {"2026-11-02", "2026-11-03"}
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (("--start", "2025-11-04"), {"04", "05"}),
        (("--start", "2025-11-03", "--days", "1"), {"03"}),
        (("--until", "2025-11-05", "--days", "1"), {"04"}),
        (("--start", "2025-11-04", "--days", "9", "--until", "2025-11-05"), {"04"}),
    ],
)
def test_start_and_days_say_how_much_is_played(
    run: Run, file: Path, folder: Path, tmp_path: Path, asked: tuple[str, ...], days: set[str]
) -> None:
    lines = frames(run, file, folder, tmp_path / "out", *asked)

    assert {day(line)[-2:] for line in lines} == days


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--every-s", "900"), "--every-s: a daily series has one burst a day; leave it out"),
        (("--radio-repeat-s", "9"), "--radio-repeat-s: a daily series has one burst a day"),
        (("--days", "3"), "--days of a series count from --start or back from --until: add one"),
        (("--days", "0", "--start", "2025-11-03"), "0 days are not 1 or more"),
        (("--start", "2025-11-05", "--until", "2025-11-05"), "--start is not before --until"),
        (("--until", "soon"), "--until: 'soon' is no ISO 8601 time"),
        (("--seed", "-1"), "seed -1 is not 0 or more"),
        (("--territory", "/nowhere"), "/nowhere/territory.toml: cannot be read"),
        (("--from-csv", "/nowhere.csv"), "/nowhere.csv: cannot be read: No such file"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_exit_code_2(
    run: Run, file: Path, folder: Path, asked: tuple[str, ...], sentence: str
) -> None:
    given = ("--from-csv", str(file), "--territory", str(folder), "--out", "-")

    done = run("frames", *given, *asked)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"vallee-sim: {sentence}")
    assert done.stderr.count("\n") == 1


def test_days_without_a_reading_are_said(run: Run, file: Path, folder: Path) -> None:
    given = ("--from-csv", str(file), "--territory", str(folder), "--out", "-")

    done = run("frames", *given, "--start", "2025-11-06")

    assert done.returncode == 2
    assert done.stderr.endswith("has a reading in the days asked\n")


def test_a_world_needs_a_start(run: Run, folder: Path) -> None:
    done = run("frames", "--territory", str(folder), "--out", "-")

    assert done.returncode == 2
    assert done.stderr.startswith("vallee-sim: --start is missing")
