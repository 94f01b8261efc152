"""Every command in the documents is run, in its order, as a reader would: page by page.

A page's ```sh blocks are one bash session in a folder that looks like a fresh clone, with a series
of fill levels in it; what stands in ```text, for a server elsewhere, is not run. Ports are replaced
by free ones, and the servers that a page asks for, a PostgreSQL, an InfluxDB 2 or a Grafana, by
those of the test.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.services import grafana
from tests.services.daemon import free_port
from tests.services.extract import write_extract
from tests.services.influx2 import TOKEN, Influx2
from tests.services.programs import program
from tests.services.series import write_series

ROOT: Final = Path(__file__).parents[2]
BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES: Final = sorted(
    page for page in (ROOT / "docs").rglob("*.md") if BLOCK.search(page.read_text(encoding="utf-8"))
)
POSTGRES: Final = "postgresql://vallee@127.0.0.1:5432/vallee"
INFLUX: Final = "http://127.0.0.1:8086"
GRAFANA: Final = "http://127.0.0.1:3000"
# The tutorial's history, and the shorter one that is played here.
FORTNIGHT: Final = ("14 days ago", "6 days ago")
ITS_DAYS: Final = ("--days 15 ", "--days 7 ")
# The longest page plays two weeks through the whole stack, on a machine that does other things.
PAGE_S: Final = 300


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a folder that looks like a clone, in which whatever is made stays."""
    folder = tmp_path / "smart-vallee"
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name not in {"state", "demo-state", "demo-out", ".git"}:
            (folder / path.name).symlink_to(path)
    # Long unchanged: `make` must not install anything into the environment that the tests run in.
    project = folder / "pyproject.toml"
    project.unlink()
    shutil.copy(ROOT / "pyproject.toml", project)
    os.utime(project, (0, 0))
    write_series(folder)
    write_extract(folder)
    return folder


@pytest.fixture
def influx2() -> Iterator[Influx2]:
    server = Influx2()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def dashboards() -> Iterator[grafana.Grafana]:
    with grafana.serving(grafana.Grafana()) as server:
        yield server


def script(page: Path) -> str:
    return "\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))


@pytest.mark.live
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path,
    clone: Path,
    influx2: Influx2,
    dashboards: grafana.Grafana,
    request: pytest.FixtureRequest,
) -> None:
    text = script(page)
    if "mosquitto" in text:
        program("mosquitto")
    if POSTGRES in text:
        text = text.replace(POSTGRES, request.getfixturevalue("postgres").url)
    text = text.replace(INFLUX, influx2.url).replace("PASTE-THE-TOKEN", TOKEN)
    text = text.replace(GRAFANA, dashboards.url).replace("PASTE-GRAFANAS-TOKEN", grafana.TOKEN)
    mqtt, web = str(free_port()), str(free_port())
    text = re.sub(r"\b1883\b", mqtt, text)
    text = re.sub(r"\b8080\b", web, text)
    # A page is about its commands: a short history and a first plan show what they do.
    text = text.replace(*FORTNIGHT).replace(*ITS_DAYS)
    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VALLEE_CLOUD_MQTT__PORT": mqtt,
        "VALLEE_EDGE_MQTT__PORT": mqtt,
        "VALLEE_CLOUD_WEB__PORT": web,
        "VALLEE_CLOUD_MOSQUITTO__NODES_PORT": str(free_port()),
        "VALLEE_CLOUD_MOSQUITTO__CLOUD_PORT": str(free_port()),
        "VALLEE_DEMO_WEB_PORT": web,
        "VALLEE_DEMO_DAYS": "7",
        "VALLEE_CLOUD_PLANNING__ROUNDS": "1",
    }

    done = run(text, clone, environ)

    assert done.returncode == 0, f"{page.name}: {done.stderr[-3000:]}"


def run(text: str, folder: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `text` and end whatever it left running."""
    # -x says in the log which command failed; -e ends at the first that does.
    argv = ["bash", "-euxo", "pipefail", "-c", text]
    log = folder.parent / "stderr"
    with log.open("w") as stderr:
        shell = subprocess.Popen(
            argv,
            cwd=folder,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            code = shell.wait(PAGE_S)
        finally:
            kill_session(shell.pid)
            shell.wait()
    return subprocess.CompletedProcess(argv, code, "", log.read_text(errors="replace"))


def kill_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
