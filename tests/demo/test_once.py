import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from demo.listening import free_port

ROOT = Path(__file__).parents[2]
DEMO = Path(sys.executable).with_name("vallee-demo")
PATIENCE_S = 110.0
# Any plan will do; what more search brings is tried where plans are.
ENVIRON = {**os.environ, "VALLEE_CLOUD_PLANNING__ROUNDS": "1"}

pytestmark = pytest.mark.live


@pytest.fixture
def demo(tmp_path: Path) -> tuple[str, ...]:
    """Give the command line of a demo: a short history, a port and a folder of its own."""
    config = tmp_path / "demo.toml"
    config.write_text(
        f'days = 7\nweb_port = {free_port()}\nstate = "{tmp_path}/state"\nout = "{tmp_path}/out"\n'
    )
    return (str(DEMO), "--once", "--config", str(config))


def test_once_keeps_the_plan_and_the_page_and_leaves_nothing_running(
    tmp_path: Path, demo: tuple[str, ...]
) -> None:
    done = subprocess.run(
        demo,
        cwd=ROOT,
        env=ENVIRON,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    assert json.loads((out / "plan.geojson").read_text())["type"] == "FeatureCollection"
    assert ET.parse(out / "plan.gpx").getroot().tag.endswith("gpx")  # noqa: S314 - ours
    assert "</html>" in (out / "plan.html").read_text()
    assert "Cosmo" in (out / "zone-cosmo.html").read_text()
    assert "cosmo yesterday" in " ".join(done.stdout.split())
    assert "0 dead letters" in done.stdout
    assert _naming(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_ends_every_program(
    tmp_path: Path,
    demo: tuple[str, ...],
    number: signal.Signals,
    eventually: Callable[[Callable[[], bool]], bool],
) -> None:
    with subprocess.Popen(demo, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert eventually((tmp_path / "state" / "logs" / "ingest.log").exists)

        process.send_signal(number)

        assert process.wait(PATIENCE_S) == 128 + number
    assert _naming(tmp_path) == []


def _naming(folder: Path) -> list[str]:
    """Return what of the running processes has to do with a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in said and process.name != str(os.getpid()):
            found.append(said.decode(errors="replace"))
    return found
