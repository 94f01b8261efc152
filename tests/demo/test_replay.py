"""Real fill levels, or some that look like them, through the whole stack."""

import json
import os
import re
import signal
import subprocess
import sys
from http import HTTPStatus
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from demo.listening import LOOPBACK, free_port
from tests.services.series import DAYS, write_series

ROOT = Path(__file__).parents[2]
DEMO = Path(sys.executable).with_name("vallee-demo")
PATIENCE_S = 110.0
# Any plan will do; what more search brings is tried where plans are.
ENVIRON = {**os.environ, "VALLEE_CLOUD_PLANNING__ROUNDS": "1"}

pytestmark = pytest.mark.live


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def demo(tmp_path: Path, port: int) -> tuple[str, ...]:
    """Give the command line of a demo with a port and a folder of its own."""
    config = tmp_path / "demo.toml"
    config.write_text(f'web_port = {port}\nstate = "{tmp_path}/state"\nout = "{tmp_path}/out"\n')
    return (str(DEMO), "--config", str(config))


@pytest.fixture
def series(tmp_path: Path) -> Path:
    return write_series(tmp_path)


def test_a_series_becomes_a_plan_for_its_own_trucks(
    tmp_path: Path, demo: tuple[str, ...], series: Path
) -> None:
    done = _run(*demo, "--replay", str(series), "--once")

    assert done.returncode == 0, done.stderr
    assert "6 containers, 1 bad rows" in done.stdout
    # Up to a week of it lies after today.
    sums = re.search(r"(\d+) produced, \1 settled, 0 dead letters", _one_line(done.stdout))
    assert sums is not None
    assert 6 * (DAYS - 7) <= int(sums[1]) <= 6 * DAYS
    # In two days from empty to full: on no day can this one wait.
    assert "Bin b-1" in _lifted(tmp_path / "out")
    assert "</html>" in (tmp_path / "out" / "plan.html").read_text()


def test_without_once_the_page_is_there_until_a_signal(
    demo: tuple[str, ...], port: int, series: Path
) -> None:
    with subprocess.Popen(
        [*demo, "--replay", str(series)],
        cwd=ROOT,
        env=ENVIRON,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [*takewhile(lambda line: "No live device" not in line, process.stdout)]
        (link,) = [line for line in lines if line.startswith(f"http://127.0.0.1:{port}/")]
        entered = _entered(port, link.strip())
        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE_S)

    assert code == 0
    assert entered == {"/": 200, "/bureau": 200, "/tournee": 200, "/pose": 200, "/personnes": 403}


def test_a_series_that_is_not_there_is_one_sentence(demo: tuple[str, ...]) -> None:
    done = _run(*demo, "--replay", "/nowhere/fill.csv", "--once")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "vallee-demo: --replay: /nowhere/fill.csv is no file\n"


def test_the_series_of_wyndham_becomes_a_plan(tmp_path: Path, demo: tuple[str, ...]) -> None:
    beside = ROOT.parent / "shared" / "data"
    data = Path(os.environ.get("VALLEE_DATA", beside))
    file = data / "bins" / "wyndham" / "fill_daily.csv"
    if not file.exists():
        pytest.skip("the Wyndham series is not here; set VALLEE_DATA to the data folder")

    done = _run(*demo, "--replay", str(file), "--once")

    assert done.returncode == 0, done.stderr
    assert "0 dead letters" in done.stdout
    assert len(_lifted(tmp_path / "out")) > 5


def _run(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        cwd=ROOT,
        env=ENVIRON,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def _lifted(out: Path) -> set[str]:
    """Return the names of the containers that the kept plan lifts."""
    features = json.loads((out / "plan.geojson").read_text())["features"]
    each = [feature["properties"] for feature in features]
    return {about["name"] for about in each if about["kind"] == "container"}


def _one_line(text: str) -> str:
    """Return what was said as if the console had been wide enough."""
    return " ".join(text.split())


def _entered(port: int, link: str) -> dict[str, int]:
    """Sign in by a link as a browser does; return what each page then answers."""
    site, secret = f"http://{LOOPBACK}:{port}", link.partition("#")[2]
    form = urlencode({"secret": secret})
    origin = {"Origin": site, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=site, trust_env=False) as browser:
        answer = browser.post(
            link.partition("#")[0],
            content=form,
            headers={"Content-Type": "application/x-www-form-urlencoded", **origin},
        )
        assert answer.status_code == HTTPStatus.SEE_OTHER
        pages = ("/", "/bureau", "/tournee", "/pose", "/personnes")
        return {page: browser.get(page, follow_redirects=True).status_code for page in pages}
