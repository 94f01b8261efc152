"""R8 in short: whatever happens to certificates, nothing is lost and no revoked node is heard."""

import random
from pathlib import Path

import pytest

from tests.chaos import rotation
from tests.chaos.rotation import EXPIRED, REVOKED, TURNS, sequence

# What the others of the row are to a broker, tests/live/test_broker_identity.py has one by one.
FEW = (REVOKED, "node", "issuing", "garbage", EXPIRED)


def test_each_turn_comes_as_often_and_a_node_is_revoked_first() -> None:
    turns = sequence(random.Random(3), 4)  # noqa: S311 - a seed reproduces a run

    assert turns[0] == REVOKED
    assert {turns.count(turn) for turn in TURNS} == {4}


@pytest.mark.live
def test_certificates_change_lists_go_bad_and_no_reading_is_lost_nor_a_thief_heard(
    tmp_path: Path,
) -> None:
    outcome = rotation.run(tmp_path, seed=1, times=1, each=FEW)

    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed, outcome
