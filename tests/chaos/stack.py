"""The real programs around a load: what is killed here is what runs at a customer's."""

import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cloud.ingest.points import UNDATED
from cloud.ingest.validate import ITSELF
from cloud.registry.registry import open_registry
from cloud.registry.values import DeadLetter
from cloud.store.influx import InfluxStore
from contract.presence import Link, NodeStatus
from contract.reading import Kind
from firmware_sim.load.fleet import SENSOR, node_name
from tests.chaos.playing import PATIENCE_S, Playing
from tests.live.conftest import BIN, Device, Program
from tests.services.daemon import Daemon
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program


def wait_until(what: str, done: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
    """Look again until `done`; return the seconds it took, or raise TimeoutError."""
    begun_s, pause = time.monotonic(), threading.Event()
    while not done():
        if time.monotonic() > begun_s + patience_s:
            raise TimeoutError(f"not within {patience_s:.0f} s: {what}")
        pause.wait(0.05)
    return time.monotonic() - begun_s


class Way(NamedTuple):
    """Where an agent finds the broker, and words before its own that let it run elsewhere.

    `papers` are settings that say who it is.
    """

    host: str
    port: int
    inside: tuple[str, ...] = ()
    papers: Mapping[str, str] = MappingProxyType({})


class Node:
    """A real agent on a real pseudo-terminal: `vallee-edge run`, twenty readings a second."""

    def __init__(self, made: "Stack", name: str, way: Way) -> None:
        self.name, self._stack = name, made
        nodes, link = made.folder / "nodes", made.folder / "tty"
        made.cloud("nodes", "export", str(nodes), "--only", name, "--port", str(link))
        config = nodes / f"{name}.toml"
        config.write_text(config.read_text().replace("every_s = 900", "every_s = 0.05\npings = 3"))
        self._device = Device(link)
        environ = {
            "VALLEE_EDGE_MQTT__HOST": way.host,
            "VALLEE_EDGE_MQTT__PORT": str(way.port),
            "VALLEE_EDGE_MQTT__KEEPALIVE_S": "5",
            "VALLEE_EDGE_OUTBOX__FOLDER": str(made.folder / "state"),
            "VALLEE_EDGE_OUTBOX__COMMIT_EVERY_S": "0.2",
            "VALLEE_EDGE_SENDING__REPEAT_AFTER_S": "2",
            "VALLEE_EDGE_SENDING__REPEAT_CEILING_S": "4",
            "VALLEE_EDGE_SENDING__STATUS_EVERY_S": "1",
            **way.papers,
        }
        argv = [*way.inside, str(BIN / "vallee-edge"), "run", "--config", str(config)]
        self.program = Program(argv, environ, made.folder / "edge.log")
        self.program.start()

    def status(self) -> NodeStatus | None:
        """Return what the agent last said of itself, as the cloud heard it."""
        with open_registry(self._stack.registry_url) as registry:
            return next((one for one in registry.statuses() if one.node == self.name), None)

    def settle(self) -> NodeStatus:
        """Let the sensor fall silent; return the ledger when nothing is pending any more."""
        self._device.stop()
        # What was gathered before the silence is committed and told within this.
        threading.Event().wait(3.0)
        wait_until("the agent has nothing left to send", self._drained)
        told = self.status()
        assert told is not None
        return told

    def close(self) -> None:
        """End the agent and its line."""
        self.program.end()
        self._device.close()

    def _drained(self) -> bool:
        told = self.status()
        return told is not None and told.link is Link.UP and told.pending == 0


class Stack:
    """Broker, InfluxDB and ingester, and a registry that knows the nodes of a load.

    It also knows one node more, for a real agent.
    """

    def __init__(self, folder: Path, nodes: int) -> None:
        self.folder, self.nodes = folder, nodes
        for name in ("mosquitto", "influxd"):
            (folder / name).mkdir()
        self.broker = self.brokers()
        self.influxd = Influxd(program("influxd"), folder / "influxd")
        self.registry_url = f"sqlite:///{folder}/registry.sqlite"
        self.playing: list[Playing] = []
        self.agent: Node | None = None
        # Whose readings tell that it flows: they come all the time.
        self.watched = node_name(1)
        self._newest_ns = 0

    def brokers(self) -> Daemon:
        """Return the broker, which is not started yet."""
        return Mosquitto(program("mosquitto"), self.folder / "mosquitto")

    def start_broker(self) -> None:
        """Start it for the first time."""
        self.broker.start_afresh()

    def papers(self) -> dict[str, str]:
        """Return how the cloud's programs get in at the broker, which runs."""
        return {"VALLEE_CLOUD_MQTT__PORT": str(self.broker.port)}

    def start(self) -> None:
        """Start all; the registry knows load-0001 and so on."""
        self.start_broker()
        self.influxd.start_afresh()
        environ = {
            **self.papers(),
            "VALLEE_CLOUD_REGISTRY__URL": self.registry_url,
            "VALLEE_CLOUD_STORE__KIND": "influx",
            "VALLEE_CLOUD_STORE__URL": self.influxd.url,
        }
        territory = str(self.folder / "territory")
        self._environ = environ
        self._run(
            {}, "vallee-sim", "load", "--nodes", f"{self.nodes + 1}", "--territory-out", territory
        )
        self.cloud("registry", "load", territory)
        self.ingester = Program(["vallee-cloud", "ingest"], environ, self.folder / "ingest.log")
        self.ingester.start()
        self.store = InfluxStore(self.influxd.url, "vallee")

    def cloud(self, *argv: str) -> None:
        """Run one of the cloud's verbs."""
        self._run(self._environ, "vallee-cloud", *argv)

    def node(self, way: Way | None = None) -> Node:
        """Start the real agent, on the broker itself or on a way to it."""
        self.agent = Node(
            self, node_name(self.nodes + 1), way or Way("127.0.0.1", self.broker.port)
        )
        return self.agent

    def load(self, *options: str) -> Playing:
        """Let the nodes send until `end` is asked of what is returned."""
        argv = [str(BIN / "vallee-sim"), "load", "--json", "--port", f"{self.broker.port}"]
        made = Playing([*argv, "--nodes", f"{self.nodes}", *options])
        self.playing.append(made)
        return made

    def stored(self) -> tuple[int, int]:
        """Return how many points the nodes have in the store, and how many different readings.

        Of every kind: a sensor whose line breaks says so, and a node has alarms of its own.
        """
        found = [self._found(node_name(number)) for number in range(1, self.nodes + 2)]
        return sum(one.total() for one in found), sum(map(len, found))

    def count(self, node: str) -> int:
        """Return how many different readings of one node are stored."""
        return len(self._found(node))

    def _found(self, node: str) -> Counter[tuple[float | str, float | str]]:
        found: Counter[tuple[float | str, float | str]] = Counter()
        for measurement, sensor in product((*Kind, UNDATED), (SENSOR, ITSELF)):
            tags = (("node", node), ("sensor", sensor))
            for point in self.store.read(measurement, tags, 0, 2**63 - 1):
                found[point.fields["epoch"], point.fields["seq"]] += 1
        return found

    def newest_ns(self) -> int:
        """Return the time of the newest reading of the node that is watched; 0 if there is none."""
        tags = (("node", self.watched), ("sensor", SENSOR))
        # From the last one on: to read all of them each time would be most of what is done here.
        if found := self.store.read("level", tags, self._newest_ns, 2**63 - 1):
            self._newest_ns = found[-1].time_ns
        return self._newest_ns

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        """Return the newest of what was refused."""
        with open_registry(self.registry_url) as registry:
            return registry.dead_letters(limit)

    def close(self) -> None:
        """End all, in whatever state they are."""
        for one in self.playing:
            one.kill()
        if self.agent is not None:
            self.agent.close()
        self.ingester.end()
        self.store.close()
        self.broker.kill()
        self.influxd.kill()

    def _run(self, environ: dict[str, str], verb: str, *argv: str) -> None:
        subprocess.run(
            [BIN / verb, *argv], env={**os.environ, **environ}, check=True, capture_output=True
        )


@contextmanager
def stack(folder: Path, nodes: int) -> Iterator[Stack]:
    """Give a running stack; end it afterwards."""
    made = Stack(folder, nodes)
    made.start()
    try:
        yield made
    finally:
        made.close()
