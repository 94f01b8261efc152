"""Roads from the command line: built, shown, calibrated; and planning without any."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cloud.bootstrap.roads import roads
from cloud.roads.profile import TRUCK, RoadProfile
from cloud.settings import Planning, Roads, Settings
from tests.cloud.roads.conftest import Net
from tests.services.verbs import Verbs

Run = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = [sys.executable, "-c", "from cloud.cli import main; main()"]
KEPT = "state/roads"


@pytest.fixture
def net(tmp_path: Path) -> Net:
    return Net(tmp_path)


@pytest.fixture
def run(verbs: Verbs, tmp_path: Path) -> Run:
    def call(*argv: str) -> subprocess.CompletedProcess[str]:
        return verbs.run("roads", *argv, environ=os.environ, cwd=tmp_path)

    return call


def settings(tmp_path: Path) -> Settings:
    return Settings(
        roads=Roads(folder=tmp_path / KEPT), planning=Planning(crow_factor=1.5, speed_km_h=60)
    )


def test_roads_that_are_built_are_shown_and_planned_by(run: Run, net: Net, tmp_path: Path) -> None:
    file = net.write(net.with_middle({"hgv": "no"}))

    built = run("build", str(file), "--json")

    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout) == {
        "folder": KEPT,
        "extract": "net.osm",
        "date": "",
        "ways": 4,
        "streets": 3,
        "profiles": ["hgv-19000kg-360cm"],
        "calibrated": 0,
    }
    assert run("show", "--json").stdout == built.stdout
    find = roads(settings(tmp_path))
    lats, lons = net.at("ad")
    assert find(TRUCK, lats, lons).metres[0, 1] == pytest.approx(4000, abs=2)
    assert find(RoadProfile(3500, 250, "car"), lats, lons).metres[0, 1] == pytest.approx(
        2000, abs=2
    )


def test_where_nothing_is_built_plans_are_crow_flight_and_say_so(run: Run, tmp_path: Path) -> None:
    shown = run("show")
    found = roads(settings(tmp_path))(TRUCK, np.array([43.6, 43.7]), np.array([3.5, 3.5]))

    assert shown.returncode == 1
    assert "distances are the crow's flight; build some with: vallee-cloud roads" in shown.stderr
    assert not found.exact
    assert found.method == "crow flight × 1.5 at 60 km/h"


def test_traces_are_learned_from_and_gone(run: Run, net: Net, tmp_path: Path) -> None:
    run("build", str(net.write(net.with_middle({}))))
    traces = tmp_path / "traces"
    traces.mkdir()
    (traces / "a.csv").write_text("2,7,200\n" * 10 + "oops\n")

    learned = run("calibrate", str(traces), "--json")

    assert json.loads(learned.stdout) == {"files": 1, "passages": 10, "unread": 1, "streets": 1}
    assert list(traces.iterdir()) == []
    assert "calibrated streets: 1" in run("show").stdout


def test_what_is_no_extract_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.pdf").write_bytes(b"%PDF")

    done = run("build", "map.pdf")

    assert done.returncode == 2
    assert done.stderr.startswith("vallee-cloud: map.pdf cannot be read as an OpenStreetMap")
    assert done.stderr.count("\n") == 1


def test_a_build_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    pipe = tmp_path / "net.osm.pbf"
    # A build reads from here for as long as nobody writes.
    os.mkfifo(pipe)
    # Whoever runs the tests in the background has it ignored, and so would the build.
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program = [sys.executable, "-c", heeds + PROGRAM[-1]]
    argv = [*program, "roads", "build", str(pipe), "--out", str(tmp_path / "out")]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process, pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()

    assert process.returncode != 0
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
