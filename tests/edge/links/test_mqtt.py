"""The uplink on a real broker: what its connections carry is counted."""

import asyncio

import pytest

from contract import codec
from contract.broker import Broker
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from edge.links.mqtt import MqttUplink
from edge.ports import Event, LinkLost, LinkUp
from tests.services.mosquitto import Mosquitto

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
