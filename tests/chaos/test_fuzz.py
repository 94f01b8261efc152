"""Whatever comes, every row that can be named is stored or buried, once, and nothing else is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from tests.chaos import fuzz


@given(st.binary(max_size=300))
def test_noise_is_a_dead_letter(payload: bytes) -> None:
    assert fuzz.objection(payload) is None


@given(st.randoms(use_true_random=False))
def test_a_mutated_envelope_loses_no_row(draw: random.Random) -> None:
    assert fuzz.objection(fuzz.mutated(fuzz.envelope(draw), draw)) is None


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_of_a_thousand_breaks_nothing(seed: int) -> None:
    assert fuzz.run(seed, 1000) == []


@pytest.mark.parametrize("late_us", [0, 1])
def test_two_rows_of_one_envelope_under_one_number_are_stored_once(late_us: int) -> None:
    twins = tuple(
        Reading(7, "fill", Kind.LEVEL, fuzz.NOW_US + at_us, {"fill_ratio": ratio})
        for at_us, ratio in ((0, 0.25), (late_us, 0.75))
    )

    assert fuzz.objection(codec.encode(Envelope(fuzz.NODE, fuzz.EPOCH, twins))) is None
