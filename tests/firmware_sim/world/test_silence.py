"""Beacons that fall silent."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from firmware_sim.world.days import DAY_US
from firmware_sim.world.silence import FALLS_SILENT, silences

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2025, 11, 3)


def test_a_beacon_is_silent_for_one_to_three_days_in_few_weeks() -> None:
    found = {
        silence
        for week in range(2000)
        for silence in silences("b1", MONDAY + timedelta(weeks=week), PARIS, 7)
    }

    lasts = np.array([until_us - from_us for from_us, until_us in found]) / DAY_US
    assert len(found) / 2000 == pytest.approx(FALLS_SILENT, rel=0.25)
    assert 1 <= lasts.min() < 1.3
    assert 2.7 < lasts.max() <= 3


def test_every_day_of_a_week_knows_of_the_same_silences() -> None:
    weeks = [MONDAY + timedelta(weeks=week) for week in range(200)]

    for monday in weeks:
        days = [monday + timedelta(days=day) for day in range(7)]
        assert len({silences("b1", day, PARIS, 7) for day in days}) == 1


def test_a_silence_goes_on_into_the_next_week() -> None:
    goes_on = 0
    for week in range(500):
        monday = MONDAY + timedelta(weeks=week)
        midnight_us = int(datetime(*monday.timetuple()[:3], tzinfo=PARIS).timestamp()) * 1_000_000
        for silence in silences("b1", monday - timedelta(days=1), PARIS, 7):
            if silence[1] > midnight_us:
                goes_on += 1
                assert silence in silences("b1", monday, PARIS, 7)
    assert goes_on > 3


def test_beacons_and_seeds_are_silent_by_themselves() -> None:
    def all_of(name: str, seed: int) -> list[tuple[tuple[int, int], ...]]:
        return [
            silences(name, MONDAY + timedelta(weeks=2 * week), PARIS, seed) for week in range(200)
        ]

    assert all_of("b1", 7) == all_of("b1", 7)
    assert all_of("b1", 7) != all_of("b2", 7)
    assert all_of("b1", 7) != all_of("b1", 8)
