"""Addresses by how long they live."""

import pytest

from firmware_sim.device.adverts.address import Life, public_address, random_address
from firmware_sim.world.seeds import generator


@pytest.mark.parametrize("life", list(Life))
def test_the_top_two_bits_say_how_long_a_random_address_lives(life: Life) -> None:
    draw = generator(1, "address")

    drawn = [random_address(life, draw) for _ in range(2000)]

    assert {address[0] >> 6 for address in drawn} == {life}
    assert len({address[0] & 0x3F for address in drawn}) == 64
    assert len(set(drawn)) == 2000


def test_a_public_address_begins_with_its_maker() -> None:
    address = public_address(b"\x4c\xfc\xaa", generator(1, "address"))

    assert (address[:3], len(address)) == (b"\x4c\xfc\xaa", 6)
