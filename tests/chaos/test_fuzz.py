"""Whatever comes, every row that can be named is stored or buried, once, and nothing else is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
