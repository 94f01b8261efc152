"""What Prometheus reads of an ingester that runs, over real HTTP."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from cloud.errors import RegistryFault
from cloud.ingest.ingester import Ingester
from cloud.ingest.watched import (
    Health,
    Watch,
    WatchedBus,
    WatchedRecords,
    WatchedStore,
    watch_session,
)
from cloud.metrics.meters import Meters
from cloud.metrics.server import serving
from cloud.registry.values import Sensor
from cloud.series.directory import Directory
from contract import codec
from contract.envelope import Envelope
from contract.errors import BadSettings
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import NOW_US, FakeBus, FakeRecords, PickyStore

EPOCH = "0123456789ab"


class FakeSession(FakeBus):
    """A bus that says how it is."""

    connected = True

    @property
    def queued(self) -> int:
        return len(self.waiting)


class Records(FakeRecords):
    def last_letter(self) -> int:
        if self.down:
            raise RegistryFault("the registry does not answer")
        return len(self.letters)


@dataclass
class Running:
    """A watched ingester and the address at which it answers."""

    bus: FakeSession
    store: PickyStore
    records: Records
    ingester: Ingester
    url: str

    def put(self, *seqs: int) -> None:
        rows = tuple(Reading(seq, "fill", Kind.LEVEL, NOW_US, {"fill_ratio": 0.5}) for seq in seqs)
        payload = codec.encode(Envelope("n-001", EPOCH, rows))
        self.bus.put(topic("n-001", Channel.ENVELOPE), payload)

    def settle(self) -> None:
        self.ingester.settle(self.ingester.bus.take(100, 0))

    def value(self, name: str, **labels: str) -> float:
        text = httpx.get(f"{self.url}/metrics").text
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == name and sample.labels == labels:
                    return sample.value
        raise AssertionError(f"{name} {labels} is not in {text}")

    def health(self) -> tuple[int, dict[str, object]]:
        answer = httpx.get(f"{self.url}/healthz")
        return answer.status_code, answer.json()


@pytest.fixture
def running() -> Iterator[Running]:
    meters, ticks = Meters(), count()
    watch = Watch(meters, lambda: next(ticks) * 0.25)
    bus, store = FakeSession(), PickyStore()
    records = Records({("n-001", "fill"): Sensor("n-001", "fill", "a02yyuw", ())})
    watch_session(bus, meters)
    kept, noted = WatchedStore(store, watch), WatchedRecords(records, watch)
    directory = Directory(records, lambda: 0.0)
    ingester = Ingester(WatchedBus(bus, watch), kept, noted, directory, lambda: NOW_US)
    with serving(0, meters, Health(bus, kept, noted)) as port:
        yield Running(bus, store, records, ingester, f"http://127.0.0.1:{port}")


def test_what_is_settled_and_refused_moves_the_counters(running: Running) -> None:
    running.put(1, 2, 3)
    running.bus.put(topic("n-001", Channel.ENVELOPE), b"nonsense")

    running.settle()

    assert running.value("vallee_ingest_messages_total") == 2
    assert running.value("vallee_ingest_settled_total") == 3
    assert running.value("vallee_ingest_refused_total", rule="malformed") == 1
    assert running.value("vallee_ingest_refused_total", rule="unknown-node") == 0
    assert running.value("vallee_ingest_batch_seconds_count") == 1
    assert running.value("vallee_ingest_batch_seconds_sum") == 0.25


def test_what_waits_and_whether_the_broker_is_there_is_read_when_asked(running: Running) -> None:
    running.put(1)
    assert running.value("vallee_ingest_queue_messages") == 1
    assert running.value("vallee_ingest_broker_up") == 1

    running.settle()
    running.bus.connected = False

    assert running.value("vallee_ingest_queue_messages") == 0
    assert running.value("vallee_ingest_broker_up") == 0


def test_health_is_503_with_its_reasons_while_the_store_is_down_and_200_after(
    running: Running,
) -> None:
    assert running.health() == (200, {"status": "ok"})

    running.store.down = True
    status, body = running.health()
    assert (status, body["status"]) == (503, "down")
    assert body["reasons"] == {"store": "the memory store was told to be down"}
    assert running.value("vallee_ingest_store_up") == 0

    running.store.down = False
    assert running.health() == (200, {"status": "ok"})
    assert running.value("vallee_ingest_store_up") == 1


def test_a_broker_or_a_registry_that_is_away_is_named(running: Running) -> None:
    running.bus.connected = False
    running.records.down = True

    status, body = running.health()

    assert status == 503
    assert body["reasons"] == {
        "broker": "not connected",
        "registry": "the registry does not answer",
    }
    assert running.value("vallee_ingest_registry_up") == 0


def test_while_the_store_is_down_nodes_are_told_and_so_is_prometheus(running: Running) -> None:
    stop = threading.Event()
    running.store.down = True
    running.put(1)
    thread = threading.Thread(target=running.ingester.run, args=(stop,))

    thread.start()
    while not running.bus.shown:
        stop.wait(0.01)
    down = running.value("vallee_ingest_present")
    running.store.down = False
    while len(running.bus.shown) < 2:
        stop.wait(0.01)
    stop.set()
    thread.join()

    assert (down, running.value("vallee_ingest_present")) == (0, 1)


def test_no_label_comes_from_a_message(running: Running) -> None:
    for at in range(50):
        node = f"stranger-{at}"
        row = Reading(1, "fill", Kind.LEVEL, NOW_US, {"fill_ratio": 0.5})
        payload = codec.encode(Envelope(node, EPOCH, (row,)))
        running.bus.put(topic(node, Channel.ENVELOPE), payload)

    running.settle()

    text = httpx.get(f"{running.url}/metrics").text
    assert "stranger" not in text
    assert running.value("vallee_ingest_refused_total", rule="unknown-node") == 50


def test_there_is_nothing_else_to_be_had_there(running: Running) -> None:
    assert httpx.get(f"{running.url}/").status_code == 404


def test_it_ends_with_the_program_and_its_port_is_free_again() -> None:
    with serving(0, Meters(), dict) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")
    with serving(port, Meters(), dict) as again:
        assert again == port


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with (
        serving(0, Meters(), dict) as port,
        pytest.raises(BadSettings, match=f"metrics_port {port}: Address already in use"),
        serving(port, Meters(), dict),
    ):
        pass
