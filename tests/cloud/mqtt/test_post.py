"""What is posted is found by whoever comes later; a broker that is away is said in one sentence."""

import queue

import pytest

from cloud.errors import BrokerDown
from cloud.mqtt.client import client
from cloud.mqtt.post import post
from contract.broker import Broker
from tests.services.mosquitto import Mosquitto


def found(broker: Broker, topics: str, count: int) -> dict[str, tuple[bytes, bool]]:
    """Return `count` messages that a newcomer is given, with whether they were retained."""
    came: queue.Queue[tuple[str, bytes, bool]] = queue.Queue()
    reader = client(broker, "", keeps=False)
    reader.on_connect = lambda session, *_: session.subscribe(topics, 1)
    reader.on_message = lambda _c, _u, one: came.put((one.topic, bytes(one.payload), one.retain))
    reader.connect(broker.host, broker.port)
    reader.loop_start()
    messages = [came.get(timeout=10) for _ in range(count)]
    reader.disconnect()
    reader.loop_stop()
    return {topic: (payload, retained) for topic, payload, retained in messages}


def test_who_comes_later_finds_the_newest(mosquitto: Mosquitto) -> None:
    broker = Broker(port=mosquitto.port)
    post(broker, {"vallee/v1/truck/t1/plan": b"old", "vallee/v1/truck/t2/plan": b"other"})
    post(broker, {"vallee/v1/truck/t1/plan": b"new"})

    assert found(broker, "vallee/v1/truck/+/plan", 2) == {
        "vallee/v1/truck/t1/plan": (b"new", True),
        "vallee/v1/truck/t2/plan": (b"other", True),
    }


def test_a_broker_that_is_away_is_one_sentence(mosquitto: Mosquitto) -> None:
    mosquitto.kill()

    with pytest.raises(BrokerDown, match=rf"127\.0\.0\.1:{mosquitto.port} cannot be reached"):
        post(Broker(port=mosquitto.port), {"vallee/v1/truck/t1/plan": b"x"})
