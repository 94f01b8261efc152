"""An office, a broker and a node's card in one folder, and the programs that run there.

The node's machine is a folder that stands for its root: what systemd would do there is done here.
"""

import json
import os
import shlex
import socket
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from cloud.bootstrap.installing import installing
from cloud.provision.mosquitto.layout import INGESTER
from cloud.settings import load
from cloud.store.point import Point
from cloud.store.sqlite import SqliteStore
from tests.cloud.provision.card.scratch import Machine
from tests.live.conftest import BIN, TERRITORY, Program, wait_for
from tests.live.test_broker_verbs import Broker
from tests.services.daemon import free_port

NODE = "n-001"
PLACE = "gignac-01"
# A node's usual pace, and a bit more than a day of it.
PACE_NS = 300_000_000_000
DAY_PACES = 25 * 12


@dataclass
class Story:
    """A folder with an office, a broker and a node's card in it, and the programs that run."""

    folder: Path
    broker: Broker
    machine: Machine
    enrol_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
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
    def site(self) -> str:
        """Return where the pages are."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def office(self) -> dict[str, str]:
        """Return the settings of the cloud's programs."""
        secret = self.folder / "mosquitto" / "secrets" / INGESTER
        told = {
            "IDENTITY__FOLDER": self.folder / "identity",
            "IDENTITY__ENROL_URL": f"https://localhost:{self.enrol_port}",
            "REGISTRY__URL": f"sqlite:///{self.folder}/registry.sqlite",
            "STORE__FILE": self.folder / "points.sqlite",
            "WEB__PORT": self.web_port,
            "PEOPLE__URL": self.site,
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

    def send_installer(self) -> str:
        """Put a place on tomorrow's list and serve the pages; return the installer's link."""
        places = self.folder / "places.csv"
        places.write_text(f"emplacement;clés;boîtier\n{PLACE};clé 14;{NODE}\n", encoding="utf-8")
        self.cloud("installations", "places", "--load", str(places))
        self.cloud("people", "add", "marc", "--name", "Marc Vidal", "--role", "installer")
        self.run("vallee-cloud", "serve", environ=self.office)
        wait_for("the pages are served", lambda: _listens(self.web_port))
        return next(w for w in self.cloud("people", "link", "marc").split() if self.site in w)

    def visits(self) -> list[dict[str, Any]]:
        """Return what the office knows of visits."""
        return list(json.loads(self.cloud("installations", "list", "--json")))

    def prove(self, now_us: int) -> list[str]:
        """Do what the hourly timer does, at an instant; return the nodes that are proven by it."""
        settings = load(None, self.office)

        def proven() -> list[str]:
            with installing(settings) as opened:
                return [one.node for one in opened.prove(now_us)]

        # Playwright keeps an event loop in this thread, and who signs wants one of his own.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(proven).result()

    def pass_a_day(self) -> int:
        """Let the node's readings go on for a day in the store; return the instant after it.

        They are those it stored, told later: a test cannot wait for tomorrow.
        """
        last = self.stored()[-1]
        with closing(SqliteStore(self.folder / "points.sqlite")) as store:
            store.write(
                [
                    structs.replace(last, time_ns=last.time_ns + n * PACE_NS)
                    for n in range(1, DAY_PACES)
                ]
            )
        return (last.time_ns + DAY_PACES * PACE_NS) // 1000

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

    def stored_since(self, at_us: int) -> int:
        """Return how many readings of the node are stored from an instant on."""
        return sum(one.time_ns >= at_us * 1000 for one in self.stored())

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


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


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
