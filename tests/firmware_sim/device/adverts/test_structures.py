"""AD structures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.device.adverts.structures import advert, flags, manufacturer, service_data


@given(st.binary(max_size=24), st.integers(0, 0xFFFF))
def test_structures_follow_one_another_by_their_length(data: bytes, number: int) -> None:
    whole = advert(flags(), service_data(number, data))

    assert whole[:3] == b"\x02\x01\x06"
    assert whole[3] == len(whole) - 4 == len(data) + 3
    assert whole[4:] == b"\x16" + number.to_bytes(2, "little") + data


def test_an_advert_has_thirty_one_bytes_at_most() -> None:
    assert len(advert(manufacturer(0x004C, bytes(27)))) == 31
    with pytest.raises(ValueError, match="32 bytes do not fit into an advert of 31"):
        advert(manufacturer(0x004C, bytes(28)))
