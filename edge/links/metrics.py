"""`/metrics` and `/healthz` of a node, on loopback: the edge's one door to prometheus-client.

A request is answered in a thread of its own, but figures are taken in the program's loop, where
the outbox lives. A loop that does not answer is itself a trouble.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NamedTuple, TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from contract.errors import BadSettings

HOST: Final = "127.0.0.1"
PATIENCE_S: Final = 5.0


class Figure(NamedTuple):
    """One number by the name that Prometheus knows it by; what `grows` never goes back."""

    name: str
    about: str
    value: float
    grows: bool = False
    sensor: str = ""


Figures = Callable[[], Iterable[Figure]]
Troubles = Callable[[], Mapping[str, str]]
T = TypeVar("T")


@contextmanager
def serving(
    port: int, figures: Figures, troubles: Troubles, loop: asyncio.AbstractEventLoop
) -> Iterator[int]:
    """Answer as long as the block runs; give the port. 0 is any that is free.

    Both functions are called in `loop`. Raises BadSettings if the port is not free.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), _handler(figures, troubles, loop))
    except OSError as error:
        raise BadSettings(f"metrics.port {port}: {error.strerror}") from None
    server.daemon_threads = True
    # A request that waits for the loop must not keep the loop from ending.
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(
    figures: Figures, troubles: Troubles, loop: asyncio.AbstractEventLoop
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers two addresses."""

        def do_GET(self) -> None:
            try:
                self._find(self.path.partition("?")[0])
            except TimeoutError:
                self._tell({"agent": f"no answer in {PATIENCE_S:.0f} s"})

        def log_message(self, *_: object) -> None:
            """Say nothing: it is asked every few seconds."""

        def _find(self, path: str) -> None:
            match path:
                case "/metrics":
                    text = exposition(_asked(lambda: list(figures()), loop))
                    self._answer(HTTPStatus.OK, CONTENT_TYPE_PLAIN_0_0_4, text)
                case "/healthz":
                    self._tell(_asked(troubles, loop))
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics or /healthz\n")

        def _tell(self, wrong: Mapping[str, str]) -> None:
            status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
            said = {"status": "down", "reasons": dict(wrong)} if wrong else {"status": "ok"}
            self._answer(status, "application/json", json.dumps(said).encode())

        def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _asked(ask: Callable[[], T], loop: asyncio.AbstractEventLoop) -> T:
    """Return what `ask` says in `loop`; raise TimeoutError if that does not get round to it."""
    answer: Future[T] = Future()

    def call() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001 - carried to the thread that asked
            answer.set_exception(error)

    try:
        loop.call_soon_threadsafe(call)
    except RuntimeError:
        raise TimeoutError from None  # the loop is closed
    return answer.result(PATIENCE_S)


def exposition(figures: Iterable[Figure]) -> bytes:
    """Return figures, and the memory and CPU of the process, as Prometheus reads them."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collected(figures))
    return generate_latest(registry)


class _Collected(Collector):
    """Figures as families of metrics."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Return a family a name."""
        families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for one in self._figures:
            labels = ["sensor"] if one.sensor else []
            kind = CounterMetricFamily if one.grows else GaugeMetricFamily
            name = f"vallee_edge_{one.name}"
            family = families.setdefault(name, kind(name, one.about, labels=labels))
            family.add_metric([one.sensor] if one.sensor else [], one.value)
        return families.values()
