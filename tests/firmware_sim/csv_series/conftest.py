"""A small series: two bins on one spot and one elsewhere, three days, and a base to put them in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from firmware_sim.csv_series.read import read_series
from firmware_sim.csv_series.values import Series

HEAD = "Bin ID,Fullness,fullnessThreshold,timestamp,reason\n"
ROWS = """\
101,0,8,03-11-2025,NOT_READY
102,4,8,03-11-2025,NOT_READY
103,10,8,03-11-2025,ALERT
101,2,8,04-11-2025,NOT_READY
102,8,8,04-11-2025,FULLNESS
103,0,8,04-11-2025,NOT_READY
101,2,8,05-11-2025,NOT_READY
103,6,8,05-11-2025,NOT_READY
"""
BINS = """\
serial,description,latitude,longitude,threshold,n_readings,stream,suburb
101,Library  G,-37.9,144.66,8.0,3,general,Werribee
102,"Library R, corner",-37.9,144.66,8.0,2,recycling,Werribee
103,Bakery G,-37.88,144.74,8.0,3,general,Tarneit
"""
TODAY = date(2025, 12, 1)
BASE = Path(__file__).parents[3] / "configs" / "territory" / "wyndham"

WriteSeries = Callable[..., Path]
MakeSeries = Callable[..., Series]


@pytest.fixture
def base() -> Path:
    return BASE


@pytest.fixture
def write_series(tmp_path: Path) -> WriteSeries:
    def write(rows: str = ROWS, bins: str = BINS, head: str = HEAD) -> Path:
        file = tmp_path / "fill.csv"
        file.write_text(head + rows, encoding="utf-8", newline="")
        file.with_name("containers.csv").write_text(bins, encoding="utf-8")
        return file

    return write


@pytest.fixture
def make_series(write_series: WriteSeries) -> MakeSeries:
    def make(rows: str = ROWS, bins: str = BINS) -> Series:
        return read_series(write_series(rows, bins), TODAY)

    return make


@pytest.fixture
def series(make_series: MakeSeries) -> Series:
    return make_series()
