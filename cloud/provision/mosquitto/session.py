"""A session with a broker that says exactly what it is told to, and sees exactly what comes back.

`Session.settle` is a barrier: a broker answers a ping after all that it had for us before, so what
has not come by then will not come. Nothing here waits for time to pass.
"""

import itertools
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from typing import Final

from cloud.errors import BrokerDown
from cloud.provision.mosquitto import wire
from cloud.provision.mosquitto.wire import Hello, Packet, Said

WAIT_S: Final = 10.0

_CHUNK: Final = 65_536
_REFUSALS: Final = {
    1: "the protocol is refused",
    2: "the client id is refused",
    4: "bad user name or password",
    5: "not authorised",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a broker listens; `name` is what its certificate must bear, if it speaks TLS."""

    host: str
    port: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The broker did not let us in, or threw us out."""

    why: str


def identity(root_pem: bytes, own_pem: bytes = b"") -> ssl.SSLContext:
    """Return whom we believe on a TLS connection, and who we are, by a key and its certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=root_pem.decode())
    # In 1.3 a client is refused after its handshake, and what it has sent by then wipes out why.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    if own_pem:
        # OpenSSL takes it from a file only; this one is nobody else's to read.
        with NamedTemporaryFile() as file:
            file.write(own_pem)
            file.flush()
            context.load_cert_chain(file.name)
    return context


class Session:
    """An open session; what comes meanwhile gathers in `came`."""

    def __init__(self, link: socket.socket, place: Place) -> None:
        self.came: list[Said] = []
        self._link = link
        self._place = place
        self._buffer = bytearray()
        self._ids = itertools.count(1)

    def hello(self, hello: Hello) -> Refusal | None:
        """Say who we are; return why that was not taken, or None."""
        answer = self._ask(wire.connect(hello), wire.CONNACK)
        if isinstance(answer, Refusal):
            return answer
        code = int.from_bytes(answer.body[1:2])
        return Refusal(_REFUSALS.get(code, f"code {code}")) if code else None

    def subscribe(self, asked: str) -> Refusal | None:
        """Ask for messages. That the broker grants it says nothing: it grants everything."""
        return self._told(wire.subscribe(asked, next(self._ids)), wire.SUBACK)

    def publish(self, said: Said, *, retain: bool = False) -> Refusal | None:
        """Publish at QoS 1. That it is acknowledged says nothing: 3.1.1 knows no refusal."""
        packet = wire.publish(said, next(self._ids), retain=retain)
        return self._told(packet, wire.PUBACK)

    def settle(self) -> Refusal | None:
        """Return when all that the broker had for us has come; a Refusal if we were thrown out."""
        return self._told(wire.PINGREQ, wire.PINGRESP)

    def close(self) -> None:
        """Say goodbye and let go."""
        with suppress(OSError):
            self._link.sendall(wire.DISCONNECT)
        self._link.close()

    def _told(self, packet: bytes, awaited: int) -> Refusal | None:
        answer = self._ask(packet, awaited)
        return answer if isinstance(answer, Refusal) else None

    def _ask(self, packet: bytes, awaited: int) -> Packet | Refusal:
        """Send `packet` and return the next one of the awaited kind."""
        try:
            self._link.sendall(packet)
            while True:
                came = self._next()
                if came.kind == awaited:
                    return came
                self._take(came)
        except TimeoutError:
            raise BrokerDown(f"the broker at {self._place} does not answer") from None
        except OSError as error:
            return _refusal(error)

    def _take(self, packet: Packet) -> None:
        if packet.kind == wire.PUBLISH:
            said, packet_id = wire.read_publish(packet)
            self.came.append(said)
            if packet_id:
                self._link.sendall(wire.puback(packet_id))

    def _next(self) -> Packet:
        while (packet := wire.split(self._buffer)) is None:
            came = self._link.recv(_CHUNK)
            if not came:
                raise ConnectionError("the broker hung up")
            self._buffer += came
        return packet


@contextmanager
def session(
    place: Place, hello: Hello, who: ssl.SSLContext | None = None, wait_s: float = WAIT_S
) -> Iterator[Session | Refusal]:
    """Open a session, over TLS if `who` is given, or return why the broker lets nobody like us in.

    Raises BrokerDown if nobody listens or answers, or if it is not the broker that we believe.
    """
    opened = _open(place, hello, who, wait_s)
    try:
        yield opened
    finally:
        if isinstance(opened, Session):
            opened.close()


def _open(
    place: Place, hello: Hello, who: ssl.SSLContext | None, wait_s: float
) -> Session | Refusal:
    with ExitStack() as undo:
        link = undo.enter_context(_dial(place, wait_s))
        try:
            if who is not None:
                link = undo.enter_context(who.wrap_socket(link, server_hostname=place.name))
        except ssl.SSLCertVerificationError as error:
            said = f"the broker at {place} is not {place.name}: {error.verify_message}"
            raise BrokerDown(said) from error
        except TimeoutError as error:
            raise BrokerDown(f"the broker at {place} does not answer") from error
        except OSError as error:
            return _refusal(error)
        opened = Session(link, place)
        refused = opened.hello(hello)
        if refused is None:
            undo.pop_all()
        return refused or opened


def _dial(place: Place, wait_s: float) -> socket.socket:
    try:
        return socket.create_connection((place.host, place.port), wait_s)
    except OSError as error:
        raise BrokerDown(f"nobody listens on {place}: {error.strerror or error}") from error


def _refusal(error: OSError) -> Refusal:
    """Return what the other side did, in OpenSSL's words if they are: `certificate revoked`."""
    if isinstance(error, ssl.SSLEOFError):
        return Refusal("the broker hung up")
    if not isinstance(error, ssl.SSLError):
        return Refusal(error.strerror or str(error))
    word = (error.reason or str(error)).lower().replace("_", " ")
    return Refusal(word.removeprefix("sslv3 alert ").removeprefix("tlsv1 alert "))
