"""What mosquitto 2.0.11 does that nobody expects, each with what is done about it here.

Those of its list of the revoked are in test_broker_identity.py, of a reload in
test_broker_reloads.py, of what is kept in test_broker_kept.py, and a share's dead member is in
test_share.py. Should a newer mosquitto not have a trap, its test fails: then the guard may go.
"""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from cloud.provision.mosquitto.config import HEAD_BYTES, LONGEST_KEEPALIVE_S
from cloud.provision.mosquitto.layout import INGESTER, WARDEN
from cloud.provision.mosquitto.takeover import take_over
from cloud.provision.mosquitto.wire import Hello, Said
from contract import codec
from contract.topics import Channel, everyone, topic
from tests.live.broker_world import World, bodies, said, spoofed, without, world
from tests.services.daemon import DaemonDied

pytestmark = pytest.mark.live


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def per_listener(text: str) -> str:
    """Return settings per listener, the access list where it was, the rest where it counts."""
    file = next(line for line in text.splitlines() if line.startswith("password_file"))
    return (
        text.replace("per_listener_settings false", "per_listener_settings true")
        .replace("require_certificate true", "require_certificate true\nallow_anonymous false")
        .replace(file, "")
    ) + f"{file}\nallow_anonymous false\n"


def test_settings_per_listener_drop_an_access_list_that_stands_above_them(tmp_path: Path) -> None:
    with world(tmp_path, per_listener) as trapped:
        assert spoofed(trapped) == [b"spoofed", b"own"]

        trapped.broker.spoil = str
        trapped.restart()
        assert spoofed(trapped) == [b"own"]


def test_settings_per_listener_are_refused_below_another_of_security(broker: World) -> None:
    broker.broker.stop()
    broker.broker.spoil = lambda text: without("per_listener")(text).replace(
        "\nuser root", "\nper_listener_settings true\nuser root"
    )

    with pytest.raises(DaemonDied, match="per_listener_settings"):
        broker.broker.start()


def test_without_an_access_list_everything_is_allowed(tmp_path: Path) -> None:
    with world(tmp_path, without("acl_file")) as trapped:
        assert spoofed(trapped) == [b"spoofed", b"own"]


def test_a_name_that_does_not_fill_its_level_matches_nobody(broker: World) -> None:
    assert spoofed(broker) == [b"own"]

    text = broker.layout.acl.read_text()
    broker.layout.acl.write_text(text.replace("/node/%u/", "/node/n-%u/"))
    broker.restart()

    assert spoofed(broker) == []


def test_a_certificate_is_no_name_unless_it_is_told_to_be(tmp_path: Path) -> None:
    with world(tmp_path, without("use_identity_as_username")) as trapped:
        assert trapped.refusal(trapped.node("n-001")) == "not authorised"


def test_a_certificate_that_is_no_name_makes_anonymous_where_that_is_allowed(
    tmp_path: Path,
) -> None:
    def spoil(text: str) -> str:
        nameless = without("use_username_as_clientid")(without("use_identity_as_username")(text))
        return nameless.replace("allow_anonymous false", "allow_anonymous true")

    with world(tmp_path, spoil) as trapped:
        assert trapped.refusal(trapped.node("n-001")) is None
        assert trapped.knock(Hello("anybody")) is None


def test_a_client_id_is_stolen_where_it_is_not_the_certificates_name(tmp_path: Path) -> None:
    with world(tmp_path, without("use_username_as_clientid")) as trapped:
        assert stolen(trapped)

        trapped.broker.spoil = str
        trapped.restart()
        assert not stolen(trapped)


def stolen(broker: World) -> bool:
    """Tell whether n-001 ends n-002's session by its client id."""
    thief, victim = broker.node("n-001"), broker.node("n-002")
    with broker.inside(victim) as session, broker.inside(thief, Hello("n-002")):
        return session.settle() is not None


def test_a_user_name_in_connect_does_not_outweigh_the_certificate(broker: World) -> None:
    mine, yours = broker.node("n-001"), broker.node("n-002")
    hello = Hello("n-001", INGESTER, broker.password(INGESTER))

    with broker.ingester() as ingester, broker.inside(mine, hello) as node:
        node.publish(said(yours, b"spoofed"))
        node.publish(said(mine, b"own"))
        heard = bodies(ingester)

    assert heard == [b"own"]


def test_a_publication_that_is_denied_is_acknowledged_all_the_same(broker: World) -> None:
    mine, yours = broker.node("n-001"), broker.node("n-002")

    with broker.ingester() as ingester, broker.inside(mine) as node:
        acknowledged = node.publish(said(yours)) is None
        heard = bodies(ingester)

    assert acknowledged
    assert heard == []


def test_a_subscription_that_is_denied_is_granted_all_the_same(broker: World) -> None:
    person = broker.node("n-001")

    with broker.ingester() as ingester, broker.inside(person) as node:
        granted = node.subscribe(everyone(Channel.RECEIPT)) is None
        ingester.publish(Said(topic("n-002", Channel.RECEIPT), b"for n-002"))
        heard = bodies(node)

    assert granted
    assert heard == []


def test_filters_that_overlap_deliver_twice_in_mqtt_5_and_once_in_ours(broker: World) -> None:
    """So an ingester has one filter a channel, whatever version it will speak."""
    person = broker.node("n-001")
    both = everyone(Channel.ENVELOPE), topic("n-001", Channel.ENVELOPE)
    five, came = fifth(broker, *both)

    with broker.ingester(*both) as ingester, broker.inside(person) as node:
        node.publish(said(person, b"once"))
        heard = bodies(ingester)
    five_heard = [came.get(timeout=10), came.get(timeout=10)]
    five.disconnect()
    five.loop_stop()

    assert heard == [b"once"]
    assert five_heard == [b"once", b"once"]


def fifth(broker: World, *asked: str) -> tuple[paho.Client, queue.Queue[bytes]]:
    """Return a client of MQTT 5 that is subscribed, and what comes to it."""
    came: queue.Queue[bytes] = queue.Queue()
    ready = threading.Event()
    made = paho.Client(CallbackAPIVersion.VERSION2, "five", protocol=paho.MQTTv5)
    made.username_pw_set(INGESTER, broker.password(INGESTER))
    made.on_message = lambda _client, _userdata, message: came.put(bytes(message.payload))
    made.on_subscribe = lambda *_: ready.set()
    made.connect("127.0.0.1", broker.settings.cloud_port)
    made.loop_start()
    made.subscribe([(one, 1) for one in asked])
    assert ready.wait(10)
    return made, came


def test_a_will_on_anothers_topic_is_taken_and_never_read_out(broker: World) -> None:
    person = broker.node("n-001")
    wills = [Said(topic(name, Channel.STATUS), name.encode()) for name in ("n-002", "n-001")]

    with broker.ingester(everyone(Channel.STATUS)) as ingester:
        for will in wills:
            with broker.inside(person, Hello("n-001", will=will)):
                take_over(broker.where.cloud, broker.password(WARDEN), ["n-001"])
        heard = bodies(ingester)

    assert heard == [b"n-001"]


def test_a_message_that_is_too_long_throws_its_sender_out_each_time(broker: World) -> None:
    """So a node that resends it for ever is never in: it has to drop or split it."""
    person = broker.node("n-001")
    sizes = [codec.MAX_BYTES, *3 * [codec.MAX_BYTES + HEAD_BYTES]]

    with broker.ingester() as ingester:
        thrown_out = []
        for size in sizes:
            with broker.inside(person) as node:
                answer = node.publish(said(person, b"x" * size)) or node.settle()
                thrown_out.append(answer is not None)
        heard = [len(body) for body in bodies(ingester)]

    assert thrown_out == [False, True, True, True]
    assert heard == [codec.MAX_BYTES]


def test_a_message_that_is_a_little_too_long_is_acknowledged_and_passed_on_to_nobody(
    broker: World,
) -> None:
    person = broker.node("n-001")

    with broker.ingester() as ingester, broker.inside(person) as node:
        acknowledged = node.publish(said(person, b"x" * (codec.MAX_BYTES + 1))) is None
        heard = bodies(ingester)

    assert acknowledged
    assert heard == []


def test_the_longest_silence_is_a_rule_for_mqtt_5_only(broker: World) -> None:
    person = broker.node("n-001")
    told: list[int] = []
    heard = threading.Event()

    with broker.inside(person, Hello("n-001", keepalive_s=65_535)) as node:
        assert node.settle() is None
    session = paho.Client(CallbackAPIVersion.VERSION2, "five", protocol=paho.MQTTv5)
    session.username_pw_set(INGESTER, broker.password(INGESTER))

    def note(*seen: object) -> None:
        told.append(getattr(seen[-1], "ServerKeepAlive", 0))
        heard.set()

    session.on_connect = note
    session.connect("127.0.0.1", broker.settings.cloud_port, 65_535)
    session.loop_start()
    assert heard.wait(10)
    session.disconnect()
    session.loop_stop()

    assert told == [LONGEST_KEEPALIVE_S]
