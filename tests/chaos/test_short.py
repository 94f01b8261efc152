"""The short forms of R2, R9, R10 and R10 over TLS."""

from pathlib import Path

import pytest

from tests.chaos import crowd, crowd_tls, partitions, poison


@pytest.mark.live
def test_a_line_that_is_cut_silent_or_slow_loses_nothing(tmp_path: Path) -> None:
    outcome = partitions.run(tmp_path, seed=1, count=3)

    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed


@pytest.mark.live
def test_poison_is_a_dead_letter_with_a_reason_and_costs_no_reading(tmp_path: Path) -> None:
    outcome = poison.run(tmp_path, seed=1, count=10)

    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed, outcome.note


@pytest.mark.live
def test_sessions_that_lose_their_broker_all_come_back(tmp_path: Path) -> None:
    outcome = crowd.run(tmp_path, seed=1, connections=200, seconds=12)

    assert outcome.passed, outcome


@pytest.mark.live
def test_nodes_with_certificates_that_lose_their_broker_all_come_back(tmp_path: Path) -> None:
    outcome = crowd_tls.run(tmp_path, seed=1, connections=100)

    assert outcome.passed, outcome
