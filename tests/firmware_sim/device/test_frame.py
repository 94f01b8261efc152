"""Four bytes a frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.device import encode, spoil
from firmware_sim.device.frame import SPOILED
from firmware_sim.world.seeds import generator


def test_a_frame_is_the_one_of_the_data_sheet() -> None:
    assert encode(np.array([0x07A1])).tobytes().hex() == "ff07a1a7"
    assert encode(np.array([0])).tobytes().hex() == "ff0000ff"


@given(st.lists(st.integers(0, 0xFFFF), min_size=1))
def test_a_frame_holds_its_distance_and_its_sum(distances_mm: list[int]) -> None:
    wire = encode(np.array(distances_mm)).tobytes()

    frames = [wire[at : at + 4] for at in range(0, len(wire), 4)]
    assert [frame[1] << 8 | frame[2] for frame in frames] == distances_mm
    assert all(frame[0] == 0xFF and sum(frame[:3]) & 0xFF == frame[3] for frame in frames)


def test_the_wire_spoils_one_byte_of_a_few_frames() -> None:
    frames = encode(np.full((400, 500), 1234))

    wrong = (spoil(frames, generator(1, "wire")) != frames).sum(axis=-1)

    assert set(np.unique(wrong)) == {0, 1}
    assert wrong.mean() == pytest.approx(SPOILED, rel=0.3)
