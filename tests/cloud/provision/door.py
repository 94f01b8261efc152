"""The nodes' server on loopback and TLS, with an office behind it, and a client like a node's."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric import ec

from cloud.bootstrap.enrolment import certified, enrol_server
from cloud.bootstrap.listening import listening
from cloud.provision.authority import pem_key
from cloud.settings import Identity, Settings
from cloud.web.enrol.tls import PeerProtocol
from contract.enrol import Enrolled
from tests.cloud.provision.office import Office, first_pem

PATIENCE_S = 20.0


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Door:
    """An address where nodes ask."""

    office: Office
    port: int

    def post(self, path: str, body: bytes, own: Path | None = None, **headers: str) -> Reply:
        """Ask as a node does, under the certificate and key in the file `own` if there is one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, body, own, named)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        own: Path | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        link = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE_S, context=self.context(own)
        )
        with closing(link):
            link.request(method, path, body, dict(headers or {}))
            reply = link.getresponse()
            return Reply(reply.status, reply.read(), dict(reply.getheaders()))

    def context(self, own: Path | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.office.authority.root_pem.decode())
        if own is not None:
            context.load_cert_chain(own)
        return context

    def link(self) -> ssl.SSLSocket:
        """Open a TLS connection for bytes of one's own."""
        plain = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
        return self.context().wrap_socket(plain, server_hostname="127.0.0.1")


@contextmanager
def open_door(office: Office, protocol: type[PeerProtocol] = PeerProtocol) -> Iterator[Door]:
    """Serve nodes for a while, by the office's clock."""
    context = certified(office.authority, Settings(identity=Identity(folder=office.folder)))
    with listening("127.0.0.1", 0) as place:
        server = enrol_server(office.enrolment, context, lambda: office.now_us, protocol)
        thread = Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            yield Door(office, place.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)


def own_file(folder: Path, enrolled: Enrolled | str, key: ec.EllipticCurvePrivateKey) -> Path:
    """Write a node's certificate and key, as its TLS wants them."""
    chain = enrolled if isinstance(enrolled, str) else enrolled.certificate
    file = folder / f"own-{abs(hash(first_pem(chain))):x}.pem"
    file.write_bytes(chain.encode() + pem_key(key))
    return file
