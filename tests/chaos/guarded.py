"""The stack behind a broker as it is written for a real one: certificates outside, passwords in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cloud.provision.mosquitto.layout import INGESTER
from firmware_sim.load.fleet import node_name
from tests.chaos.stack import Node, Stack, Way
from tests.live.broker_world import Configured, Person, World, world


class Guarded(Stack):
    """A stack on the broker of a world, which runs already; its agent shows what is in `own`."""

    def __init__(self, folder: Path, nodes: int, made: World) -> None:
        self.world = made
        super().__init__(folder, nodes)
        self.watched = node_name(nodes + 1)
        self.own = folder / "own.pem"
        self.person = made.node(self.watched)

    def brokers(self) -> Configured:
        """Return the world's, which has its own way of being started."""
        return self.world.broker

    def start_broker(self) -> None:
        """Leave it: who made the world has started it."""

    def papers(self) -> dict[str, str]:
        """Return where the cloud's programs listen, and as whom."""
        return {
            "VALLEE_CLOUD_MQTT__PORT": str(self.world.settings.cloud_port),
            "VALLEE_CLOUD_MQTT__USERNAME": INGESTER,
            "VALLEE_CLOUD_MQTT__PASSWORD_FILE": str(self.world.layout.secret(INGESTER)),
        }

    def node(self, way: Way | None = None) -> Node:
        """Start the real agent with its certificate."""
        root = self.folder / "root.pem"
        root.write_bytes(self.world.authority.root_pem)
        self.give(self.person)
        papers = {"CA_FILE": root, "CERT_FILE": self.own, "KEY_FILE": self.own}
        told = {f"VALLEE_EDGE_MQTT__{name}": str(file) for name, file in papers.items()}
        return super().node(way or Way("localhost", self.world.settings.nodes_port, papers=told))

    def give(self, person: Person) -> None:
        """Put another key and certificate where the agent finds its own, at once or not at all."""
        self.person = person
        part = self.own.with_suffix(".part")
        part.touch(0o600)
        part.write_bytes(person.own_pem)
        part.replace(self.own)


@contextmanager
def guarded(folder: Path, nodes: int) -> Iterator[Guarded]:
    """Give such a stack that runs; end it afterwards."""
    with world(folder / "world") as made:
        whole = Guarded(folder, nodes, made)
        try:
            whole.start()
            yield whole
        finally:
            whole.close()
