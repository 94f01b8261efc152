"""The two packets of MQTT 3.1.1 that an ingester sends by the thousand, as bytes.

A client library makes, queues and sends each of them by itself, which costs more than to store
what it answers.
"""

import struct
from collections.abc import Iterable

_PUBLISH_QOS_1 = 0x32
_PUBACK = struct.Struct(">BBH")


def pubacks(packet_ids: Iterable[int]) -> bytes:
    """Return a PUBACK of each of these messages, in their order."""
    return b"".join([_PUBACK.pack(0x40, 2, packet_id) for packet_id in packet_ids])


def publish(topic: str, payload: bytes, packet_id: int) -> bytes:
    """Return a PUBLISH at QoS 1; its packet id is answered by a PUBACK."""
    name = topic.encode()
    head = len(name).to_bytes(2) + name + packet_id.to_bytes(2)
    return bytes((_PUBLISH_QOS_1, *_length(len(head) + len(payload)))) + head + payload


def _length(left: int) -> list[int]:
    digits = []
    while True:
        left, digit = divmod(left, 128)
        digits.append(digit | (0x80 if left else 0))
        if not left:
            return digits
