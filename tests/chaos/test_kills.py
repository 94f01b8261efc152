"""R1 in short: whatever is killed, every reading is there once."""

from pathlib import Path

import pytest

from tests.chaos import kills


def test_the_same_seed_kills_in_the_same_order_and_each_as_often() -> None:
    assert kills.sequence(3, 5) == kills.sequence(3, 5)
    assert kills.sequence(3, 5) != kills.sequence(4, 5)
    assert {kills.sequence(3, 5).count(part) for part in kills.PARTS} == {5}


@pytest.mark.live
def test_after_kills_of_every_part_every_reading_is_stored_once(tmp_path: Path) -> None:
    outcome = kills.run(tmp_path, seed=1, each=2, rate=500)

    assert outcome.readings > 0
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed
