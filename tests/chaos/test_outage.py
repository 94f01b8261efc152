"""R3: what waited three days for its link is stored, alarms first, within the hour."""

from pathlib import Path

from tests.chaos import outage


def test_after_three_days_alarms_come_first_and_nothing_is_lost(tmp_path: Path) -> None:
    outcome = outage.run(tmp_path, every_s=900)

    assert outcome.readings > 20 * 4 * 72
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed, outcome.note
