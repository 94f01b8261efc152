"""The few MQTT 3.1.1 packets that a load needs, as bytes.

A client library spends more time on a message than a broker does: beside one on two cores it
would measure itself.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

CONNACK: Final = 2
PUBLISH: Final = 3
SUBACK: Final = 9

PING: Final = b"\xc0\x00"
DISCONNECT: Final = b"\xe0\x00"

_AT_LEAST_ONCE: Final = 2
_CLEAN: Final = 0x02
_PASSWORD: Final = 0x40
_USERNAME: Final = 0x80


class Packet(NamedTuple):
    """What a broker said: kind and flags of its first byte, and the rest."""

    kind: int
    flags: int
    body: bytes


class Delivery(NamedTuple):
    """A PUBLISH that came; `packet_id` wants a PUBACK, None does not."""

    topic: str
    payload: bytes
    packet_id: int | None


def connect(client_id: str, keepalive_s: int, username: str | None, password: str | None) -> bytes:
    """Return a CONNECT for a clean session."""
    login = [text for text in (username, password) if text is not None]
    flags = _CLEAN | (username is not None) * _USERNAME | (password is not None) * _PASSWORD
    head = _text("MQTT") + bytes((4, flags)) + keepalive_s.to_bytes(2)
    return _packet(0x10, head + b"".join(map(_text, [client_id, *login])))


def subscribe(packet_id: int, filters: Sequence[str]) -> bytes:
    """Return a SUBSCRIBE to `filters`, each at QoS 1."""
    wanted = b"".join(_text(one) + b"\x01" for one in filters)
    return _packet(0x82, packet_id.to_bytes(2) + wanted)


def publish(topic: str, payload: bytes, packet_id: int) -> bytes:
    """Return a PUBLISH at QoS 1."""
    return _packet(0x32, _text(topic) + packet_id.to_bytes(2) + payload)


def puback(packet_id: int) -> bytes:
    """Return the PUBACK of what came at QoS 1."""
    return b"\x40\x02" + packet_id.to_bytes(2)


def delivery(packet: Packet) -> Delivery:
    """Read a PUBLISH."""
    begin = 2 + int.from_bytes(packet.body[:2])
    topic = packet.body[2:begin].decode()
    if packet.flags & _AT_LEAST_ONCE:
        return Delivery(
            topic, packet.body[begin + 2 :], int.from_bytes(packet.body[begin : begin + 2])
        )
    return Delivery(topic, packet.body[begin:], None)


class Splitter:
    """Cuts the bytes of a stream into packets."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Yield the packets that `data` completes."""
        self._rest += data
        at = 0
        while (found := _one(self._rest, at)) is not None:
            packet, at = found
            yield packet
        self._rest = self._rest[at:]


def _one(data: bytes, at: int) -> tuple[Packet, int] | None:
    """Return the packet that begins at `at`, and where it ends; None if it is not whole."""
    length, shift, begin = 0, 0, at + 1
    while begin < len(data):
        byte = data[begin]
        length |= (byte & 0x7F) << shift
        shift, begin = shift + 7, begin + 1
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a length has no top bit
            end = begin + length
            if end > len(data):
                return None
            return Packet(data[at] >> 4, data[at] & 0x0F, data[begin:end]), end
    return None


def _packet(first: int, body: bytes) -> bytes:
    length, digits = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        digits.append(digit | (0x80 if length else 0))
        if not length:
            return bytes((first,)) + digits + body


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2) + data
