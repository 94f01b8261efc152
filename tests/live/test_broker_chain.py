"""Node and ingester as they really are, on a broker as it is written: certificates, passwords."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.ingest.ingester import Ingester
from cloud.ingest.mqtt import MqttBus
from cloud.mqtt.post import post
from cloud.provision.mosquitto.layout import DESK, INGESTER
from cloud.registry.registry import open_registry
from cloud.series.directory import Directory
from cloud.store.sqlite import SqliteStore
from contract.broker import Broker
from contract.envelope import Envelope
from contract.presence import IngesterPresence, Link, NodeStatus
from contract.reading import Kind, Reading
from contract.receipt import Receipt
from contract.topics import Channel, topic
from edge.links.mqtt import MqttUplink
from edge.ports import Event, LinkLost, LinkUp
from tests.live.broker_world import Person, World, bodies, world
from tests.live.conftest import TERRITORY

pytestmark = pytest.mark.live

NODE = "n-001"
EPOCH = "0123456789ab"
NOW_US = 1_764_000_000_000_000
ENVELOPES, EACH = 60, 20
PATIENCE_S = 60


@pytest.fixture(name="broker")
def _broker(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def inside(broker: World, account: str) -> Broker:
    """Return the `[mqtt]` table of one of the cloud's programs."""
    return Broker(
        port=broker.settings.cloud_port,
        username=account,
        password_file=broker.layout.secret(account),
    )


def outside(broker: World, person: Person) -> Broker:
    """Return the `[mqtt]` table of a node."""
    own = broker.files(person)
    root = broker.broker.folder / "root.pem"
    root.write_bytes(broker.authority.root_pem)
    return Broker(
        "localhost", broker.settings.nodes_port, ca_file=root, cert_file=own, key_file=own
    )


@pytest.fixture(name="store")
def _store(broker: World, tmp_path: Path) -> Iterator[SqliteStore]:
    """Give the store of an ingester that runs on the cloud's side of the broker."""
    stop = threading.Event()
    bus = MqttBus(inside(broker, INGESTER), "ingester-1", lambda: NOW_US)
    store = SqliteStore(tmp_path / "points.sqlite")
    with open_registry(f"sqlite:///{tmp_path}/registry.sqlite") as registry:
        registry.load_territory(TERRITORY)
        ingester = Ingester(bus, store, registry, Directory(registry, lambda: 0.0), lambda: NOW_US)
        thread = threading.Thread(target=ingester.run, args=(stop,))
        bus.open()
        thread.start()
        yield store
        stop.set()
        thread.join()
        bus.close()
        store.close()


class Outbox:
    """Envelopes that a node still has, by their first number; it forgets what is receipted."""

    def __init__(self) -> None:
        self.pending = {number * EACH + 1: _envelope(number) for number in range(ENVELOPES)}
        self._settled: set[int] = set()

    def settle(self, receipt: Receipt) -> None:
        for first, last in receipt.settled:
            self._settled.update(range(first, last + 1))
        for first in [one for one, kept in self.pending.items() if set(kept.seqs) <= self._settled]:
            del self.pending[first]


def _envelope(number: int) -> Envelope:
    rows = tuple(
        Reading(seq, "fill", Kind.LEVEL, NOW_US + seq, {"fill_ratio": 0.5})
        for seq in range(number * EACH + 1, (number + 1) * EACH + 1)
    )
    return Envelope(NODE, EPOCH, rows)


async def send(uplink: MqttUplink, heard: asyncio.Queue[Event], outbox: Outbox, until: int) -> None:
    """Send what is pending when link and ingester are there, until `until` envelopes are left."""
    up = there = False
    async with asyncio.timeout(PATIENCE_S):
        while len(outbox.pending) > until:
            match await heard.get():
                case LinkUp():
                    up = True
                case IngesterPresence(link=Link.UP):
                    there = True
                case Receipt() as receipt:
                    outbox.settle(receipt)
                    continue
                case LinkLost():
                    return
                case _:
                    continue
            if up and there:
                for envelope in list(outbox.pending.values()):
                    uplink.send(envelope)


def test_a_nodes_certificate_is_changed_and_every_reading_is_stored_once(
    broker: World, store: SqliteStore
) -> None:
    old, new = broker.node(NODE), broker.node(NODE)
    outbox = Outbox()
    status = NodeStatus(NODE, EPOCH, Link.UP, NOW_US)

    async def talk() -> None:
        loop = asyncio.get_running_loop()
        lines = [asyncio.Queue[Event](), asyncio.Queue[Event]()]
        first, second = (
            MqttUplink(outside(broker, person), NODE, loop, line.put_nowait)
            for person, line in zip((old, new), lines, strict=True)
        )
        first.open(status)
        try:
            # In the middle of it, the node comes with its new certificate.
            await send(first, lines[0], outbox, ENVELOPES // 2)
            second.open(status)
            async with asyncio.timeout(PATIENCE_S):
                while not isinstance(await lines[0].get(), LinkLost):
                    pass
            first.close(status)
            await send(second, lines[1], outbox, 0)
        finally:
            first.close(status)
            second.close(status)

    asyncio.run(talk())
    broker.serials.append(old.serial)
    applied = broker.apply()

    series = (("node", NODE), ("sensor", "fill"))
    stored = Counter(point.fields["seq"] for point in store.read("level", series, 0, 2**63 - 1))
    assert stored == Counter(range(1, ENVELOPES * EACH + 1))
    assert applied.good
    assert broker.refusal(old) == "certificate revoked"


def test_the_desk_despatches_and_its_truck_finds_it(broker: World) -> None:
    post(inside(broker, DESK), {topic("grue-1", Channel.PLAN): b"its day"})

    with broker.inside(broker.node("grue-1")) as cab:
        cab.subscribe(topic("grue-1", Channel.PLAN))
        assert bodies(cab) == [b"its day"]
