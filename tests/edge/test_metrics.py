"""What Prometheus reads of a node that runs, over real HTTP."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from contract.errors import BadSettings
from contract.receipt import Receipt
from edge.agent import Agent
from edge.counting import Counter
from edge.figures import Heard, figures, troubles, watch
from edge.inventory import Inventory
from edge.links.clock import ManualClock
from edge.links.fake import MemoryOutbox
from edge.links.metrics import serving
from edge.links.report_queue import ReportQueue
from edge.ports import LinkLost, LinkUp
from edge.radio import Radio
from edge.reports import RANDOM, Report, write_report

MINUTE_US = 60_000_000
BEGUN_US = 1_764_000_000_000_000
HALF = bytes.fromhex("ff03201f")[:3]
HALF_FRAME = HALF + bytes((sum(HALF) & 0xFF,))
EPOCH = "0123456789ab"


@dataclass
class Node:
    """A node whose loop runs in a thread, as a program's does, and its address."""

    agent: Agent
    clock: ManualClock
    watched: dict[str, Heard]
    queue: ReportQueue
    loop: asyncio.AbstractEventLoop
    url: str

    def do(self, what: Callable[[], object]) -> None:
        """Do something in the node's loop, as all that happens to a node does."""

        async def run() -> None:
            what()

        asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)

    def value(self, name: str, **labels: str) -> float:
        for family in text_string_to_metric_families(self.text()):
            for sample in family.samples:
                if sample.name == f"vallee_edge_{name}" and sample.labels == labels:
                    return sample.value
        raise AssertionError(f"{name} {labels} is not in {self.text()}")

    def text(self) -> str:
        return httpx.get(f"{self.url}/metrics").text

    def health(self) -> tuple[int, dict[str, object]]:
        answer = httpx.get(f"{self.url}/healthz")
        return answer.status_code, answer.json()

    def measure(self, minutes: int) -> None:
        for minute in range(minutes):
            self.agent.feed("fill", HALF_FRAME * 3, BEGUN_US + minute * MINUTE_US)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    running = asyncio.new_event_loop()
    thread = threading.Thread(target=running.run_forever)
    thread.start()
    yield running
    running.call_soon_threadsafe(running.stop)
    thread.join()
    running.close()


@pytest.fixture
def node(make_agent: Callable[..., Agent], loop: asyncio.AbstractEventLoop) -> Iterator[Node]:
    clock = ManualClock()
    agent = make_agent(clock=clock)
    radio = Radio("radio", 780.0, Counter(300_000_000, bytes), Inventory(900_000_000, {}, {}), {})
    watched = watch({**agent.instruments, "radio": radio}, clock)
    agent.instruments = watched
    queue = ReportQueue(size=3)
    with serving(
        0, lambda: figures(agent, watched, queue), lambda: troubles(agent, watched), loop
    ) as port:
        yield Node(agent, clock, watched, queue, loop, f"http://127.0.0.1:{port}")


def outbox_of(node: Node) -> MemoryOutbox:
    assert isinstance(node.agent.outbox, MemoryOutbox)
    return node.agent.outbox


def test_what_is_produced_and_settled_moves_the_figures(node: Node) -> None:
    node.do(lambda: node.agent.hear(LinkUp()))
    node.do(lambda: node.measure(5))
    before = node.value("produced_total"), node.value("pending_readings")

    node.do(lambda: node.agent.hear(Receipt("n-001", EPOCH, ((1, 3),))))

    assert before == (5, 5)
    assert (node.value("settled_total"), node.value("pending_readings")) == (3, 2)
    assert (node.value("dropped_total"), node.value("link_up")) == (0, 1)


def test_the_age_of_a_sensors_newest_reading_grows_until_it_speaks_again(node: Node) -> None:
    node.do(lambda: node.measure(2))
    node.do(lambda: node.clock.advance(90))
    silent = node.value("newest_reading_age_seconds", sensor="fill")

    node.do(lambda: node.agent.feed("fill", HALF_FRAME * 3, BEGUN_US + 5 * MINUTE_US))

    assert silent == 90
    assert node.value("newest_reading_age_seconds", sensor="fill") == 0


def test_adverts_are_counted_and_no_address_is_told(node: Node) -> None:
    sound, cut = bytes.fromhex("020106"), bytes.fromhex("1eff4c00")
    heard = b"".join(
        write_report(Report(bytes.fromhex("4242deadbe01"), RANDOM, -60, data))
        for data in (sound, cut)
    )

    node.do(lambda: node.agent.feed("radio", heard, BEGUN_US))

    assert (node.value("adverts_total"), node.value("adverts_malformed_total")) == (2, 1)
    assert "deadbe" not in node.text().lower().replace(":", "")


def test_adverts_that_nobody_took_in_time_are_counted(node: Node) -> None:
    before = node.value("adverts_overrun_total")

    for _ in range(5):
        node.do(lambda: node.queue.put(Report(bytes(6), RANDOM, -60, b"")))

    assert (before, node.value("adverts_overrun_total")) == (0, 2)


def test_a_node_without_its_broker_is_503_and_200_when_it_is_back(node: Node) -> None:
    node.do(lambda: node.agent.hear(LinkUp()))
    assert node.health() == (200, {"status": "ok"})

    node.do(lambda: node.agent.hear(LinkLost("test")))
    status, body = node.health()
    assert status == 503
    assert body["reasons"] == {"link": "the broker is not there; readings wait"}

    node.do(lambda: node.agent.hear(LinkUp()))
    assert node.health() == (200, {"status": "ok"})


def test_a_full_disk_is_503_until_it_is_written_again(node: Node) -> None:
    node.do(lambda: node.agent.hear(LinkUp()))
    outbox_of(node).full = True
    node.do(lambda: node.measure(6))
    status, body = node.health()

    outbox_of(node).full = False
    node.do(node.agent.commit)

    assert status == 503
    assert "disk" in str(body["reasons"])
    assert node.health()[0] == 200


def test_a_radio_that_hears_nothing_for_three_minutes_is_503(node: Node) -> None:
    node.do(lambda: node.agent.hear(LinkUp()))

    node.do(lambda: node.clock.advance(181))

    assert node.value("radio_silent_seconds") == 181
    assert node.health() == (
        503,
        {"status": "down", "reasons": {"radio": "no advert for 181 s"}},
    )


def test_it_ends_with_the_program(loop: asyncio.AbstractEventLoop) -> None:
    with serving(0, list, dict, loop) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")


def test_a_loop_that_is_over_is_a_503() -> None:
    over = asyncio.new_event_loop()
    over.close()

    with serving(0, list, dict, over) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz")

    assert (answer.status_code, "agent" in answer.json()["reasons"]) == (503, True)


def test_a_port_that_is_taken_is_one_sentence(loop: asyncio.AbstractEventLoop) -> None:
    with (
        serving(0, list, dict, loop) as port,
        pytest.raises(BadSettings, match=f"port {port}: Address already in use"),
        serving(port, list, dict, loop),
    ):
        pass
