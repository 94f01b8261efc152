"""A whole chain of real programs on a real broker: pty → edge → mosquitto → cloud → store."""

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cloud.registry.registry import open_registry
from cloud.registry.values import DeadLetter
from cloud.store.influx import InfluxStore
from cloud.store.point import Point
from contract.reading import Kind
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.verbs import Verbs

BIN = Path(sys.executable).parent
TERRITORY = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
NODE = "n-001"
PATIENCE_S = 60.0


def wait_for(what: str, done: Callable[[], bool]) -> None:
    """Look again until `done`, or fail saying `what` did not happen."""
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not done():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {PATIENCE_S:.0f} s: {what}")
        pause.wait(0.05)


class Program:
    """One of our own programs, run as its users run it."""

    def __init__(self, argv: list[str], environ: dict[str, str], log: Path) -> None:
        self._argv, self._environ, self._log = argv, environ, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(BIN / self._argv[0]), *self._argv[1:]],
                env={**os.environ, **self._environ},
                stdout=log,
                stderr=log,
            )

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        try:
            return process.wait(20)
        finally:
            process.kill()

    def kill(self) -> None:
        self.end(signal.SIGKILL)


class Device:
    """A fast A02YYUW on a pty: a frame every 4 ms, of a container that slowly fills."""

    def __init__(self, link: Path) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        link.symlink_to(os.ttyname(slave))
        self._slave = slave
        os.set_blocking(self._master, False)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._emit)
        self._thread.start()

    def stop(self) -> None:
        """Fall silent; the line stays open."""
        self._stop.set()
        self._thread.join()

    def close(self) -> None:
        self.stop()
        os.close(self._slave)
        os.close(self._master)

    def _emit(self) -> None:
        distance_mm = 2500
        while not self._stop.wait(0.004):
            distance_mm = max(400, distance_mm - 1)
            head = bytes((0xFF, distance_mm >> 8, distance_mm & 0xFF))
            try:
                os.write(self._master, head + bytes((sum(head) & 0xFF,)))
            except BlockingIOError:
                # Nobody reads: a real line drops what is not read, too.
                continue


class Chain:
    """Everything, and what can be asked of it from outside."""

    def __init__(self, folder: Path, broker: Mosquitto, influxd: Influxd, verbs: Verbs) -> None:
        self._verbs = verbs
        self.folder, self.broker, self.influxd = folder, broker, influxd
        self.registry_url = f"sqlite:///{folder}/registry.sqlite"
        environ = {
            "VALLEE_CLOUD_MQTT__PORT": str(broker.port),
            "VALLEE_CLOUD_REGISTRY__URL": self.registry_url,
            "VALLEE_CLOUD_STORE__KIND": "influx",
            "VALLEE_CLOUD_STORE__URL": influxd.url,
            "VALLEE_EDGE_MQTT__PORT": str(broker.port),
            "VALLEE_EDGE_OUTBOX__FOLDER": str(folder / "state"),
            "VALLEE_EDGE_OUTBOX__COMMIT_EVERY_S": "0.2",
            "VALLEE_EDGE_SENDING__REPEAT_AFTER_S": "2",
            "VALLEE_EDGE_SENDING__REPEAT_CEILING_S": "4",
        }
        self._environ = environ
        self.cloud("registry", "load", str(TERRITORY))
        nodes, link = folder / "nodes", folder / "tty"
        self.cloud("nodes", "export", str(nodes), "--only", NODE, "--port", str(link))
        config = nodes / f"{NODE}.toml"
        config.write_text(config.read_text().replace("every_s = 900", "every_s = 0.05\npings = 3"))
        self.device = Device(link)
        self.agent = Program(
            ["vallee-edge", "run", "--config", str(config)], environ, folder / "edge.log"
        )
        self.ingester = Program(["vallee-cloud", "ingest"], environ, folder / "ingest.log")
        self.store = InfluxStore(influxd.url, "vallee")

    def cloud(self, *argv: str) -> None:
        done = self._verbs.run(*argv, environ={**os.environ, **self._environ})
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        self.ingester.start()
        self.agent.start()

    def ledger(self) -> tuple[int, int]:
        """Return what the node produced, and what of it is still in its outbox."""
        with sqlite3.connect(self.folder / "state" / f"{NODE}.outbox", timeout=10) as db:
            (produced,) = db.execute("SELECT produced FROM ledger").fetchone()
            (pending,) = db.execute("SELECT count(*) FROM rows WHERE is_loss = 0").fetchone()
        db.close()
        return produced, pending

    def stored(self) -> list[Point]:
        tags = (("node", NODE), ("sensor", "fill"))
        return self.store.read("level", tags, 0, 2**63 - 1)

    def kept(self) -> list[Point]:
        """Return the points of every row of the node: a line that breaks is told of, too."""
        tags = (("node", NODE), ("sensor", "fill"))
        return [point for kind in Kind for point in self.store.read(kind, tags, 0, 2**63 - 1)]

    def dead_letters(self) -> list[DeadLetter]:
        with open_registry(self.registry_url) as registry:
            return registry.dead_letters()

    def settle(self) -> None:
        """Let the sensor fall silent and wait until the node has nothing left to send."""
        self.device.stop()
        wait_for("the outbox drains", lambda: self._quiet() and self.ledger()[1] == 0)

    def _quiet(self) -> bool:
        # What was gathered before the silence is committed within the commit interval.
        before = self.ledger()[0]
        threading.Event().wait(0.5)
        return self.ledger()[0] == before

    def close(self) -> None:
        self.agent.end()
        self.ingester.end()
        self.device.close()
        self.store.close()


@pytest.fixture
def chain(tmp_path: Path, mosquitto: Mosquitto, influxd: Influxd, verbs: Verbs) -> Iterator[Chain]:
    made = Chain(tmp_path, mosquitto, influxd, verbs)
    made.start()
    yield made
    made.close()
