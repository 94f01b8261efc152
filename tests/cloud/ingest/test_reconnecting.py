"""An ingester's session with a real broker that stops, forgets everything, and comes back."""

import time
from collections.abc import Callable

from paho.mqtt import publish

from cloud.ingest.mqtt import MqttBus
from contract.broker import Broker
from contract.topics import Channel, topic
from tests.services.mosquitto import Mosquitto

PATIENCE_S = 10.0
WHERE = topic("n-001", Channel.ENVELOPE)


def wait_for(what: str, done: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline_s, what
        time.sleep(0.01)


def taken(bus: MqttBus, broker: Mosquitto, payload: bytes) -> bytes:
    """Publish until the bus takes it, since nobody outside knows when it has subscribed."""
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        publish.single(WHERE, payload, 1, hostname="127.0.0.1", port=broker.port)
        if messages := bus.take(1, 0.1):
            bus.ack(messages)
            return messages[0].payload
    raise AssertionError(f"{payload!r} was not taken")


def test_a_session_comes_back_and_subscribes_again_to_a_broker_that_forgot_it(
    mosquitto: Mosquitto,
) -> None:
    bus = MqttBus(Broker(port=mosquitto.port), "ingester-1", lambda: 0)
    bus.open()
    try:
        assert taken(bus, mosquitto, b"before") == b"before"
        while bus.take(100, 0.05):
            pass

        mosquitto.stop()
        (mosquitto.folder / "mosquitto.db").unlink()
        wait_for("the loss is seen", lambda: not bus.connected)
        mosquitto.start()

        assert taken(bus, mosquitto, b"after") == b"after"
        assert bus.connected
    finally:
        bus.close()
