"""Two ingesters that divide the envelopes among themselves, on a real broker."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from cloud.ingest.ingester import Ingester
from cloud.ingest.mqtt import MqttBus
from cloud.registry.registry import open_registry
from cloud.series.directory import Directory
from cloud.store.sqlite import SqliteStore
from contract import codec
from contract.broker import Broker
from contract.envelope import Envelope
from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, everyone, topic
from tests.live.conftest import TERRITORY, wait_for
from tests.services.mosquitto import Mosquitto

NODE = "n-001"
EPOCH = "0123456789ab"
NOW_US = 1_764_000_000_000_000
ENVELOPES = 200


@dataclass
class Node:
    """Sends envelopes of one row, repeats what is not receipted, and hears who is there."""

    client: paho.Client
    receipts: Counter[int] = field(default_factory=Counter)
    presence: dict[str, Link] = field(default_factory=dict)

    def send(self, *seqs: int) -> None:
        for seq in seqs:
            row = Reading(seq, "fill", Kind.LEVEL, NOW_US + seq, {"fill_ratio": 0.5})
            body = codec.encode(Envelope(NODE, EPOCH, (row,)))
            self.client.publish(topic(NODE, Channel.ENVELOPE), body, 1)

    def unanswered(self) -> list[int]:
        return [seq for seq in range(1, ENVELOPES + 1) if seq not in self.receipts]

    def hear(self, message: paho.MQTTMessage) -> None:
        if message.topic.endswith(Channel.RECEIPT):
            for first, last in codec.decode(message.payload, Receipt).settled:
                self.receipts.update(range(first, last + 1))
        else:
            told = codec.decode(message.payload, IngesterPresence)
            self.presence[told.ingester] = told.link


@dataclass
class Pair:
    """Two ingesters with one share, each a session of its own, on one store and registry."""

    folder: Path
    broker: Broker
    stops: dict[str, threading.Event] = field(default_factory=dict)
    settled: Counter[str] = field(default_factory=Counter)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, name: str) -> None:
        self.stops[name] = threading.Event()
        thread = threading.Thread(target=self._run, args=(name, self.stops[name]))
        thread.start()
        self.threads.append(thread)

    def _run(self, name: str, stop: threading.Event) -> None:
        bus = MqttBus(self.broker, name, lambda: NOW_US, "vallee")
        store = SqliteStore(self.folder / "points.sqlite")
        with open_registry(f"sqlite:///{self.folder / 'registry.sqlite'}") as registry:
            directory = Directory(registry, lambda: 0.0)
            ingester = Ingester(bus, store, registry, directory, lambda: NOW_US)
            bus.open()
            ingester.run(stop)
            self.settled[name] = ingester.counts.settled
            bus.close()
        store.close()

    def stop(self, name: str) -> None:
        self.stops[name].set()

    def close(self) -> None:
        for stop in self.stops.values():
            stop.set()
        for thread in self.threads:
            thread.join()

    def stored(self) -> list[float | str]:
        store = SqliteStore(self.folder / "points.sqlite")
        found = store.read("level", (("node", NODE), ("sensor", "fill")), 0, 2**63 - 1)
        store.close()
        return [point.fields["seq"] for point in found]


@pytest.fixture
def pair(tmp_path: Path, mosquitto: Mosquitto) -> Iterator[Pair]:
    with open_registry(f"sqlite:///{tmp_path / 'registry.sqlite'}") as registry:
        registry.load_territory(TERRITORY)
    made = Pair(tmp_path, Broker(port=mosquitto.port))
    made.start("ingester-1")
    made.start("ingester-2")
    yield made
    made.close()


@pytest.fixture
def node(mosquitto: Mosquitto) -> Iterator[Node]:
    client = paho.Client(CallbackAPIVersion.VERSION2, "node", protocol=paho.MQTTv311)
    made = Node(client)
    client.on_message = lambda _client, _userdata, message: made.hear(message)
    client.connect("127.0.0.1", mosquitto.port)
    client.subscribe([(everyone(Channel.RECEIPT), 1), (everyone(Channel.PRESENCE), 1)])
    client.loop_start()
    yield made
    client.disconnect()
    client.loop_stop()


def both(node: Node, link: Link) -> Callable[[], bool]:
    return lambda: list(node.presence.values()) == [link, link]


def test_two_ingesters_divide_the_envelopes_and_store_each_once(pair: Pair, node: Node) -> None:
    wait_for("both are there", both(node, Link.UP))

    node.send(*range(1, ENVELOPES + 1))
    wait_for("all are receipted", lambda: not node.unanswered())
    pair.close()

    assert pair.stored() == list(range(1, ENVELOPES + 1))
    assert set(node.receipts.values()) == {1}
    assert min(pair.settled["ingester-1"], pair.settled["ingester-2"]) > ENVELOPES // 10


def test_what_was_given_to_a_dead_member_is_repeated_to_the_other(pair: Pair, node: Node) -> None:
    wait_for("both are there", both(node, Link.UP))
    pair.stop("ingester-2")
    wait_for("one is gone", lambda: node.presence["ingester-2"] is Link.DOWN)

    node.send(*range(1, ENVELOPES + 1))
    pause = threading.Event()
    rounds = 0
    while (left := node.unanswered()) and rounds < 20:
        pause.wait(0.5)
        rounds += 1
        node.send(*(seq for seq in left if seq not in node.receipts))
    answered_without_the_dead = node.unanswered() == []
    # It comes back to what the broker kept for it: all of that is a repeat.
    pair.start("ingester-2")
    wait_for("it is back", lambda: node.presence["ingester-2"] is Link.UP)
    pause.wait(0.5)
    pair.close()

    assert answered_without_the_dead
    assert pair.stored() == list(range(1, ENVELOPES + 1))
