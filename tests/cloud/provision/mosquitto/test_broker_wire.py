"""Packets of MQTT as bytes, whole or in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from cloud.provision.mosquitto import wire
from cloud.provision.mosquitto.wire import Hello, Said

TOPICS = st.text(min_size=1, max_size=40).filter(lambda text: "\0" not in text)


def test_a_connect_says_what_it_is_told() -> None:
    hello = Hello("id", "user", "pass", Said("will", b"last"), 30)

    assert wire.connect(hello) == (
        b"\x10\x26\x00\x04MQTT\x04\xce\x00\x1e\x00\x02id\x00\x04will\x00\x04last"
        b"\x00\x04user\x00\x04pass"
    )


@given(TOPICS, st.binary(max_size=20_000), st.integers(1, 65_535))
def test_a_publication_is_read_as_it_was_written(topic: str, body: bytes, packet_id: int) -> None:
    buffer = bytearray(wire.publish(Said(topic, body), packet_id))

    packet = wire.split(buffer)

    assert packet is not None
    assert packet.kind == wire.PUBLISH
    assert wire.read_publish(packet) == (Said(topic, body), packet_id.to_bytes(2))
    assert buffer == b""


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 50))
def test_packets_are_found_however_the_bytes_come(bodies: list[bytes], piece: int) -> None:
    stream = b"".join(wire.publish(Said("t", body), 1) for body in bodies)
    buffer, found = bytearray(), []

    for start in range(0, len(stream), piece):
        buffer += stream[start : start + piece]
        while (packet := wire.split(buffer)) is not None:
            found.append(wire.read_publish(packet)[0].payload)

    assert found == bodies


@given(st.binary(max_size=40))
def test_any_bytes_give_packets_or_none(noise: bytes) -> None:
    buffer = bytearray(noise)

    while (packet := wire.split(buffer)) is not None:
        assert 0 <= packet.kind < 16
