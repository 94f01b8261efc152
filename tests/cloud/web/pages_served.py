"""An application on the pages' own server, on loopback, and a browser's end of it."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Thread

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud.bootstrap.listening import listening
from cloud.bootstrap.page_server import page_server
from cloud.provision.authority import Authority
from cloud.settings import Web
from cloud.web.bodies import BodyLimit
from cloud.web.headers import SecurityHeaders
from cloud.web.patience import PatientProtocol
from cloud.web.tls import OwnCertificate

PATIENCE_S = 20.0
LARGEST = 1000
ALONE = Web()


@dataclass(frozen=True)
class Served:
    """An address at which an application is served, and whose certificates are believed there."""

    port: int
    authority: Authority

    def link(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)

    def trust(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.authority.root_pem.decode())
        return context

    def shown(self) -> bytes | None:
        with self.trust().wrap_socket(self.link(), server_hostname="pages.example") as link:
            return link.getpeercert(binary_form=True)

    def get(self, headers: dict[str, str] | None = None, *, tls: bool = True) -> "Answer":
        asked = (
            http.client.HTTPSConnection(
                "localhost", self.port, timeout=PATIENCE_S, context=self.trust()
            )
            if tls
            else http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        )
        with closing(asked):
            asked.request("GET", "/", headers=headers or {})
            reply = asked.getresponse()
            return Answer(reply.status, reply.read(), dict(reply.getheaders()))


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Say who asked and how, and how much came."""
    request = Request(scope, receive)
    said = {
        "client": request.client.host if request.client else None,
        "scheme": request.url.scheme,
        "bytes": len(await request.body()),
    }
    await JSONResponse(said)(scope, receive, send)


@contextmanager
def serving(
    authority: Authority,
    own: OwnCertificate | None,
    web: Web = ALONE,
    protocol: type[PatientProtocol] = PatientProtocol,
    at_once: int = 256,
) -> Iterator[Served]:
    app: ASGIApp = SecurityHeaders(BodyLimit(echo, LARGEST))
    with listening("127.0.0.1", 0) as place:
        server = page_server(app, web, own, protocol, at_once)
        thread = Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            yield Served(place.getsockname()[1], authority)
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
