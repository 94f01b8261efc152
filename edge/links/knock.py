"""A knock at the broker's door: whether it is there, and lets us in.

A full knock is a session of MQTT 3.1.1 that ends at once; it takes over the one that the agent may
have. A polite one names a version of MQTT that there never was: the broker says so and hangs up,
and that is its first word after TLS, so our certificate was taken; the agent's session stays.
"""

import socket
import ssl
import struct
from enum import StrEnum
from typing import Final, NamedTuple

from contract.broker import Broker
from contract.errors import BadSettings

PATIENCE_S: Final = 10.0

_CONNECT: Final = 0x10
_CONNACK: Final = 0x20
_CONNACK_BYTES: Final = 4
_DISCONNECT: Final = b"\xe0\x00"
_VERSION: Final = 4
# Not 3 to 5, and without the bit that marks bridges.
_NO_VERSION: Final = 0x21
_ACCEPTED: Final = 0
_WRONG_VERSION: Final = 1
_CLEAN: Final = 0x02
_WITH_PASSWORD: Final = 0x40
_WITH_USERNAME: Final = 0x80
_SEVEN_BITS: Final = 0x80


class Met(StrEnum):
    """Who answered the knock, and how."""

    LET_IN = "let-in"
    REFUSED = "refused"
    """The broker is there, and does not want us: our certificate, name or password."""
    NOT_BELIEVED = "not-believed"
    """Somebody is there whose certificate is not of our authority, or not for that name."""
    NO_FILES = "no-files"
    """The files of our own identity cannot be used."""
    STRANGER = "stranger"
    """Somebody is there who speaks no MQTT."""
    NOBODY = "nobody"


class Knock(NamedTuple):
    """How it went; `reason` is what the other side or the machine said."""

    met: Met
    reason: str = ""


def knock(
    broker: Broker, name: str, *, polite: bool = True, patience_s: float = PATIENCE_S
) -> Knock:
    """Knock at `broker` as the node `name`."""
    try:
        context = _context(broker)
        hello = _hello(broker, name, polite=polite)
    except (OSError, BadSettings) as error:
        return Knock(Met.NO_FILES, _words(error))
    try:
        with socket.create_connection((broker.host, broker.port), patience_s) as plain:
            if context is None:
                return _talk(plain, hello, polite=polite)
            with context.wrap_socket(plain, server_hostname=broker.host) as line:
                return _talk_inside(line, hello, polite=polite)
    except OSError as error:
        return _met(error)


def _met(error: OSError) -> Knock:
    """Say what it means that it went wrong like this."""
    match error:
        case ssl.SSLCertVerificationError():
            return Knock(Met.NOT_BELIEVED, error.verify_message)
        case ssl.SSLError():
            alert = "alert" in str(error).lower()
            return Knock(Met.REFUSED if alert else Met.STRANGER, error.reason or _words(error))
        case ConnectionResetError() | BrokenPipeError():
            return Knock(Met.STRANGER, _words(error))
        case _:
            return Knock(Met.NOBODY, _words(error))


def _talk_inside(line: ssl.SSLSocket, hello: bytes, *, polite: bool) -> Knock:
    """Talk to who has shown a certificate that we believe."""
    # In TLS 1.3 our own is judged while we begin to speak. Who does not want it hangs up; the
    # reason may still be there to be read.
    try:
        return _talk(line, hello, polite=polite)
    except ssl.SSLError as error:
        return Knock(Met.REFUSED, _alert(line) or error.reason or _words(error))
    except ConnectionError as error:
        return Knock(Met.REFUSED, _alert(line) or _words(error))


def _alert(line: ssl.SSLSocket) -> str | None:
    try:
        line.recv(_CONNACK_BYTES)
    except ssl.SSLError as error:
        return error.reason
    except OSError:
        return None
    return None


def _talk(line: socket.socket, hello: bytes, *, polite: bool) -> Knock:
    line.sendall(hello)
    answer = b""
    while len(answer) < _CONNACK_BYTES and (more := line.recv(_CONNACK_BYTES - len(answer))):
        answer += more
    if not answer:
        # MQTT lets a broker hang up on a version that it does not know; ours say why.
        return Knock(Met.REFUSED, "it hung up without a word")
    if len(answer) < _CONNACK_BYTES or answer[0] != _CONNACK:
        return Knock(Met.STRANGER, f"{len(answer)} bytes that are no CONNACK")
    code = answer[3]
    if code == _ACCEPTED:
        line.sendall(_DISCONNECT)
    good = code == _ACCEPTED or (polite and code == _WRONG_VERSION)
    return Knock(Met.LET_IN) if good else Knock(Met.REFUSED, f"CONNACK {code}")


def _context(broker: Broker) -> ssl.SSLContext | None:
    if broker.ca_file is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(broker.ca_file)
    if broker.cert_file is not None:
        context.load_cert_chain(broker.cert_file, broker.key_file)
    return context


def _hello(broker: Broker, name: str, *, polite: bool) -> bytes:
    """Return a CONNECT packet."""
    flags, rest = _CLEAN, _text(name)
    if broker.username is not None:
        flags |= _WITH_USERNAME
        rest += _text(broker.username)
        if (password := broker.password()) is not None:
            flags |= _WITH_PASSWORD
            rest += _text(password)
    version = _NO_VERSION if polite else _VERSION
    body = _text("MQTT") + struct.pack("!BBH", version, flags, broker.keepalive_s) + rest
    return bytes([_CONNECT]) + _length(len(body)) + body


def _text(said: str) -> bytes:
    data = said.encode()
    return struct.pack("!H", len(data)) + data


def _length(size: int) -> bytes:
    coded = bytearray()
    while True:
        size, low = divmod(size, _SEVEN_BITS)
        coded.append(low | (_SEVEN_BITS if size else 0))
        if not size:
            return bytes(coded)


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", None) or str(error) or type(error).__name__)
