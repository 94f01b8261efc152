"""An office, a broker and a node's card in one folder, and the programs that run there.

The node's machine is a folder that stands for its root: what systemd would do there is done here.
"""

import os
import shlex
import sqlite3
import subprocess
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cloud.provision.mosquitto.layout import INGESTER
from cloud.store.point import Point
from cloud.store.sqlite import SqliteStore
from tests.cloud.provision.card.scratch import Machine
from tests.live.conftest import BIN, TERRITORY, Program, wait_for
from tests.live.test_broker_verbs import Broker
from tests.services.daemon import free_port

NODE = "n-001"


@dataclass
class Story:
    """A folder with an office, a broker and a node's card in it, and the programs that run."""

    folder: Path
    broker: Broker
    machine: Machine
    enrol_port: int = field(default_factory=free_port)
    cloud_port: int = field(default_factory=free_port)
    after: ExitStack = field(default_factory=ExitStack)

    @property
    def port(self) -> Path:
        return self.folder / "tty"

    @property
    def home(self) -> Path:
        """Return the home of the node's user."""
        return self.machine.root / "var/lib/vallee-edge"

    @property
    def office(self) -> dict[str, str]:
        """Return the settings of the cloud's programs."""
        secret = self.folder / "mosquitto" / "secrets" / INGESTER
        told = {
            "IDENTITY__FOLDER": self.folder / "identity",
            "IDENTITY__ENROL_URL": f"https://localhost:{self.enrol_port}",
            "REGISTRY__URL": f"sqlite:///{self.folder}/registry.sqlite",
            "STORE__FILE": self.folder / "points.sqlite",
            "MOSQUITTO__FOLDER": self.folder / "mosquitto",
            "MOSQUITTO__NODES_PORT": self.broker.port,
            "MOSQUITTO__CLOUD_PORT": self.cloud_port,
            "MQTT__PORT": self.cloud_port,
            "MQTT__USERNAME": INGESTER,
            "MQTT__PASSWORD_FILE": secret,
        }
        return {f"VALLEE_CLOUD_{name}": str(one) for name, one in told.items()}

    @property
    def node(self) -> dict[str, str]:
        """Return the agent's environment: what systemd reads, and where the root is instead."""
        told = (self.home / "identity/current/environment").read_text()
        return {
            # In quotes, which systemd takes off as a shell does.
            **dict(word.split("=", 1) for word in shlex.split(told, comments=True)),
            "VALLEE_EDGE_OUTBOX__FOLDER": str(self.home / "outbox"),
            "VALLEE_EDGE_OUTBOX__COMMIT_EVERY_S": "0.2",
        }

    def cloud(self, *argv: str) -> str:
        return _run("vallee-cloud", *argv, environ=self.office)

    def run(self, *argv: str, environ: dict[str, str]) -> None:
        """Start a program that runs until the end of the story."""
        one = Program(list(argv), environ, self.log(argv[0], argv[1]))
        one.start()
        self.after.callback(one.end)

    def log(self, *called: str) -> Path:
        return self.folder / f"{'-'.join(called)}.log"

    def prepare(self) -> None:
        """Do what the office does once."""
        self.cloud("authority", "init", "--root", str(self.folder / "stick"))
        self.cloud("registry", "load", str(TERRITORY))
        self.cloud("broker", "write")
        self.broker.start()
        self.run("vallee-cloud", "authority", "serve", environ=self.office)
        self.run("vallee-cloud", "ingest", environ=self.office)

    def write_card(self) -> None:
        self.cloud("nodes", "add", NODE)
        boot, port = str(self.machine.boot), str(self.port)
        self.cloud("nodes", "card", NODE, "--boot", boot, "--port", port, "--every-s", "1")

    def claim(self) -> subprocess.CompletedProcess[str]:
        """Do what the node's timer does."""
        argv = ["claim", "--boot", str(self.home / "vallee-claim.toml")]
        argv += ["--identity", str(self.home / "identity")]
        return subprocess.run(
            [BIN / "vallee-edge", *argv], capture_output=True, text=True, check=False
        )

    def measure(self) -> None:
        """Start the sensor, and the agent behind it."""
        start = f"{datetime.now(UTC):%Y-%m-%dT00:00:00}"
        argv = (
            "live",
            "--territory",
            str(TERRITORY),
            "--node",
            NODE,
            "--start",
            start,
            "--link",
            str(self.port),
        )
        self.run("vallee-sim", *argv, environ={})
        wait_for("the sensor speaks", self.port.is_symlink)
        config = str(self.machine.root / "etc/vallee/edge.toml")
        self.run("vallee-edge", "run", "--config", config, environ=self.node)

    def stored(self) -> list[Point]:
        with closing(SqliteStore(self.folder / "points.sqlite")) as store:
            return store.read("level", (("node", NODE), ("sensor", "fill")), 0, 2**63 - 1)

    def produced(self) -> int:
        """Return how many readings the node has committed."""
        with closing(sqlite3.connect(self.home / f"outbox/{NODE}.outbox", timeout=10)) as db:
            (count,) = db.execute("SELECT produced FROM ledger").fetchone()
            return int(count)

    def waiting(self) -> int:
        """Return how many of them nobody has taken."""
        with closing(sqlite3.connect(self.home / f"outbox/{NODE}.outbox", timeout=10)) as db:
            (count,) = db.execute("SELECT count(*) FROM rows").fetchone()
            return int(count)


def _run(name: str, *argv: str, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [BIN / name, *argv],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
