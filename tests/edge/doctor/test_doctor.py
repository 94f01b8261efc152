"""The whole checklist: real disk, real broker behind TLS, a real pty, a real outbox."""

import json
import os
import pty
import re
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from contract.broker import Broker
from contract.reading import Kind, Measurement
from edge.bootstrap_doctor import examine
from edge.doctor import short
from edge.doctor.air import Signal
from edge.doctor.bluetooth import STATE
from edge.doctor.finding import Finding, Verdict
from edge.doctor.linux_air import LinuxAir
from edge.doctor.report import Report, as_json, show
from edge.links.clock import ManualClock, SystemClock
from edge.links.fake_host import FakeHost
from edge.links.host import Adapter, LinuxHost, PortSeen
from edge.links.outbox_look import look_into
from edge.links.sqlite_outbox import SqliteOutbox
from edge.settings import Container, OutboxOptions, RadioOptions, SensorOptions, Settings
from tests.edge.doctor.test_knock import Papers
from tests.services.daemon import free_port
from tests.services.enroller import Ca
from tests.services.programs import program
from tests.services.strict_mosquitto import strict

NODE = "n-001"


@dataclass(frozen=True)
class Still:
    """Air that is as it was told to be."""

    heard: tuple[Signal, ...] = ()
    took_ms: tuple[float, ...] = ()

    def signals(self) -> list[Signal]:
        return list(self.heard)

    def round_trips_ms(self, host: str, port: int) -> list[float]:
        del host, port
        return list(self.took_ms)


def ping(distance_mm: int) -> bytes:
    high, low = divmod(distance_mm, 256)
    return bytes([0xFF, high, low, (0xFF + high + low) & 0xFF])


@contextmanager
def sensor(distance_mm: int) -> Iterator[str]:
    """Give the port of an A02YYUW that sees `distance_mm`."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    over = threading.Event()

    def speak() -> None:
        while not over.wait(0.02):
            os.write(master, ping(distance_mm))

    thread = threading.Thread(target=speak)
    thread.start()
    name = os.ttyname(slave)
    try:
        yield name
    finally:
        over.set()
        thread.join()
        os.close(slave)
        os.close(master)


def settings(folder: Path, mqtt: Broker, port: str = "/dev/nothing", **more: object) -> Settings:
    fill = SensorOptions("fill", "a02yyuw", Container(1500, (900, 900), (900, 900), 300), port)
    made = Settings(NODE, (fill,), mqtt=mqtt, outbox=OutboxOptions(folder / "state"), **more)  # type: ignore[arg-type] # one test's radio
    made.outbox.folder.mkdir(exist_ok=True)
    return made


def by_check(report: Report) -> dict[str, Finding]:
    return {one.check: one for one in report.findings}


def keep(file: Path, rows: int) -> SqliteOutbox:
    outbox = SqliteOutbox(file, SystemClock())
    taken = Measurement("fill", Kind.LEVEL, SystemClock().now_us(), {"fill_ratio": 0.5})
    outbox.keep([taken] * rows)
    return outbox


@pytest.mark.live
def test_a_sound_node_is_go(tmp_path: Path) -> None:
    ca = Ca()
    papers = Papers(tmp_path / "papers", ca, NODE)
    (papers.folder / "key.pem").chmod(0o600)
    broker = strict(program("mosquitto"), tmp_path / "mosquitto", ca)
    broker.start_afresh()
    with sensor(1000) as port:
        node = settings(tmp_path, papers.broker(broker.port), port)
        outbox = keep(node.outbox.folder / "n-001.outbox", 7)

        report = examine(node, SystemClock(), LinuxHost(), LinuxAir(), listen_s=0.5)

        outbox.close()
    broker.kill()
    found = by_check(report)
    assert report.verdict is Verdict.GO, [one for one in report.findings if one.mend]
    for check in ("disk", "writing", "identity", "distance", "broker", "outbox", "sensor"):
        assert found[check].verdict is Verdict.GO, found[check]
    assert found["outbox"].figures["rows"] == 7
    assert found["sensor"].figures["distance_mm"] == 1000
    assert found["identity"].figures["days"] == 89


def test_a_node_that_lacks_everything_is_told_what(tmp_path: Path) -> None:
    papers = Broker(
        port=free_port(),
        ca_file=tmp_path / "ca.pem",
        cert_file=tmp_path / "cert.pem",
        key_file=tmp_path / "key.pem",
    )
    node = settings(tmp_path, papers, radio=RadioOptions())
    host = FakeHost(bits=1, temperature=85, disk=None, writes=None, mounts={STATE: "ext4"})

    report = examine(node, ManualClock(word=False), host, Still(), listen_s=0.1)

    verdicts = {check: one.verdict for check, one in by_check(report).items()}
    assert report.verdict is Verdict.NO_GO
    assert verdicts == {
        "supply": Verdict.NO_GO,
        "temperature": Verdict.NO_GO,
        "disk": Verdict.UNKNOWN,
        "writing": Verdict.UNKNOWN,
        "time": Verdict.NO_GO,
        "bluetooth": Verdict.NO_GO,
        "privacy": Verdict.NO_GO,
        "signal": Verdict.UNKNOWN,
        "identity": Verdict.NO_GO,
        "distance": Verdict.UNKNOWN,
        "broker": Verdict.NO_GO,
        "outbox": Verdict.UNKNOWN,
        "sensor": Verdict.NO_GO,
    }


def test_a_radio_that_is_well_is_go_and_one_that_there_is_not_is_not_asked(tmp_path: Path) -> None:
    host = FakeHost(adapters={"hci0": Adapter(there=True)}, mounts={STATE: "tmpfs"})
    mqtt = Broker(port=free_port())

    with_radio = by_check(
        examine(settings(tmp_path, mqtt, radio=RadioOptions()), ManualClock(), host, Still(), 0.1)
    )
    without = by_check(examine(settings(tmp_path, mqtt), ManualClock(), host, Still(), 0.1))

    assert with_radio["bluetooth"].verdict is Verdict.GO
    assert with_radio["privacy"].verdict is Verdict.GO
    assert "bluetooth" not in without


@pytest.mark.parametrize(
    ("distance_mm", "code"),
    [(100, "sensor.blocked"), (3000, "sensor.beyond"), (0, "sensor.no_echo")],
)
def test_a_sensor_that_sees_no_container_is_told(
    tmp_path: Path, distance_mm: int, code: str
) -> None:
    with sensor(distance_mm) as port:
        node = settings(tmp_path, Broker(port=free_port()), port)
        found = by_check(examine(node, ManualClock(), LinuxHost(), Still(), listen_s=0.4))

    assert found["sensor"].code == code


def test_a_port_that_the_agent_reads_is_left_alone(tmp_path: Path) -> None:
    host = FakeHost(ports={"/dev/serial0": PortSeen(True, holders=("vallee-edge",))})
    node = settings(tmp_path, Broker(port=free_port()), "/dev/serial0")

    found = by_check(examine(node, ManualClock(), host, Still(), listen_s=0.1))

    assert found["sensor"].code == "sensor.held"


def test_a_look_into_an_outbox_changes_nothing_in_it(tmp_path: Path) -> None:
    outbox = keep(tmp_path / "n-001.outbox", 5)
    epoch, tally = outbox.epoch, outbox.tally()

    seen = look_into(tmp_path / "n-001.outbox")
    outbox.keep([Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000, {"fill_ratio": 0.5})])

    assert (seen.rows, seen.fault) == (5, None)
    assert (outbox.epoch, outbox.tally().produced) == (epoch, tally.produced + 1)
    outbox.close()
    assert look_into(tmp_path / "n-001.outbox").rows == 6


def test_an_outbox_that_is_damaged_is_not_opened_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "n-001.outbox"
    keep(file, 5).close()
    data = bytearray(file.read_bytes())
    data[:100] = b"x" * 100
    file.write_bytes(data)

    seen = look_into(file)

    assert seen.fault is not None
    assert file.read_bytes() == bytes(data)


def test_the_json_is_stable(tmp_path: Path) -> None:
    host = FakeHost(temperature=81.26, disk=None)
    report = examine(
        settings(tmp_path, Broker(port=free_port())), ManualClock(), host, Still(), 0.1
    )

    tree = json.loads(as_json(report, "fr"))

    assert set(tree) == {"node", "at_us", "verdict", "language", "findings"}
    assert tree["node"] == NODE
    assert tree["verdict"] == "no-go"
    assert tree["findings"][1] == {
        "check": "temperature",
        "subject": "",
        "verdict": "no-go",
        "code": "temperature.hot",
        "figures": {"celsius": 81.26, "most_celsius": 80.0},
        "seen": "81,3 °C, le processeur ralentit à 80 °C",
        "mend": "Mettez le boîtier à l’ombre ou aérez-le.",
    }


def test_the_console_fits_80_columns_and_takes_no_markup(tmp_path: Path) -> None:
    node = settings(tmp_path, Broker(host="[bold]nobody", port=free_port()))
    report = examine(node, ManualClock(), FakeHost(bits=1), Still(), 0.1)
    out = StringIO()

    show(report, "fr", Console(file=out, width=80))

    text = out.getvalue()
    assert "[bold]nobody" in text
    assert "Alimentation" in text
    assert "→ Mettez une alimentation de 5,1 V" in text
    assert "n-001 ne peut pas travailler ainsi." in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_installers_figures_stand_on_one_line(tmp_path: Path) -> None:
    air = Still((Signal("wlan0", "wifi", -67.0),), (31.0, 22.6, 25.0))
    with sensor(1234) as port:
        node = settings(tmp_path, Broker(port=free_port()), port)
        report = examine(node, ManualClock(), LinuxHost(), air, listen_s=0.4)

    figures = short.shorten(report)

    # Nobody is at the broker's port, and that alone is no-go.
    assert short.as_line(figures) == (
        "n-001 no-go radio=-67 trip=25 fill.empty=1234 fill.cone=1234/1234/1234"
    )
    assert json.loads(short.as_json(figures)) == {
        "node": "n-001",
        "verdict": "no-go",
        "radio_dbm": -67,
        "round_trip_ms": 25,
        "sensors": [{"sensor": "fill", "empty_mm": 1234, "cone_mm": [1234, 1234, 1234]}],
    }


PROGRAM = (
    "import typer; from edge.cli_doctor import doctor; app = typer.Typer();"
    " app.command()(doctor); app()"
)


def test_the_verb_exits_with_1_if_something_must_be_mended(tmp_path: Path) -> None:
    config = tmp_path / "edge.toml"
    config.write_text(
        f'node = "{NODE}"\n[mqtt]\nport = {free_port()}\n[outbox]\nfolder = "{tmp_path}"\n'
        '[[sensors]]\nname = "fill"\nmodel = "mb7389"\nport = "/dev/nothing"\n'
        "[sensors.container]\ndepth_mm = 1500\nbottom_mm = [900, 900]\ntop_mm = [900, 900]\n"
    )
    argv = [sys.executable, "-c", PROGRAM, "--config", str(config)]
    environ = {key: one for key, one in os.environ.items() if key not in {"LC_ALL", "LANG"}}

    french, english, tree, line, few = (
        subprocess.run([*argv, *more], capture_output=True, text=True, check=False, env=environ)
        for more in ([], ["--lang", "en"], ["--json"], ["--short"], ["--short", "--json"])
    )

    assert {one.returncode for one in (french, english, tree, line, few)} == {1}
    assert "le port /dev/nothing n’est pas là" in french.stdout
    assert "there is no port /dev/nothing" in english.stdout
    assert json.loads(tree.stdout)["verdict"] == "no-go"
    assert re.fullmatch(
        rf"{NODE} no-go radio=(-\d+|\?) trip=\? fill\.empty=\? fill\.cone=\?\n", line.stdout
    )
    assert json.loads(few.stdout)["sensors"] == [
        {"sensor": "fill", "empty_mm": None, "cone_mm": []}
    ]
