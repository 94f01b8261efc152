"""What a mosquitto keeps for who is away, and how often it writes that down."""

import threading
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from cloud.provision.mosquitto.layout import INGESTER
from cloud.provision.mosquitto.wire import Said
from contract.topics import Channel, everyone, topic
from tests.live.broker_world import World, said, without, world

pytestmark = pytest.mark.live


def test_an_ingester_that_was_away_finds_more_than_the_thousand_that_are_usual(
    tmp_path: Path,
) -> None:
    with world(tmp_path, without("max_queued_messages")) as trapped:
        assert kept_for_an_absent_ingester(trapped, 2500) < 2500

    other = tmp_path / "ours"
    other.mkdir()
    with world(other) as ours:
        assert kept_for_an_absent_ingester(ours, 2500) == 2500


def kept_for_an_absent_ingester(broker: World, count: int) -> int:
    """Return how many of `count` messages a lasting session finds after its absence."""
    came: list[int] = []
    session = lasting(broker)
    session.loop_start()
    ready = threading.Event()
    session.on_subscribe = lambda *_: ready.set()
    session.subscribe(everyone(Channel.ENVELOPE), 1)
    assert ready.wait(10)
    session.disconnect()
    session.loop_stop()
    person = broker.node("n-001")
    with broker.inside(person) as node:
        for number in range(count):
            node.publish(said(person, b"%d" % number))
    session = lasting(broker)
    session.on_message = lambda *_: came.append(1)
    quiet = threading.Event()
    session.on_subscribe = lambda *_: quiet.set()
    session.loop_start()
    broker_is_through(session, came, count, quiet)
    session.disconnect()
    session.loop_stop()
    return len(came)


def lasting(broker: World) -> paho.Client:
    made = paho.Client(
        CallbackAPIVersion.VERSION2, "away", clean_session=False, protocol=paho.MQTTv311
    )
    made.username_pw_set(INGESTER, broker.password(INGESTER))
    made.connect("127.0.0.1", broker.settings.cloud_port)
    return made


def broker_is_through(
    session: paho.Client, came: list[int], most: int, quiet: threading.Event
) -> None:
    """Return when nothing more comes: each round trip has to bring something, or it is the end."""
    before = -1
    while before < len(came) < most:
        before = len(came)
        for _ in range(20):
            quiet.clear()
            session.subscribe(topic("nobody", Channel.ENVELOPE), 1)
            assert quiet.wait(10)


def test_what_is_kept_is_written_each_second_not_at_each_change(tmp_path: Path) -> None:
    def often(text: str) -> str:
        return text.replace("autosave_on_changes false", "autosave_on_changes true")

    with world(tmp_path, often) as trapped:
        assert writes_of(trapped, 20) >= 20

    other = tmp_path / "ours"
    other.mkdir()
    with world(other) as ours:
        assert writes_of(ours, 20) < 10


def writes_of(broker: World, count: int) -> int:
    """Return how often the broker wrote its file while `count` messages were kept."""
    file = broker.layout.data / "mosquitto.db"
    person = broker.node("n-001")
    seen = set()
    with broker.inside(person) as node:
        for number in range(count):
            status = Said(topic("n-001", Channel.STATUS), b"%d" % number)
            node.publish(status, retain=True)
            node.settle()
            seen.add(file.stat().st_mtime_ns if file.exists() else 0)
    return len(seen)
