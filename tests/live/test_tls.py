"""An ingester behind TLS: what it reads ahead and sends by the batch arrives like anything else."""

import threading
from collections.abc import Iterator
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
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, everyone, topic
from tests.live.conftest import TERRITORY, wait_for
from tests.services.mosquitto import TlsMosquitto
from tests.services.programs import program

EPOCH = "0123456789ab"
NOW_US = 1_764_000_000_000_000
NODES, ENVELOPES, EACH = 20, 60, 20


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[TlsMosquitto]:
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    broker = TlsMosquitto(program("mosquitto"), folder)
    broker.start_afresh()
    yield broker
    broker.kill()


@pytest.mark.live
def test_everything_is_receipted_and_acknowledged_over_tls(
    broker: TlsMosquitto, tmp_path: Path
) -> None:
    settled: set[tuple[str, int]] = set()
    there, stop = threading.Event(), threading.Event()

    def hear(_client: object, _userdata: object, message: paho.MQTTMessage) -> None:
        if message.topic.endswith(Channel.PRESENCE):
            there.set()
            return
        told = codec.decode(message.payload, Receipt)
        for first, last in told.settled:
            settled.update((told.node, seq) for seq in range(first, last + 1))

    node = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv311)
    node.tls_set(str(broker.ca_file))
    node.on_message = hear
    node.connect("127.0.0.1", broker.port)
    node.subscribe([(everyone(Channel.RECEIPT), 1), (everyone(Channel.PRESENCE), 1)])
    node.loop_start()
    bus = MqttBus(Broker(port=broker.port, ca_file=broker.ca_file), "ingester-1", lambda: NOW_US)
    store = SqliteStore(tmp_path / "points.sqlite")
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        registry.load_territory(TERRITORY)
        ingester = Ingester(bus, store, registry, Directory(registry, lambda: 0.0), lambda: NOW_US)
        thread = threading.Thread(target=ingester.run, args=(stop,))
        bus.open()
        thread.start()
        try:
            wait_for("the ingester is there", there.is_set)
            for number in range(ENVELOPES):
                for one in range(NODES):
                    node.publish(*_envelope(f"n-{5 + one:03d}", number), 1)
            every = NODES * ENVELOPES * EACH
            wait_for("all is receipted", lambda: len(settled) == every)
            queued = bus.take(1, 1.0)
        finally:
            stop.set()
            thread.join()
            bus.close()
            store.close()
            node.disconnect()
            node.loop_stop()

    assert ingester.counts.messages == NODES * ENVELOPES
    assert queued == []
    assert _left(broker) == 0


def _envelope(node: str, number: int) -> tuple[str, bytes]:
    rows = tuple(
        Reading(seq, "fill", Kind.LEVEL, NOW_US + seq, {"fill_ratio": 0.5})
        for seq in range(number * EACH + 1, (number + 1) * EACH + 1)
    )
    return topic(node, Channel.ENVELOPE), codec.encode(Envelope(node, EPOCH, rows))


def _left(broker: TlsMosquitto) -> int:
    """Return how many messages the broker still has for the ingester's session."""
    came: list[int] = []
    client = paho.Client(
        CallbackAPIVersion.VERSION2, "ingester-1", clean_session=False, protocol=paho.MQTTv311
    )
    client.tls_set(str(broker.ca_file))
    ready = threading.Event()
    client.on_message = lambda *_: came.append(1)
    client.on_subscribe = lambda *_: ready.set()
    client.connect("127.0.0.1", broker.port)
    client.subscribe("nobody/says/anything")
    client.loop_start()
    assert ready.wait(10)
    client.disconnect()
    client.loop_stop()
    return len(came)
