"""Requests counted and timed, by the address's pattern: never by what somebody typed."""

from collections.abc import Callable
from typing import Final

from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cloud.metrics.meters import CONTENT_TYPE, Meters

_METHODS: Final = ("GET", "HEAD", "POST")
_ERROR: Final = 500


class Requests:
    """What is known of the requests of one application."""

    def __init__(self, meters: Meters, monotonic_s: Callable[[], float]) -> None:
        self.meters = meters
        self.monotonic_s = monotonic_s
        self.answered = meters.counter(
            "vallee_web_requests", "Requests answered.", ["method", "route", "status"]
        )
        self.seconds = meters.seconds(
            "vallee_web_request_seconds", "From request to answer.", ["route"]
        )
        self.errors = meters.counter(
            "vallee_web_view_errors", "Pages that could not be made.", ["route"]
        )

    def note(self, scope: Scope, status: int, begun_s: float) -> None:
        """Count one request; one of no known address is "other"."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.answered.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(self.monotonic_s() - begun_s)
        if status >= _ERROR:
            self.errors.labels(route).inc()

    def text(self) -> Response:
        """Return all meters as Prometheus reads them."""
        return Response(self.meters.text(), headers={"Content-Type": CONTENT_TYPE})


class Measured:
    """Passes requests on and notes how they were answered."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one that raises is answered by a 500 further out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun_s, status = self._requests.monotonic_s(), _ERROR

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._requests.note(scope, status, begun_s)
