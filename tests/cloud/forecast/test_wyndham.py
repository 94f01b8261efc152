"""On the real daily series of Wyndham the forecast is no worse than the plain baselines.

Fill levels 0 to 10 in steps of 2, Wyndham City Council, CC BY. `pytest -s` prints the figures.
"""

import csv
import os
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cloud.forecast.emptying import emptyings
from cloud.forecast.rhythm import Rhythm, learn

ZONE = ZoneInfo("Australia/Melbourne")
HISTORY = 120
REFIT_DAYS = 28
AHEAD = (1, 2, 3)
Levels = dict[date, int]


@pytest.fixture(scope="module")
def bins() -> dict[str, Levels]:
    beside = Path(__file__).parents[4] / "shared" / "data"
    file = Path(os.environ.get("VALLEE_DATA", beside)) / "bins" / "wyndham" / "fill_daily.csv"
    if not file.exists():
        pytest.skip("the Wyndham series is not here; set VALLEE_DATA to the data folder")
    found: dict[str, Levels] = defaultdict(dict)
    with file.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            day = datetime.strptime(row["timestamp"], "%d-%m-%Y").replace(tzinfo=ZONE).date()
            found[row["Bin ID"]][day] = int(row["Fullness"])
    return found


def noon_us(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).timestamp()) * 1_000_000


def ahead(levels: Levels, day: date, days: int) -> list[int] | None:
    """Return the levels from a day on, None if one is missing or a truck came."""
    found = [levels.get(day + timedelta(k)) for k in range(days + 1)]
    run = [level for level in found if level is not None]
    return run if len(run) == len(found) and run == sorted(run) else None


def errors(levels: Levels) -> dict[int, list[tuple[float, float, float]]]:
    """Return by days ahead the errors of forecast, last value, and that plus the mean rise."""
    dates = sorted(levels)
    times = np.array([noon_us(day) for day in dates], dtype=np.int64)
    fills = np.array([levels[day] / 10 for day in dates])
    steps = [run[1] - run[0] for day in dates if (run := ahead(levels, day, 1))]
    mean = float(np.mean(steps))
    rhythm: Rhythm | None = None
    found: dict[int, list[tuple[float, float, float]]] = {days: [] for days in AHEAD}
    for i, day in enumerate(dates[28:], start=28):
        if rhythm is None or i % REFIT_DAYS == 0:
            past = slice(max(0, i - HISTORY), i + 1)
            emptied = emptyings(times[past], fills[past])
            rhythm = learn(times[past], fills[past], emptied, ZONE, None)
        for days in AHEAD:
            if run := ahead(levels, day, days):
                rise = 10 * rhythm.rise(int(times[i]), noon_us(day + timedelta(days)), ZONE)[0]
                guesses = (run[0] + rise, run[0], run[0] + days * mean)
                one, two, three = (abs(run[-1] - min(10.0, guess)) for guess in guesses)
                found[days].append((one, two, three))
    return found


def test_it_does_not_lose_to_the_baselines(bins: dict[str, Levels]) -> None:
    each = [errors(levels) for levels in bins.values()]

    for days in AHEAD:
        rows = [row for found in each for row in found[days]]
        ours, last, mean = np.mean(rows, axis=0)
        print(f"\n{days} d: {ours:.2f}, last {last:.2f}, mean rise {mean:.2f}, n={len(rows)}")  # noqa: T201 - the report
        assert ours < mean
        assert days == 1 or ours < last
