"""One distance out of a burst in which some echoes lie."""

from hypothesis import given
from hypothesis import strategies as st

from edge.filtering import agree


def test_the_middle_of_a_clean_burst_is_its_median() -> None:
    found = agree([1000, 1002, 998, 1001, 999], least=3)

    assert found is not None
    assert found.distance_mm == 1000
    assert found.kept == 5


def test_an_echo_from_the_wall_and_a_second_bounce_do_not_count() -> None:
    found = agree([1000, 1003, 997, 1001, 310, 1290, 999], least=3)

    assert found is not None
    assert 998 <= found.distance_mm <= 1001
    assert found.kept == 5


def test_too_few_echoes_are_no_distance() -> None:
    assert agree([1000, 1001], least=3) is None
    assert agree([], least=0) is None


@given(st.lists(st.integers(30, 4500), min_size=3, max_size=20))
def test_the_distance_lies_between_the_nearest_and_the_farthest(echoes: list[int]) -> None:
    found = agree(echoes, least=1)

    assert found is not None
    assert min(echoes) <= found.distance_mm <= max(echoes)
    assert found.spread_mm > 0
