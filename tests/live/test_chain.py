"""Real programs, real broker, real store: what dies comes back, and every reading is there once."""

from collections import Counter

import paho.mqtt.client as paho
from paho.mqtt import publish, subscribe

from contract import codec
from contract.envelope import Envelope
from contract.presence import IngesterPresence, Link
from contract.reading import Kind, Reading
from contract.topics import Channel, everyone, topic
from tests.live.conftest import NODE, Chain, wait_for

EPOCH = "0123456789ab"
TAKEN_US = 1_764_000_000_000_000


def more_stored(chain: Chain, count: int) -> None:
    before = len(chain.stored())
    wait_for(f"{count} more readings are stored", lambda: len(chain.stored()) >= before + count)


def keys(chain: Chain) -> Counter[tuple[float | str, float | str]]:
    return Counter((point.fields["epoch"], point.fields["seq"]) for point in chain.kept())


def presence(chain: Chain) -> Link:
    """Return what the broker keeps for whoever asks whether an ingester is there."""
    told = subscribe.simple(  # type: ignore[no-untyped-call]
        everyone(Channel.PRESENCE), hostname="127.0.0.1", port=chain.broker.port
    )
    assert isinstance(told, paho.MQTTMessage)
    return codec.decode(told.payload, IngesterPresence).link


def test_readings_of_a_pty_are_in_influxdb_with_what_they_mean_for_the_container(
    chain: Chain,
) -> None:
    more_stored(chain, 20)
    chain.settle()

    raw = chain.stored()
    derived = chain.store.read("container_level", (("container", "gignac-01"),), 0, 2**63 - 1)

    assert all(0 <= float(point.fields["fill_ratio"]) <= 2 for point in raw)
    assert [point.time_ns for point in derived] == [point.time_ns for point in raw]


def test_after_kill_9_of_agent_broker_and_ingester_each_reading_is_there_once(
    chain: Chain,
) -> None:
    more_stored(chain, 20)

    chain.agent.kill()
    chain.agent.start()
    more_stored(chain, 20)
    chain.broker.kill()
    chain.broker.start()
    more_stored(chain, 20)
    chain.ingester.kill()
    chain.ingester.start()
    more_stored(chain, 20)
    chain.settle()

    produced, pending = chain.ledger()
    found = keys(chain)
    assert pending == 0
    assert produced == len(found) + pending
    assert max(found.values()) == 1
    assert len({epoch for epoch, _ in found}) == 2


def test_after_kill_9_of_influxdb_each_reading_is_there_once(chain: Chain) -> None:
    more_stored(chain, 20)

    chain.influxd.kill()
    produced, _ = chain.ledger()
    wait_for("the node goes on measuring", lambda: chain.ledger()[0] >= produced + 20)
    wait_for("nodes are told not to repeat", lambda: presence(chain) is Link.DOWN)
    chain.influxd.start()
    more_stored(chain, 20)
    chain.settle()

    produced, pending = chain.ledger()
    assert (produced, pending) == (len(keys(chain)), 0)


def test_a_graceful_end_leaves_nothing_unwritten(chain: Chain) -> None:
    more_stored(chain, 5)

    assert chain.agent.end() == 0
    assert chain.ingester.end() == 0


def envelope(node: str, taken_at_us: int = TAKEN_US) -> bytes:
    row = Reading(1, "fill", Kind.LEVEL, taken_at_us, {"fill_ratio": 0.5})
    return codec.encode(Envelope(node, EPOCH, (row,)))


def test_bad_inputs_end_in_the_dead_letters_and_the_good_beside_them_are_stored(
    chain: Chain,
) -> None:
    more_stored(chain, 5)
    bad = [
        ("malformed", NODE, b"\xff\x07\xa1\xa7"),
        ("unknown-node", "n-404", envelope("n-404")),
        ("malformed-row", NODE, envelope(NODE).replace(b"0.5", b"NaN")),
        ("future", NODE, envelope(NODE, 7_258_118_400_000_000)),
        ("wrong-node", "n-002", envelope(NODE)),
    ]

    publish.multiple(
        [(topic(node, Channel.ENVELOPE), payload, 1, False) for _, node, payload in bad],
        hostname="127.0.0.1",
        port=chain.broker.port,
        client_id="stranger",
    )
    wait_for("five dead letters", lambda: len(chain.dead_letters()) >= len(bad))
    more_stored(chain, 5)
    chain.settle()

    letters = chain.dead_letters()
    assert sorted(letter.rule for letter in letters) == sorted(rule for rule, _, _ in bad)
    assert all(letter.reason and letter.payload for letter in letters)
    produced, pending = chain.ledger()
    assert (produced, pending) == (len(keys(chain)), 0)
