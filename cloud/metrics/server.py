"""`/metrics` and `/healthz` of a program that has no pages, on loopback."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from cloud.metrics.meters import CONTENT_TYPE, Meters
from contract.errors import BadSettings

HOST: Final = "127.0.0.1"
Health = Callable[[], Mapping[str, str]]
"""Returns what is wrong, by what it is wrong with; nothing if all is well."""


@contextmanager
def serving(port: int, meters: Meters, health: Health) -> Iterator[int]:
    """Answer in a thread of its own as long as the block runs; give the port.

    Port 0 is any that is free. Raises BadSettings if it is not.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), _handler(meters, health))
    except OSError as error:
        raise BadSettings(f"metrics_port {port}: {error.strerror}") from None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(meters: Meters, health: Health) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers two addresses."""

        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/metrics":
                    self._answer(HTTPStatus.OK, CONTENT_TYPE, meters.text())
                case "/healthz":
                    self._answer(*verdict(health()))
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics or /healthz\n")

        def log_message(self, *_: object) -> None:
            """Say nothing: it is asked every few seconds."""

        def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def verdict(wrong: Mapping[str, str]) -> tuple[HTTPStatus, str, bytes]:
    """Return how health is told: 200, or 503 with the reasons."""
    status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
    said = {"status": "down" if wrong else "ok", **({"reasons": dict(wrong)} if wrong else {})}
    return status, "application/json", json.dumps(said).encode()
