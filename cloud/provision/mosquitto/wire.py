"""The few packets of MQTT 3.1.1 that a prober sends and reads, as bytes.

A client library would not let us say what an attacker says, nor see what the broker answers.
"""

from typing import Final, NamedTuple

CONNECT: Final = 0x10
CONNACK: Final = 2
PUBLISH: Final = 3
PUBACK: Final = 4
SUBACK: Final = 9
PINGRESP: Final = 13

PINGREQ: Final = b"\xc0\x00"
DISCONNECT: Final = b"\xe0\x00"

_QOS_1: Final = 0x02
_RETAIN: Final = 0x01
# Of a length's digits, of which the last has not the top bit.
_MORE: Final = 0x80
_DIGITS: Final = 4


class Packet(NamedTuple):
    """A packet that came: its kind, the four flags beside it, and the rest."""

    kind: int
    flags: int
    body: bytes


class Said(NamedTuple):
    """A message: its topic and its payload."""

    topic: str
    payload: bytes


class Hello(NamedTuple):
    """What a client says of itself when it connects, true or not."""

    client_id: str
    username: str | None = None
    password: str | None = None
    will: Said | None = None
    keepalive_s: int = 60


def connect(hello: Hello) -> bytes:
    """Return a CONNECT that asks for a clean session."""
    flags = 0x02
    body = _text(hello.client_id)
    if hello.will is not None:
        flags |= 0x04 | 0x08  # a will, at QoS 1
        body += _text(hello.will.topic) + _counted(hello.will.payload)
    if hello.username is not None:
        flags |= 0x80
        body += _text(hello.username)
    if hello.password is not None:
        flags |= 0x40
        body += _text(hello.password)
    head = _text("MQTT") + bytes([4, flags]) + hello.keepalive_s.to_bytes(2)
    return _packet(CONNECT, head + body)


def subscribe(asked: str, packet_id: int) -> bytes:
    """Return a SUBSCRIBE to one filter, at QoS 1."""
    return _packet(0x82, packet_id.to_bytes(2) + _text(asked) + b"\x01")


def publish(said: Said, packet_id: int, *, retain: bool = False) -> bytes:
    """Return a PUBLISH at QoS 1."""
    kind = 0x30 | _QOS_1 | (_RETAIN if retain else 0)
    return _packet(kind, _text(said.topic) + packet_id.to_bytes(2) + said.payload)


def puback(packet_id: bytes) -> bytes:
    """Return the answer to a PUBLISH."""
    return b"\x40\x02" + packet_id


def read_publish(packet: Packet) -> tuple[Said, bytes]:
    """Return the message of a PUBLISH, and its packet id, which is empty at QoS 0."""
    end = 2 + int.from_bytes(packet.body[:2])
    start = end + (2 if packet.flags & 0x06 else 0)
    told = packet.body[2:end].decode("utf-8", "replace")
    return Said(told, packet.body[start:]), packet.body[end:start]


def split(buffer: bytearray) -> Packet | None:
    """Take the first whole packet off `buffer`; None if it is not all there yet."""
    length, shift, start = 0, 0, 1
    while True:
        if start >= len(buffer):
            return None
        digit = buffer[start]
        length |= (digit & ~_MORE) << shift
        start, shift = start + 1, shift + 7
        if not digit & _MORE or start > _DIGITS:
            break
    if len(buffer) < start + length:
        return None
    packet = Packet(buffer[0] >> 4, buffer[0] & 0x0F, bytes(buffer[start : start + length]))
    del buffer[: start + length]
    return packet


def _packet(kind: int, body: bytes) -> bytes:
    left, digits = len(body), bytearray()
    while True:
        left, digit = divmod(left, _MORE)
        digits.append(digit | (_MORE if left else 0))
        if not left:
            return bytes([kind]) + bytes(digits) + body


def _text(text: str) -> bytes:
    return _counted(text.encode())


def _counted(body: bytes) -> bytes:
    return len(body).to_bytes(2) + body
