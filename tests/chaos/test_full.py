"""R5 in short: full disks of broker and store cost no reading, and mend by themselves."""

from pathlib import Path

import pytest

from tests.chaos import full
from tests.chaos.outcome import NotHere


@pytest.mark.live
def test_full_disks_of_broker_and_store_lose_nothing(tmp_path: Path) -> None:
    try:
        outcome = full.run(tmp_path, times=1, full_s=2.0)
    except NotHere as why:
        pytest.skip(str(why))

    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.passed, outcome
