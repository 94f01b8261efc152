"""A rhythm is learned by weekday, around a mean that few days are drawn to."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cloud.forecast.calendar import weekday_shares
from cloud.forecast.rhythm import learn
from cloud.forecast.series import Fills, Times

PARIS = ZoneInfo("Europe/Paris")
DAY_US = 86_400_000_000
NONE = np.array([], dtype=np.int64)


def us(year: int, month: int, day: int, hour: int) -> int:
    return int(datetime(year, month, day, hour, tzinfo=PARIS).timestamp()) * 1_000_000


def daily(weeks: int, rises: list[float]) -> tuple[Times, Fills]:
    times = us(2025, 9, 1, 0) + np.arange(7 * weeks, dtype=np.int64) * DAY_US
    return times, np.concatenate([[0.0], np.cumsum(np.tile(rises, weeks))])[: 7 * weeks]


def test_a_busy_saturday_is_learned() -> None:
    times, fills = daily(8, [0.01] * 5 + [0.03, 0.01])

    rhythm = learn(times, fills, NONE, PARIS, 0.01)

    assert rhythm.by_weekday[5] == pytest.approx(0.03, abs=0.006)
    assert rhythm.by_weekday[1] == pytest.approx(0.01, abs=0.003)


def test_without_history_the_prior_is_the_rhythm() -> None:
    rhythm = learn(NONE, NONE.astype(float), NONE, PARIS, 0.08)

    assert rhythm.by_weekday == pytest.approx((0.08,) * 7)
    assert rhythm.days == 0


def test_nothing_is_learned_across_a_long_silence() -> None:
    times = np.array([0, 20 * DAY_US], dtype=np.int64)

    assert learn(times, np.array([0.1, 0.9]), NONE, PARIS, 0.01).days == 0


def test_the_doubt_grows_faster_than_the_days() -> None:
    times, fills = daily(3, [0.02, 0.05, 0.01, 0.04, 0.02, 0.06, 0.01])
    rhythm = learn(times, fills, NONE, PARIS, 0.03)
    start = us(2025, 9, 22, 0)

    one, two = (rhythm.rise(start, start + days * DAY_US, PARIS)[1] for days in (1, 2))

    assert two > 2 * one


def test_a_day_of_waste_comes_by_day() -> None:
    monday = weekday_shares(us(2025, 9, 29, 22), us(2025, 9, 30, 14), PARIS)

    assert monday == pytest.approx([0, 0.5, 0, 0, 0, 0, 0])


def test_the_day_that_clocks_go_back_is_one_day() -> None:
    shares = weekday_shares(us(2025, 10, 25, 12), us(2025, 10, 27, 12), PARIS)

    assert shares.sum() == pytest.approx(2.0)
    assert shares[6] == pytest.approx(1.0)
