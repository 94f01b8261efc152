"""The uplink on a real broker: what it carries is counted, what is not taken is taken back."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from contract import codec
from contract.broker import Broker
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Measurement, Reading
from contract.receipt import Receipt, ranges
from contract.topics import Channel, topic
from edge.bootstrap import build
from edge.links.clock import SystemClock
from edge.links.mqtt import MqttUplink
from edge.ports import Event, LinkLost, LinkUp, Tally
from edge.settings import OutboxOptions, RadioOptions, Sending, Settings
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program

EPOCH = "0123456789ab"
STATUS = NodeStatus("n-001", EPOCH, Link.UP, 1)
ENVELOPE = Envelope(
    "n-001",
    EPOCH,
    tuple(
        Reading(seq, "fill", Kind.LEVEL, 1_764_000_000_000_000, {"fill_ratio": 0.5})
        for seq in range(1, 101)
    ),
)
ROWS = 30
PAYLOAD_BYTES = 10 * len(codec.encode(ENVELOPE))


def test_the_bytes_of_all_connections_are_added_up(mosquitto: Mosquitto) -> None:
    counts: list[int] = []

    async def talk() -> None:
        heard: asyncio.Queue[Event] = asyncio.Queue()
        broker = Broker(port=mosquitto.port)
        loop = asyncio.get_running_loop()
        uplink = MqttUplink(broker, "n-001", loop, heard.put_nowait)
        counts.append(uplink.carried_bytes())
        uplink.open(STATUS)
        try:
            assert isinstance(await heard.get(), LinkUp)
            counts.append(uplink.carried_bytes())
            for _ in range(10):
                uplink.send(ENVELOPE)
            async with asyncio.timeout(20):
                while uplink.carried_bytes() < PAYLOAD_BYTES:  # noqa: ASYNC110 - the kernel tells no event
                    await asyncio.sleep(0.01)
            counts.append(uplink.carried_bytes())
            await asyncio.to_thread(mosquitto.kill)
            while not isinstance(await heard.get(), LinkLost):
                pass
            counts.append(uplink.carried_bytes())
            await asyncio.to_thread(mosquitto.start)
            while not isinstance(await heard.get(), LinkUp):
                pass
            counts.append(uplink.carried_bytes())
        finally:
            uplink.close(STATUS)
        counts.append(uplink.carried_bytes())

    asyncio.run(talk())

    if counts[-1] == 0:
        pytest.skip("this kernel does not count")
    assert counts[0] == 0
    assert 0 < counts[1] < 2000
    assert PAYLOAD_BYTES <= counts[2] <= counts[3] <= 1.2 * PAYLOAD_BYTES + 4000
    assert counts[3] < counts[4] < counts[5]
    assert counts == sorted(counts)


class Small(Mosquitto):
    """A broker that hangs up on whoever sends it more than 1 kB at once."""

    def argv(self) -> list[str]:
        argv = super().argv()
        with (self.folder / "mosquitto.conf").open("a") as config:
            config.write("max_packet_size 1000\n")
        return argv


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    broker = Small(program("mosquitto"), tmp_path)
    broker.start_afresh()
    yield broker
    broker.kill()


@pytest.mark.live
def test_what_a_broker_hung_up_on_is_told_and_not_sent_again(small: Small) -> None:
    heard: list[Event] = []

    async def talk() -> None:
        events: asyncio.Queue[Event] = asyncio.Queue()
        uplink = MqttUplink(
            Broker(port=small.port), "n-001", asyncio.get_running_loop(), events.put_nowait
        )
        uplink.open(STATUS)
        try:
            async with asyncio.timeout(20):
                heard.append(await events.get())
                uplink.send(small_envelope(1))
                while uplink.unacknowledged():  # noqa: ASYNC110 - the broker's word is no event
                    await asyncio.sleep(0.01)
                uplink.send(ENVELOPE)
                uplink.send(small_envelope(2))
                heard.append(await events.get())
                heard.append(await events.get())
                # Taken on a connection that lives on: nothing of before is sent on it.
                uplink.send(small_envelope(3))
                while uplink.unacknowledged():  # noqa: ASYNC110 - the broker's word is no event
                    await asyncio.sleep(0.01)
                assert events.empty()
        finally:
            uplink.close(STATUS)

    asyncio.run(talk())

    up, hung_up, up_again = heard
    assert (up, up_again) == (LinkUp(), LinkUp())
    assert isinstance(hung_up, LinkLost)
    assert hung_up.untaken == (tuple(range(1, 101)), (2,))
    assert hung_up.sure
    assert not hung_up.silent


@pytest.mark.live
def test_a_node_gets_all_its_rows_to_a_broker_that_takes_only_small_ones(
    small: Small, tmp_path: Path
) -> None:
    settings = Settings(
        node="n-001",
        radio=RadioOptions(),
        mqtt=Broker(port=small.port),
        outbox=OutboxOptions(folder=tmp_path / "state"),
        sending=Sending(poison_after=2),
    )
    level = Measurement("fill", Kind.LEVEL, 1_764_000_000_000_000, {"fill_ratio": 0.5})

    async def talk() -> Tally:
        loop = asyncio.get_running_loop()
        node = build(settings, SystemClock(), loop)
        node.agent.outbox.keep([level] * ROWS)

        def settle(client: paho.Client, userdata: object, one: paho.MQTTMessage) -> None:  # noqa: ARG001 - paho's
            came = codec.decode(one.payload, Envelope)
            receipt = Receipt(came.node, came.epoch, ranges(came.seqs))
            loop.call_soon_threadsafe(node.agent.hear, receipt)

        ingester = subscriber(small.port, settle)
        node.open()
        try:
            async with asyncio.timeout(20):
                while node.agent.outbox.tally().pending:
                    # A receipt may come before the broker's word: the next tick sends on then.
                    node.agent.tick()
                    await asyncio.sleep(0.02)
            return node.agent.outbox.tally()
        finally:
            node.close()
            ingester.disconnect()
            ingester.loop_stop()

    assert asyncio.run(talk()) == Tally(produced=ROWS, settled=ROWS, dropped=0, pending=0)


def small_envelope(seq: int) -> Envelope:
    return Envelope("n-001", EPOCH, ENVELOPE.readings[seq - 1 : seq])


def subscriber(port: int, hear: paho.CallbackOnMessage) -> paho.Client:
    """Return a client to whom the broker has promised what comes from now on."""
    client = paho.Client(CallbackAPIVersion.VERSION2)
    promised = threading.Event()
    client.on_message = hear
    client.on_subscribe = lambda *_: promised.set()
    client.connect("127.0.0.1", port)
    client.subscribe(topic("n-001", Channel.ENVELOPE), 1)
    client.loop_start()
    assert promised.wait(10)
    return client
