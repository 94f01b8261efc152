"""The real series of Wyndham: each row is a bin-day, a repeat or a named fault.

Fill levels of Wyndham City Council, CC BY. Whatever part of it is here, the laws are the same.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from firmware_sim.csv_series.folder import write_territory
from firmware_sim.csv_series.looks import looks
from firmware_sim.csv_series.read import read_series
from firmware_sim.csv_series.span import weeks_between
from firmware_sim.csv_series.values import Series
from firmware_sim.territory import read_territory

BASE = Path(__file__).parents[3] / "configs" / "territory" / "wyndham"
FULL_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def file() -> Path:
    beside = Path(__file__).parents[4] / "shared" / "data"
    found = Path(os.environ.get("VALLEE_DATA", beside)) / "bins" / "wyndham" / "fill_daily.csv"
    if not found.exists():
        pytest.skip("the Wyndham series is not here; set VALLEE_DATA to the data folder")
    return found


@pytest.fixture(scope="module")
def real(file: Path) -> Series:
    return read_series(file, date(2026, 11, 24))


def test_every_row_is_a_bin_day_or_a_repeat_or_a_fault(file: Path, real: Series) -> None:
    rows = len(file.read_text(encoding="utf-8").splitlines()) - 1

    bin_days = sum(len(diary.days) for diary in real.diaries)

    assert bin_days + real.repeats + len(real.faults) == rows
    assert real.repeats > 700


def test_no_bin_has_two_levels_a_day_or_a_day_out_of_order(real: Series) -> None:
    assert all((np.diff(diary.days) > np.timedelta64(0, "D")).all() for diary in real.diaries)


def test_gaps_stay_gaps(real: Series) -> None:
    longest = max(int(np.diff(diary.days).max().astype(int)) for diary in real.diaries)

    assert longest >= 14


def test_two_bins_on_one_coordinate_are_two_containers(real: Series, tmp_path: Path) -> None:
    write_territory(real, BASE, tmp_path / "out")

    pair = [one.bin for one in real.diaries if one.bin.name == "General Practice R Werribee"]
    watched = {box.id: mount.node for mount, box in read_territory(tmp_path / "out").watched()}
    assert (pair[0].lat, pair[0].lon) == (pair[1].lat, pair[1].lon)
    assert watched[pair[0].id] != watched[pair[1].id]


def test_moved_to_now_the_newest_reading_is_of_today(real: Series, tmp_path: Path) -> None:
    write_territory(real, BASE, tmp_path / "out")
    territory = read_territory(tmp_path / "out")
    today = date(2026, 11, 24)

    weeks = weeks_between(real.last, today)

    newest_us = max(int(one.at_us[-1]) for one in looks(real, territory, weeks, 7))
    newest = datetime.fromtimestamp(newest_us / 1e6, UTC).astimezone(territory.zone).date()
    assert today <= newest < today + 7 * FULL_DAY
    assert newest.weekday() == real.last.weekday()
