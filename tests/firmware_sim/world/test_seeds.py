"""Randomness that is the same everywhere."""

from firmware_sim.world.seeds import generator


def test_a_purpose_has_the_same_stream_for_ever() -> None:
    assert generator(7, "deposits", "gignac-01").integers(10**6, size=3).tolist() == [
        514125,
        522504,
        976919,
    ]


def test_purposes_do_not_share_a_stream() -> None:
    draws = {
        generator(seed, *purpose).integers(2**60)
        for seed in (1, 2)
        for purpose in (("a", "b"), ("ab",), ("b", "a"))
    }

    assert len(draws) == 6
