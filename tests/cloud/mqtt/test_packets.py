"""Packets of our own, read by a client library's other half: the simulator's own reader."""

from hypothesis import given
from hypothesis import strategies as st

from cloud.mqtt.packets import pubacks, publish
from firmware_sim.load import packets as others

ids = st.integers(1, 65_535)


@given(st.lists(ids, max_size=20))
def test_each_message_is_acknowledged_once_and_in_order(packet_ids: list[int]) -> None:
    found = list(others.Splitter().feed(pubacks(packet_ids)))

    assert [one.body for one in found] == [one.to_bytes(2) for one in packet_ids]
    assert pubacks(packet_ids) == b"".join(map(others.puback, packet_ids))


@given(st.text("abé/", min_size=1, max_size=40), st.binary(max_size=20_000), ids)
def test_a_message_is_read_as_it_was_written(topic: str, payload: bytes, packet_id: int) -> None:
    (found,) = others.Splitter().feed(publish(topic, payload, packet_id))

    assert others.delivery(found) == others.Delivery(topic, payload, packet_id)
